// The rows of a sheet, one after the other, in memory that does not depend on the sheet.
// Source: ECMA-376 part 1, 18.3.1 (sheetData, row, c).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/table.hpp"
#include "formats/xlsx/fault.hpp"
#include "formats/xlsx/workbook.hpp"

namespace waybill::formats::xlsx {

struct row_limits {
  std::size_t cell_bytes = 1 << 20;
  std::size_t row_bytes = 8 << 20;
  std::size_t columns = 16'384;
  std::uint64_t rows_before = 0;       ///< is added to the number of each row
  std::size_t piece_bytes = 64 << 10;  ///< of XML that is looked at at once; changes nothing of the rows
};

struct cell {
  std::uint32_t column = 0;  ///< from 0
  std::uint32_t notes = 0;   ///< bits of `row_note`
  std::string_view text;
  bool is_typed = false;  ///< a number, truth value or time, which `text` spells in the one way of values.hpp
};

/// Cells that hold nothing are left out, and so are rows without cells: `row` and `column` say where it is.
struct row {
  std::uint64_t row = 0;    ///< as a spreadsheet shows it
  std::vector<cell> cells;  ///< by their columns; texts hold until the next call; empty when there is a fault
  std::uint32_t notes = 0;  ///< of all its cells
  row_fault fault = row_fault::none;
};

/// One thread at a time.
class sheet_reader {
 public:
  /// `sheet` is one that has a part.
  sheet_reader(std::shared_ptr<workbook> of, std::size_t sheet, const row_limits& limits = {});
  ~sheet_reader();
  sheet_reader(const sheet_reader&) = delete;
  auto operator=(const sheet_reader&) -> sheet_reader& = delete;

  /// Null: that was all, or there is a fault.
  auto next() -> const row*;
  [[nodiscard]] auto why() const -> const fault&;

 private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

/// Whether a sheet holds anything; its beginning is read.
auto holds_cell(const workbook& of, std::size_t part, fault& why) -> bool;

}  // namespace waybill::formats::xlsx
