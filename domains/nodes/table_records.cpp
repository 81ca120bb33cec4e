// Tables with a column of URLs: their check and their rows as candidates.
#include <algorithm>
#include <deque>
#include <string>

#include "domains/nodes/files.hpp"
#include "domains/nodes/metadata_writer.hpp"
#include "domains/nodes/table.hpp"
#include "domains/nodes/written.hpp"
#include "formats/csv/decoder.hpp"
#include "formats/csv/table.hpp"
#include "formats/csv/writer.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::nodes {
namespace {

namespace csv = formats::csv;

class checker final : public file_check {
 public:
  explicit checker(table_head head)
      : head_(std::move(head)), rows_(head_.with, head_.rows_at, 1), skip_(head_.rows_at) {
    // Rows and cells are parted by ASCII in all encodings but UTF-16: which it is, is known at the end.
    if (!csv::is_utf_16(head_.with.written_in)) rows_.leave_encoded();
  }

  void feed(std::string_view bytes) override {
    tally_.add(bytes);
    const auto passed = std::min<std::uint64_t>(skip_, bytes.size());
    skip_ -= passed;
    rows_.feed(bytes.substr(static_cast<std::size_t>(passed)));
    count();
  }
  auto finish() -> result<file_summary> override {
    rows_.finish();
    count();
    auto& encoding = head_.parts.front();
    if (!is_told(encoding)) encoding = csv::encoding_by(tally_, head_.with);
    encoding.value = csv::name_of(head_.with.written_in);
    return file_summary{std::string(name_of(file_form::csv)), records_, head_.rows_at,
                        findings_text(head_.parts, head_.with)};
  }

 private:
  void count() {
    while (const auto* const one = rows_.next())
      if (!one->is_blank()) ++records_;
  }

  table_head head_;
  csv::row_reader rows_;
  csv::utf_8_tally tally_;
  std::uint64_t skip_;  ///< bytes of the header that are still to pass
  std::uint64_t records_ = 0;
};

class source final : public record_source {
 public:
  source(std::unique_ptr<formats::byte_source> bytes, const reading_start& from, const reading_order& order,
         table_head head)
      : head_(std::move(head)),
        maker_(read_options(order.options), order.import_time),
        rows_(csv::open_table(std::move(bytes), head_.with, {from.offset}, unknown_width,
                              formats::blank_rows::skip_cells, limits_of(order.limits))) {}

  auto next(candidate_chunk& into) -> step override {
    const auto* const one = rows_->next();
    if (one == nullptr) return rows_->failed() ? step::broken : step::end;
    add(*one, into);
    into.records.back().end_offset = one->end_offset;
    return step::record;
  }

 private:
  /// Short and long rows are not told.
  static constexpr std::size_t unknown_width = 0;

  static auto limits_of(const reading_limits& from) -> csv::reader_limits {
    csv::reader_limits limits;
    limits.cell_bytes = std::min(limits.cell_bytes, from.item_bytes);
    return limits;
  }

  void add(const csv::row& one, candidate_chunk& into) {
    if (one.fault != formats::row_fault::none)
      return candidate_maker::refuse("record_too_large", {}, {}, into);
    given_node given;
    if ((one.notes & formats::quote_inside) != 0) given.warnings |= warning_quote_inside;
    if ((one.notes & formats::unterminated_quote) != 0) given.warnings |= warning_unterminated_quote;
    if ((one.notes & formats::undecodable_bytes) != 0) given.warnings |= warning_undecodable_bytes;
    read_cells(one, given);
    maker_.add(given, into);
  }

  void read_cells(const csv::row& one, given_node& given) {
    meant_.clear();
    metadata_.begin();
    const bool is_ours =
        head_.id_at && *head_.id_at < one.cells.size() && one.cells[*head_.id_at].starts_with("nod_");
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
      const auto what = i < head_.columns.size() ? head_.columns[i] : column::other;
      if (!text::is_blank(one.cells[i]))
        take(what, i, is_ours ? csv::as_meant(one.cells[i], meant_.emplace_back()) : one.cells[i], is_ours,
             given);
    }
    given.metadata = metadata_.finish();
  }

  void take(column what, std::size_t at, std::string_view cell, bool is_ours, given_node& given) {
    if (what == column::url)
      given.url = unicode::trimmed(cell);
    else if (what == column::title)
      given.title = cell;
    else if (what == column::of_sitemap)
      metadata_.add_text(head_.names[at], cell);
    else if (what == column::metadata && metadata_.add_members(cell))
      return;
    else if (what != column::derived || !is_ours)
      add_other(at, cell, given);
  }

  void add_other(std::size_t at, std::string_view cell, given_node& given) {
    given.warnings |= warning_unknown_key;
    metadata_.add_text(at < head_.names.size() ? head_.names[at] : "column_" + std::to_string(at + 1), cell);
  }

  table_head head_;
  candidate_maker maker_;
  std::unique_ptr<formats::table_source> rows_;
  metadata_writer metadata_;
  std::deque<std::string> meant_;  ///< does not move what it holds
};

}  // namespace

auto table_checker(const table_head& head) -> std::unique_ptr<file_check> {
  return std::make_unique<checker>(head);
}

auto table_records(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                   const reading_order& order, table_head head) -> std::unique_ptr<record_source> {
  return std::make_unique<source>(std::move(bytes), from, order, std::move(head));
}

}  // namespace waybill::nodes
