// A text with a URL a line, or several, and perhaps a title behind it. Blank lines and those that begin with
// # are no records.
#include <algorithm>
#include <array>

#include "domains/nodes/files.hpp"
#include "domains/nodes/json_item.hpp"
#include "domains/nodes/url_line.hpp"
#include "domains/nodes/url_splitter.hpp"
#include "domains/nodes/written.hpp"
#include "formats/csv/decoder.hpp"
#include "formats/line_reader.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::nodes {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";

/// Signs that people and programs put around a URL.
struct pair_of_signs {
  char front;
  char back;
};
constexpr std::array around{pair_of_signs{'<', '>'}, pair_of_signs{'"', '"'}, pair_of_signs{'\'', '\''},
                            pair_of_signs{'`', '`'}};

/// Counts lines by the first byte in them that is no blank.
class checker final : public file_check {
 public:
  void feed(std::string_view bytes) override {
    tally_.add(bytes);
    if (!begun_) {
      const auto missing = std::min(mark.size() - head_.size(), bytes.size());
      head_.append(bytes.substr(0, missing));
      bytes.remove_prefix(missing);
      if (head_.size() < mark.size()) return;
      begin();
    }
    count(bytes);
  }
  auto finish() -> result<file_summary> override {
    if (!begun_) begin();
    splitter_.finish(text_);
    count_lines();
    formats::csv::dialect with;
    formats::table_finding encoding{"encoding", {}, "byte_order_mark"};
    if (head_ != mark) encoding = formats::csv::encoding_by(tally_, with);
    encoding.value = formats::csv::name_of(with.written_in);
    return file_summary{std::string(name_of(file_form::urls)), records_, 0, findings_text({encoding}, with)};
  }

 private:
  void begin() {
    begun_ = true;
    count(head_ == mark ? std::string_view{} : std::string_view{head_});
  }
  void count(std::string_view bytes) {
    splitter_.take(bytes, text_);
    count_lines();
  }
  void count_lines() {
    for (const char c : text_) {
      if (c == '\n') is_begun_line_ = false;
      if (is_begun_line_ || text::is_blank(c)) continue;
      is_begun_line_ = true;
      records_ += c == '#' ? 0 : 1;
    }
    text_.clear();
  }

  formats::csv::utf_8_tally tally_;
  url_splitter splitter_;
  std::string text_;  ///< behind it
  std::string head_;  ///< the first bytes, which may be a mark
  bool begun_ = false;
  bool is_begun_line_ = false;  ///< something stands in the line already
  std::uint64_t records_ = 0;
};

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from, const reading_order& order)
      : maker_(read_options(order.options), order.import_time),
        lines_(one_url_a_line(std::move(bytes)), from.offset, order.limits.item_bytes),
        written_in_(dialect_in(order.findings).value_or(formats::csv::dialect{}).written_in) {}

  auto next(candidate_chunk& into) -> step override {
    formats::line_reader::line line;
    while (lines_.next(line)) {
      const auto said = text::trimmed(line.text);
      if (said.empty() || said.starts_with('#')) continue;
      add(said, line.oversize, into);
      into.records.back().end_offset = line.end_offset;
      return step::record;
    }
    return lines_.failed() ? step::broken : step::end;
  }

 private:
  void add(std::string_view said, bool oversize, candidate_chunk& into) {
    given_node given;
    if (!text::is_utf8(said) || formats::csv::is_single_byte(written_in_)) {
      if (!decode(said)) given.warnings |= warning_undecodable_bytes;
      said = decoded_;
    }
    const auto found = url_in_line(unicode::trimmed(said));
    given.url = found.url;
    given.title = found.title;
    if (oversize)
      return candidate_maker::refuse("record_too_large",
                                     text::cut_to_characters(given.url, excerpt_characters), {}, into);
    maker_.add(given, into);
  }

  /// False: some bytes are no character.
  auto decode(std::string_view said) -> bool {
    decoded_.clear();
    if (formats::csv::is_single_byte(written_in_))
      return formats::csv::append_decoded(said, written_in_, decoded_);
    decoded_ = text::repaired_utf8(said);
    return false;
  }

  candidate_maker maker_;
  formats::line_reader lines_;
  formats::csv::encoding written_in_;
  std::string decoded_;
};

}  // namespace

auto url_in_line(std::string_view line) -> url_line {
  auto url = unicode::before_blank(line);
  const auto title = unicode::trimmed(line.substr(url.size()));
  const auto without_end = [&] {
    while (url.size() > 1 && (url.back() == ',' || url.back() == ';')) url.remove_suffix(1);
  };
  without_end();
  for (const auto [front, back] : around)
    if (url.size() > 2 && url.front() == front && url.back() == back) {
      url = url.substr(1, url.size() - 2);
      without_end();
    }
  return {url, title};
}

auto urls_checker() -> std::unique_ptr<file_check> { return std::make_unique<checker>(); }

auto urls_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                  const reading_order& order) -> std::unique_ptr<record_source> {
  return std::make_unique<source>(std::move(bytes), from, order);
}

}  // namespace waybill::nodes
