#include "domains/rows/table_source.hpp"

#include <algorithm>
#include <deque>

#include "formats/csv/table.hpp"
#include "formats/csv/writer.hpp"
#include "formats/recognise.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

namespace csv = formats::csv;

class csv_rows final : public table_rows {
 public:
  csv_rows(std::unique_ptr<formats::byte_source> bytes, const table_head& head, std::uint64_t offset,
           std::uint64_t rows_above, const csv::reader_limits& limits)
      : width_(head.columns.size()),
        is_ours_(head.has_error_column),
        rows_(csv::open_table(std::move(bytes), head.with, {offset, 1, rows_above + 1}, told_here,
                              formats::blank_rows::skip_cells, limits)) {}

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
    out.warnings = 0;
    if ((one.notes & formats::quote_inside) != 0) out.warnings |= warning_quote_inside;
    if ((one.notes & formats::unterminated_quote) != 0) out.warnings |= warning_unterminated_quote;
    if ((one.notes & formats::undecodable_bytes) != 0) out.warnings |= warning_undecodable_bytes;
    out.cells = one.cells;
    if (!out.fault.empty()) return;
    if (is_ours_) take_as_meant(out);
    settle_width(out);
  }

  /// Cells as they were before we made them harmless, without the last one.
  void take_as_meant(table_row& out) {
    cells_.assign(out.cells.begin(), out.cells.end());
    if (cells_.size() > width_) cells_.erase(cells_.begin() + static_cast<std::ptrdiff_t>(width_));
    meant_.clear();
    for (auto& cell : cells_) cell = csv::as_meant(cell, meant_.emplace_back());
    out.cells = cells_;
  }

  /// Empty cells beyond the last column are none.
  void settle_width(table_row& out) const {
    auto count = out.cells.size();
    while (count > width_ && out.cells[count - 1].empty()) --count;
    out.cells = out.cells.first(count);
    if (count > width_) out.warnings |= warning_long_row;
    if (count < width_) out.warnings |= warning_short_row;
  }

  std::size_t width_;
  bool is_ours_;
  std::unique_ptr<formats::table_source> rows_;
  std::vector<std::string_view> cells_;
  std::deque<std::string> meant_;  ///< does not move what it holds
};

/// Counts the rows below the head.
class checker final : public file_check {
 public:
  explicit checker(import_options with) : with_(std::move(with)) {}

  void feed(std::string_view bytes) override {
    if (rows_) return count(bytes);
    if (too_long_) return;
    first_.append(bytes);
    look(false);
  }
  /// What was seen of a file at once does not tell that the key is there: then it is checked as a whole.
  [[nodiscard]] auto needs_file() -> bool override {
    return !head_ ? first_.size() > formats::recognised_bytes : head_->rows_at > formats::recognised_bytes;
  }
  auto finish() -> result<file_summary> override {
    if (!rows_ && !too_long_) look(true);
    if (!rows_) return error{errc::unknown_format, "The header of the table is larger than 9 MiB.", {}};
    if (auto fine = key_fits(with_, *head_); !fine) return std::move(fine).why();
    rows_->finish();
    count({});
    return file_summary{"csv", records_, head_->rows_at};
  }

 private:
  void look(bool is_whole) {
    head_ = head_of(first_, is_whole, with_);
    too_long_ = !head_ && first_.size() > most_head_bytes;
    if (!head_) return;
    rows_.emplace(head_->with, head_->rows_at, 1);
    const auto first = std::exchange(first_, {});
    count(std::string_view(first).substr(static_cast<std::size_t>(head_->rows_at)));
  }
  void count(std::string_view bytes) {
    if (!bytes.empty()) rows_->feed(bytes);
    while (const auto* const one = rows_->next())
      if (!one->is_blank()) ++records_;
  }

  import_options with_;
  std::string first_;
  bool too_long_ = false;
  std::optional<table_head> head_;
  std::optional<csv::row_reader> rows_;
  std::uint64_t records_ = 0;
};

}  // namespace

auto warning_names(std::uint32_t bits) -> std::vector<std::string_view> {
  static constexpr std::string_view names[] = {"short_row", "long_row", "quote_inside", "unterminated_quote",
                                               "undecodable_bytes"};
  std::vector<std::string_view> found;
  for (std::size_t bit = 0; bit < std::size(names); ++bit)
    if ((bits >> bit & 1U) != 0) found.push_back(names[bit]);
  return found;
}

auto read_rows(std::unique_ptr<formats::byte_source> bytes, const table_head& head, std::uint64_t offset,
               std::uint64_t rows_above, std::size_t cell_limit_bytes) -> std::unique_ptr<table_rows> {
  csv::reader_limits limits;
  limits.cell_bytes = std::min(limits.cell_bytes, cell_limit_bytes);
  return std::make_unique<csv_rows>(std::move(bytes), head, offset, rows_above, limits);
}

auto table_checker(const import_options& with) -> std::unique_ptr<file_check> {
  return std::make_unique<checker>(with);
}

}  // namespace waybill::rows
