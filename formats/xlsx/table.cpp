#include "formats/xlsx/table.hpp"

#include <algorithm>

#include "formats/csv/sample.hpp"

namespace waybill::formats::xlsx {
namespace {

constexpr std::size_t most_rows = 200;
constexpr std::size_t most_bytes = 4 << 20;
/// What is looked at of a row that is wider.
constexpr std::size_t most_columns = 256;
constexpr std::size_t most_head_bytes = 16 << 20;

auto sampled(const coded_row& from) -> csv::sampled_row {
  const auto count = std::min(from.cells.size(), most_columns);
  return {from.cells.begin(), from.cells.begin() + static_cast<std::ptrdiff_t>(count)};
}

auto dense(const row& from) -> std::vector<std::string> {
  std::vector<std::string> cells;
  if (!from.cells.empty()) cells.resize(from.cells.back().column + 1);
  for (const auto& cell : from.cells) cells[cell.column] = cell.text;
  return cells;
}

auto size_of(const std::vector<std::string>& cells) -> std::size_t {
  std::size_t size = 0;
  for (const auto& cell : cells) size += cell.size() + 1;
  return size;
}

}  // namespace

sheet_table::sheet_table(std::shared_ptr<workbook> of, std::size_t sheet, std::optional<unsigned> header_rows,
                         const row_limits& limits)
    : rows_(std::move(of), sheet, limits), wish_(header_rows) {}

auto sheet_table::head() -> const table_head& {
  if (!is_looked_at_) {
    is_looked_at_ = true;
    look();
    take_head();
  }
  return head_;
}

auto sheet_table::next() -> const row* {
  head();
  const auto* const one = take_next();
  if (one == nullptr) return nullptr;
  if (last_row_ != 0 && one->row > last_row_ + 1) skipped_ += one->row - last_row_ - 1;
  last_row_ = one->row;
  return one;
}

/// Keeps the first rows, and finds the header by them.
void sheet_table::look() {
  std::vector<csv::sampled_row> rows;
  coded_row coded;
  while (rows.size() < most_rows && first_.size() < most_bytes) {
    const auto* const one = rows_.next();
    if (one == nullptr) break;
    const auto at = first_.size() + row_size_bytes;
    append_row(*one, first_);
    if (one->fault == row_fault::none && read_row(std::string_view(first_).substr(at), coded))
      rows.push_back(sampled(coded));
  }
  table_finding finding{"header_row", {}, "given"};
  if (const auto failed = csv::find_header_of_failed(rows, true, wish_)) {
    wish_ = failed;
    finding.reason = "usual";
  } else if (!wish_) {
    const auto found = csv::find_header(rows);
    wish_ = found.rows;
    const auto width = rows.empty() ? 0 : rows[std::min<std::size_t>(found.rows, rows.size() - 1)].size();
    finding = {"header_row", {}, found.reason, found.columns, found.columns == 0 ? 0 : width};
  }
  finding.value = std::to_string(*wish_);
  head_.findings.push_back(std::move(finding));
}

void sheet_table::take_head() {
  std::size_t kept = 0;
  const row* one = nullptr;
  while (head_.header.size() < *wish_ && (one = take_next()) != nullptr) {
    auto cells = dense(*one);
    kept += size_of(cells);
    head_.header.push_back(kept <= most_head_bytes ? std::move(cells) : std::vector<std::string>{});
    last_row_ = one->row;
  }
  head_.rows_at.row = last_row_ + 1;
  std::vector<std::string_view> names;
  if (*wish_ > 0 && head_.header.size() == *wish_) {
    names.assign(head_.header.back().begin(), head_.header.back().end());
  } else if (*wish_ == 0 && !first_.empty()) {
    coded_row first;
    if (read_row(std::string_view(first_).substr(row_size_bytes, size_of_row(first_)), first))
      names.resize(first.cells.size());
  }
  head_.names = column_names(names);
}

auto sheet_table::take_next() -> const row* {
  if (at_ == first_.size()) {
    if (at_ > 0) std::string().swap(first_);
    at_ = 0;
    return rows_.next();
  }
  coded_row coded;
  const std::size_t size = size_of_row(std::string_view(first_).substr(at_));
  read_row(std::string_view(first_).substr(at_ + row_size_bytes, size), coded);
  at_ += row_size_bytes + size;
  again_.row = coded.row;
  again_.notes = coded.notes;
  again_.fault = coded.fault;
  again_.cells.clear();
  for (std::size_t i = 0; i < coded.cells.size(); ++i)
    if (!coded.cells[i].empty())
      again_.cells.push_back({static_cast<std::uint32_t>(i), 0, coded.cells[i], coded.typed[i] != 0});
  return &again_;
}

}  // namespace waybill::formats::xlsx
