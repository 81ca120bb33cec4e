// A text with a URL a line, and perhaps a title behind it. Blank lines and those that begin with # are no
// records.
#include <algorithm>

#include "domains/nodes/files.hpp"
#include "domains/nodes/json_item.hpp"
#include "formats/line_reader.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";

auto first_word(std::string_view line) -> std::string_view {
  const auto end = std::find_if(line.begin(), line.end(), [](char c) { return text::is_blank(c); });
  return line.substr(0, static_cast<std::size_t>(end - line.begin()));
}

/// Counts lines by the first byte in them that is no blank.
class checker final : public file_check {
 public:
  void feed(std::string_view bytes) override {
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
    return file_summary{std::string(name_of(file_form::urls)), records_, 0};
  }

 private:
  void begin() {
    begun_ = true;
    count(head_ == mark ? std::string_view{} : std::string_view{head_});
  }
  void count(std::string_view bytes) {
    for (const char c : bytes) {
      if (c == '\n') is_begun_line_ = false;
      if (is_begun_line_ || text::is_blank(c)) continue;
      is_begun_line_ = true;
      records_ += c == '#' ? 0 : 1;
    }
  }

  std::string head_;  ///< the first bytes, which may be a mark
  bool begun_ = false;
  bool is_begun_line_ = false;  ///< something stands in the line already
  std::uint64_t records_ = 0;
};

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from, const reading_order& order)
      : maker_(read_options(order.options), order.import_time),
        lines_(std::move(bytes), from.offset, order.limits.item_bytes) {}

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
    if (!text::is_utf8(said)) {
      given.warnings |= warning_undecodable_bytes;
      repaired_ = text::repaired_utf8(said);
      said = repaired_;
    }
    given.url = first_word(said);
    given.title = text::trimmed(said.substr(given.url.size()));
    if (oversize)
      return candidate_maker::refuse("record_too_large",
                                     text::cut_to_characters(given.url, excerpt_characters), {}, into);
    maker_.add(given, into);
  }

  candidate_maker maker_;
  formats::line_reader lines_;
  std::string repaired_;
};

}  // namespace

auto urls_checker() -> std::unique_ptr<file_check> { return std::make_unique<checker>(); }

auto urls_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                  const reading_order& order) -> std::unique_ptr<record_source> {
  return std::make_unique<source>(std::move(bytes), from, order);
}

}  // namespace waybill::nodes
