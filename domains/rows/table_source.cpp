#include "domains/rows/table_source.hpp"

#include <algorithm>
#include <array>
#include <deque>

#include "domains/rows/cut_mark.hpp"
#include "domains/rows/findings.hpp"
#include "domains/rows/workbook.hpp"
#include "formats/csv/table.hpp"
#include "formats/csv/writer.hpp"

namespace waybill::rows {
namespace {

namespace csv = formats::csv;

class csv_rows final : public table_rows {
 public:
  csv_rows(std::unique_ptr<formats::byte_source> bytes, const table_head& head, std::uint64_t offset,
           std::uint64_t rows_above, const csv::reader_limits& limits)
      : width_(head.columns.size()),
        has_error_column_(head.has_error_column),
        is_guarded_(head.is_guarded()),
        rows_(csv::open_table(std::move(bytes), head.with, {offset, 1, rows_above + 1}, told_here,
                              formats::blank_rows::skip_lines, limits)) {}

  auto next(table_row& out) -> step override {
    const auto* const one = rows_->next();
    if (one == nullptr) return rows_->failed() ? step::broken : step::end;
    give(*one, out);
    return step::row;
  }

 private:
  /// Which rows are short or long is seen once the column is gone that is none.
  static constexpr std::size_t told_here = 0;

  void give(const csv::row& one, table_row& out) {
    out.row = one.row;
    out.end_offset = one.end_offset;
    out.fault = formats::name_of(one.fault);
    out.fault_cell = one.fault_cell;
    out.warnings = warnings_of(one.notes);
    out.cells = one.cells;
    if (is_guarded_) take_as_meant(out);
    if (out.fault.empty()) settle_width(out);
  }

  /// Cells as they were before we made them harmless, without what was wrong.
  void take_as_meant(table_row& out) {
    cells_.assign(out.cells.begin(), out.cells.end());
    if (has_error_column_ && cells_.size() > width_)
      cells_.erase(cells_.begin() + static_cast<std::ptrdiff_t>(width_));
    meant_.clear();
    for (auto& cell : cells_) cell = csv::as_meant(cell, meant_.emplace_back());
    out.cells = cells_;
  }

  /// Empty cells beyond the last column are none.
  void settle_width(table_row& out) const {
    auto count = out.cells.size();
    while (count > width_ && out.cells[count - 1].empty()) --count;
    out.cells = out.cells.first(count);
    settle_cut_mark(out, width_, has_error_column_);
    count = out.cells.size();
    if (count > width_) out.warnings |= warning_long_row;
    if (count < width_) out.warnings |= warning_short_row;
  }

  std::size_t width_;
  bool has_error_column_;
  bool is_guarded_;
  std::unique_ptr<formats::table_source> rows_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> meant_;  ///< does not move what it holds
};

/// As its check found out; of a file that nobody has checked by its first bytes. Nothing: it is a workbook.
auto dialect_of(const reading_order& order, const import_options& with) -> std::optional<csv::dialect> {
  if (auto known = dialect_in(order.findings)) return known;
  std::string first(csv::dialect_bytes, '\0');
  const auto file = formats::open_file(order.path, 0);
  const auto got = file == nullptr ? -1 : file->read(first.data(), first.size());
  first.resize(static_cast<std::size_t>(std::max<std::int64_t>(got, 0)));
  if (is_workbook(first)) return std::nullopt;
  return csv::find_dialect(first, wishes_of(with)).with;
}

}  // namespace

auto warnings_of(std::uint32_t notes) -> std::uint32_t {
  struct pair {
    formats::row_note note;
    row_warning warning;
  };
  constexpr std::array pairs{pair{formats::quote_inside, warning_quote_inside},
                             pair{formats::unterminated_quote, warning_unterminated_quote},
                             pair{formats::undecodable_bytes, warning_undecodable_bytes},
                             pair{formats::formula_without_value, warning_formula_without_value},
                             pair{formats::cell_error, warning_cell_error},
                             pair{formats::no_such_date, warning_date_out_of_range}};
  if (notes == 0) return 0;
  std::uint32_t warnings = 0;
  for (const auto& [note, warning] : pairs)
    if ((notes & note) != 0) warnings |= warning;
  return warnings;
}

void settle_cut_mark(table_row& row, std::size_t width, bool is_ours) {
  const auto mark = cut_mark_of(row.cells, width);
  // The mark stays with the row: what is made of it is cut, too.
  if (mark == cut_mark::cut) row.fault = "cell_was_cut";
  if (mark != cut_mark::left || !is_ours) return;
  do {
    row.cells = row.cells.first(row.cells.size() - 1);
  } while (row.cells.size() > width && row.cells.back().empty());
}

auto warning_names(std::uint32_t bits) -> std::vector<std::string_view> {
  static constexpr std::string_view names[] = {"short_row",         "long_row",
                                               "quote_inside",      "unterminated_quote",
                                               "undecodable_bytes", "formula_without_value",
                                               "cell_error",        "date_out_of_range"};
  std::vector<std::string_view> found;
  for (std::size_t bit = 0; bit < std::size(names); ++bit)
    if ((bits >> bit & 1U) != 0) found.push_back(names[bit]);
  return found;
}

auto read_csv(std::unique_ptr<formats::byte_source> bytes, const table_head& head, std::uint64_t offset,
              std::uint64_t rows_above, std::size_t cell_limit_bytes) -> std::unique_ptr<table_rows> {
  csv::reader_limits limits;
  limits.cell_bytes = std::min(limits.cell_bytes, cell_limit_bytes);
  return std::make_unique<csv_rows>(std::move(bytes), head, offset, rows_above, limits);
}

auto open_table(std::unique_ptr<formats::byte_source> bytes, const reading_start& from,
                const reading_order& order, const import_options& with) -> opened_table {
  const auto dialect = dialect_of(order, with);
  if (!dialect) {
    auto opened =
        read_workbook(order.path, with, order.limits.item_bytes, from.record, {order.is_wanted, {}});
    return {std::move(opened.head), std::move(opened.rows)};
  }
  auto head = head_of_csv(order.path, *dialect);
  if (!head) return {};
  auto rows = read_csv(std::move(bytes), *head, from.at_list_start ? head->rows_at : from.offset,
                       from.at_list_start ? head->rows_above : from.last_line, order.limits.item_bytes);
  return {std::move(*head), std::move(rows)};
}

auto open_from_start(const reading_order& order, const import_options& with) -> opened_table {
  reading_start from;
  if (const auto dialect = dialect_of(order, with)) {
    const auto head = head_of_csv(order.path, *dialect);
    if (!head) return {};
    from.offset = head->rows_at;
  }
  auto bytes = formats::open_file(order.path, from.offset);
  if (bytes == nullptr) return {};
  return open_table(std::move(bytes), from, order, with);
}

auto columns_of(const reading_order& order, const import_options& with) -> std::vector<std::string> {
  if (auto found = columns_in(order.findings)) return std::move(*found);
  return open_from_start(order, with).head.columns;
}

}  // namespace waybill::rows
