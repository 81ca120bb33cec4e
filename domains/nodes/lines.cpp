// JSON lines: an item a line, each for itself. A line that is no JSON is one failed record.
#include "domains/nodes/files.hpp"
#include "domains/nodes/json_item.hpp"
#include "formats/json/text_check.hpp"
#include "formats/line_reader.hpp"
#include "formats/text.hpp"

namespace waybill::nodes {
namespace {

constexpr std::string_view mark = "\xEF\xBB\xBF";

/// Counts lines that hold more than blanks.
class checker final : public file_check {
 public:
  void feed(std::string_view bytes) override {
    while (!bytes.empty()) {
      const auto end = bytes.find('\n');
      look_at(bytes.substr(0, end));
      if (end == std::string_view::npos) return;
      end_line();
      bytes.remove_prefix(end + 1);
    }
  }
  auto finish() -> result<file_summary> override {
    end_line();
    return file_summary{std::string(name_of(file_form::json_lines)), records_, 0};
  }

 private:
  void look_at(std::string_view part) {
    // The mark is no blank, and alone no line: it is followed by an item, or by nothing.
    is_item_ =
        is_item_ || !text::is_blank(is_first_ ? part.substr(part.starts_with(mark) ? mark.size() : 0) : part);
  }
  void end_line() {
    records_ += is_item_ ? 1 : 0;
    is_item_ = is_first_ = false;
  }

  std::uint64_t records_ = 0;
  bool is_item_ = false;
  bool is_first_ = true;
};

/// Of a line nothing is asked but whether it is JSON.
class no_interest final : public formats::json::root_listener {
 public:
  no_interest() { interest_ = 0; }
  void root(char, formats::json::place) override {}
  [[nodiscard]] auto wants_key(std::uint32_t) const noexcept -> bool override { return false; }
  void key(std::uint32_t, std::string_view, bool) override {}
  [[nodiscard]] auto is_member(std::uint32_t) const noexcept -> bool override { return false; }
  void value(std::uint32_t, char, formats::json::place) override {}
  void element(std::uint32_t) noexcept override {}
  [[nodiscard]] auto wants_text(std::uint32_t, bool) const noexcept -> bool override { return false; }
  void text(std::string_view, bool) override {}
};

auto is_json(std::string_view line) -> bool {
  no_interest nothing;
  formats::json::grammar check(nothing);
  return check.feed(line) && check.finish();
}

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from, const reading_order& order)
      : maker_(read_options(order.options), order.import_time),
        lines_(std::move(bytes), from.offset, order.limits.item_bytes) {}

  auto next(candidate_chunk& into) -> step override {
    formats::line_reader::line line;
    while (lines_.next(line)) {
      if (text::is_blank(line.text)) continue;
      add(line, into);
      into.records.back().end_offset = line.end_offset;
      return step::record;
    }
    return lines_.failed() ? step::broken : step::end;
  }

 private:
  void add(const formats::line_reader::line& line, candidate_chunk& into) {
    const auto shown = text::cut_to_characters(line.text, excerpt_characters);
    if (line.oversize) return refuse(fault_of_oversize(line.text), shown, into);
    if (!is_json(line.text)) return refuse("line_invalid", shown, into);
    given_node given;
    if (parser_.parse(line.text, given)) return maker_.add(given, into);
    refuse("not_a_node", shown, into);
  }
  /// What is shown of a line may be any bytes.
  static void refuse(std::string_view code, std::string_view shown, candidate_chunk& into) {
    candidate_maker::refuse(code, {}, text::repaired_utf8(shown), into);
  }

  json_item parser_;
  candidate_maker maker_;
  formats::line_reader lines_;
};

}  // namespace

auto lines_checker() -> std::unique_ptr<file_check> { return std::make_unique<checker>(); }

auto lines_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                   const reading_order& order) -> std::unique_ptr<record_source> {
  return std::make_unique<source>(std::move(bytes), from, order);
}

}  // namespace waybill::nodes
