// What a table is, whatever its format: names of columns, and rows of cells in UTF-8, one after the other in
// memory that does not depend on the file. Each format of tables gives exactly this.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "formats/text.hpp"

namespace waybill::formats {

/// A border between two rows, behind which reading can go on: that costs the same wherever it is.
struct table_mark {
  std::uint64_t offset = 0;  ///< the format's own; of CSV the byte of the file
  std::uint64_t line = 1;  ///< the line of the file there, from 1; 0: not known, and rows do not tell theirs
  std::uint64_t row = 1;   ///< the number under which a spreadsheet shows the row there
  std::uint64_t record = 1;  ///< the number of the next row that is not blank
  friend auto operator==(const table_mark&, const table_mark&) -> bool = default;
};

/// Bits of a row's notes: it was read, but somebody should have a look.
enum row_note : std::uint32_t {
  quote_inside = 1,        ///< text stands behind a closing quote; it belongs to the cell
  unterminated_quote = 2,  ///< a quote that never closes was taken for an ordinary character
  undecodable_bytes = 4,   ///< bytes that the encoding does not have became U+FFFD
  short_row = 8,           ///< fewer cells than the header: the missing ones are empty
  long_row = 16,           ///< more cells than the header, of which one is not empty
  // Of workbooks.
  formula_without_value = 32,  ///< a formula that was never calculated; the cell is empty
  cell_error = 64,             ///< #N/A and the like, or a text that the workbook does not have
  no_such_date = 128           ///< a number with the format of a date that is no day
};

/// Why a row cannot be taken. It fails alone.
enum class row_fault : std::uint8_t { none, cell_too_long, row_too_long, too_many_columns };

/// The stable names: "short_row", "cell_too_long". Of a note exactly one bit; of `row_fault::none` "".
auto name_of(row_note one) -> std::string_view;
auto name_of(row_fault one) -> std::string_view;

struct table_row {
  std::span<const std::string_view> cells;  ///< hold until the next call; of a row with a fault what is read
  std::uint64_t record = 0;                 ///< from 1, blank rows left out
  std::uint64_t row = 0;          ///< as a spreadsheet shows it, from 1; header and blank rows count
  std::uint64_t line = 0;         ///< where it begins, from 1; a line break inside a cell counts
  std::uint64_t offset = 0;       ///< where it begins
  std::uint64_t end_offset = 0;   ///< where the next one begins
  std::uint64_t next_line = 0;    ///< the line there
  std::uint64_t opened_line = 0;  ///< of `unterminated_quote`: where that quote stands
  std::uint32_t notes = 0;        ///< bits of `row_note`
  row_fault fault = row_fault::none;
  std::size_t fault_cell = 0;  ///< of `cell_too_long`: the first of them, from 1
  bool is_empty_line = false;  ///< nothing at all stands in it; one empty cell in quotes is no such line

  [[nodiscard]] auto is_empty() const -> bool { return is_empty_line; }
  /// Nothing but blanks stands in it.
  [[nodiscard]] auto is_blank() const -> bool {
    return fault == row_fault::none &&
           std::all_of(cells.begin(), cells.end(), [](auto cell) { return text::is_blank(cell); });
  }
  /// Where reading can go on behind it.
  [[nodiscard]] auto behind() const -> table_mark { return {end_offset, next_line, row + 1, record + 1}; }
};

struct table_limits {
  std::size_t cell_bytes = 1 << 20;  ///< of UTF-8
  std::size_t row_bytes = 8 << 20;   ///< of the file
  std::size_t columns = 16'384;
};

/// One thing that was found out of how a table is written, and by what. A part that was asked for has the
/// reason "given".
struct table_finding {
  std::string_view part;    ///< "encoding", "delimiter", "quote", "line_end", "header_row"
  std::string value;        ///< "utf-8", ";", "\"", "crlf", "1"
  std::string_view reason;  ///< stable: "byte_order_mark", "even_rows"; each is told where it is found
  std::uint64_t count = 0;  ///< of `of` rows or bytes so many speak for it; both 0: nothing was counted
  std::uint64_t of = 0;
};

/// What stands above the rows.
struct table_head {
  std::vector<std::string> names;                ///< of the columns: none is empty, all differ
  std::vector<std::vector<std::string>> header;  ///< the header rows as they stand; names are of the last
  table_mark rows_at;                            ///< where the rows begin
  std::vector<table_finding> findings;
};

/// Without white space of Unicode around it, and without what nobody sees (U+200B, U+FEFF). Points into it.
auto trimmed_cell(std::string_view cell) -> std::string_view;
/// Names of columns from the cells of a header: without blanks around them (those that nobody sees, too), an
/// empty one is `column_N`, one that is there already `name_2`, or the next number that is free.
auto column_names(std::span<const std::string_view> header) -> std::vector<std::string>;

/// What becomes of blank rows. They keep their number in the spreadsheet, and are counted.
enum class blank_rows : std::uint8_t {
  skip_lines,  ///< lines in which nothing stands are left out
  skip_cells   ///< and rows whose cells are all blank
};

/// The rows of one table. One thread; may block on the disk.
class table_source {
 public:
  virtual ~table_source() = default;
  /// The next row that is not left out; null: that was all, or the source failed. It holds until the next
  /// call.
  virtual auto next() -> const table_row* = 0;
  /// The bytes could not be read.
  [[nodiscard]] virtual auto failed() const -> bool = 0;
  /// How many blank rows were left out so far.
  [[nodiscard]] virtual auto skipped_blank() const -> std::uint64_t = 0;
};

/// What a look at the whole file found.
struct table_summary {
  table_head head;
  std::uint64_t records = 0;
  std::uint64_t skipped_blank = 0;
  bool encoding_guessed = false;  ///< a warning of the file: it is no UTF-8, and nobody said what it is
};

/// Why a file is no table at all.
struct table_fault {
  enum class reason : std::uint8_t { empty_file, unknown_format };
  reason why = reason::unknown_format;
  std::string what;      ///< "an HTML page"; of `unknown_format`
  std::string advice{};  ///< a sentence: what to do about it; may be empty
};

}  // namespace waybill::formats
