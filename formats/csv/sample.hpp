// The first rows of a table, looked at to find out how it is written. Internal to the formats of tables.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/csv/dialect.hpp"

namespace waybill::formats::csv {

using sampled_row = std::vector<std::string>;

/// `text` is UTF-8 or of one byte a character; `is_whole`: there is no more of it. A row that may be cut off
/// is left out, unless it is the only one; empty lines are.
auto sample_rows(std::string_view text, const dialect& with, bool is_whole) -> std::vector<sampled_row>;

/// The same rows one by one, with their notes.
void for_sampled_rows(std::string_view text, const dialect& with, bool is_whole,
                      const std::function<void(const table_row&)>& take);

/// Whether blanks in front of a quote are none of a cell's text: then rows are evener, or the same, and the
/// quotes close where cells end. A blank between them and the delimiter is passed over like those in front.
auto quotes_behind_blanks(std::string_view text, const dialect& with, bool is_whole) -> bool;

/// What a cell seems to hold.
enum class content : std::uint8_t { nothing, text, year, number, date, truth, address };
auto content_of(std::string_view cell) -> content;

struct scored_delimiter {
  char delimiter = ',';
  std::size_t even = 0;  ///< rows that are as wide as most; 0: it is one column
  std::size_t rows = 0;
  bool quotes_behind_blanks = false;
};
/// Of `,` `;` tab `|` the one that parts the rows evenly into cells that make sense.
auto find_delimiter(std::string_view text, const dialect& with, bool is_whole) -> scored_delimiter;

struct found_header {
  unsigned rows = 1;
  std::string_view reason;
  std::size_t columns = 0;  ///< that speak for it
};
/// How many rows stand above the first that holds values; the last of them holds the names.
auto find_header(const std::vector<sampled_row>& rows) -> found_header;
/// Of a file of failed rows, which has `error_column` behind the last names, and nothing behind the rows
/// above them; nothing: it is none. `are_cut`: empty cells at the end of a row are missing. `asked`: so many
/// were asked for; of none it has names all the same, which are made.
auto find_header_of_failed(const std::vector<sampled_row>& rows, bool are_cut, std::optional<unsigned> asked)
    -> std::optional<unsigned>;

}  // namespace waybill::formats::csv
