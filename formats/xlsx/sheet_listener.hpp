// From the tags of a sheet to cells that are not looked up yet. Internal to the reader of sheets.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/xml.hpp"

namespace waybill::formats::xlsx {

/// A cell as it was found: its text, or the number of a shared one.
struct found_cell {
  std::uint32_t column = 0;
  std::uint32_t notes = 0;
  bool is_shared = false;
  bool is_typed = false;
  std::uint64_t at = 0;  ///< of its text in `text`, or the number
  std::size_t size = 0;
};

struct found_row {
  std::uint64_t row = 0;
  std::size_t first = 0, last = 0;  ///< its cells
  row_fault fault = row_fault::none;
};

class sheet_listener final : public xml_listener {
 public:
  sheet_listener(const workbook& of, const row_limits& limits) : of_(of), limits_(limits) {}

  void on_start(std::string_view name, std::uint32_t depth, const attributes& with) override;
  void on_end(std::string_view name, std::uint32_t depth) override;
  void on_text(std::string_view text) override;
  /// Forgets the rows that are complete.
  void clear();

  // What was found since `clear`.
  std::vector<found_row> rows;
  std::vector<found_cell> cells;
  std::string text;

 private:
  enum class cell_type : std::uint8_t { number, shared, formula_text, inline_text, boolean, error, date };

  void begin_row(const attributes& with);
  void end_row();
  void begin_cell(const attributes& with);
  void begin_inside_cell(std::string_view name);
  void end_cell();
  auto append_value(found_cell& into) -> bool;
  void append_numeric(found_cell& into);
  void keep(const found_cell& one);
  void fail(row_fault why);

  const workbook& of_;
  row_limits limits_;
  bool in_data_ = false, in_row_ = false, in_cell_ = false, in_inline_ = false, in_run_ = false;
  std::uint64_t last_row_ = 0;
  found_row open_;
  std::size_t open_text_ = 0;  ///< where the texts of the open row begin
  // Of the cell that is open.
  cell_type type_ = cell_type::number;
  std::uint32_t column_ = 0, next_column_ = 0;
  std::size_t style_ = 0;
  bool has_formula_ = false, has_value_ = false;
  std::string value_;
};

}  // namespace waybill::formats::xlsx
