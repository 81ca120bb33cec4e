// A row of a table as it is kept, and what all rows of a chunk have in common. Both stand in the log for
// ever. The layouts are described in row.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/words.hpp"

namespace waybill::rows {

/// What the rows of one chunk have in common: so the names of columns stand in an event once. Views point
/// into its bytes.
struct common_view {
  instant time{};                                      ///< when the import was handed in
  std::string_view table;                              ///< the collection's name
  std::vector<std::string_view> key;                   ///< names of columns; none: every row is new
  std::vector<std::string_view> columns;               ///< their names
  std::vector<std::vector<std::string_view>> headers;  ///< the rows above the first one, as they stand there
};

void encode_common(const common_view& from, std::string& out);
/// False: it is none.
auto view_common(std::string_view bytes, common_view& out) -> bool;

/// Views point into the row and into the common part it was read with.
struct row_view {
  common_view head;  ///< the row's own where it has one, else its chunk's
  instant created_at{};
  instant updated_at{};
  std::vector<std::string_view> cells;  ///< may be fewer or more than there are columns
};

/// Appends the row of these cells as it is when it comes in: created and updated at the time of its import,
/// columns as in the common part.
void encode_fresh_row(std::span<const std::string_view> cells, std::string& out);
/// Appends a row that stands in a chunk with this common part; what is not the same there, the row says
/// itself.
void encode_row(const row_view& from, const common_view& chunk, std::string& out);
/// Appends a row that can be read without any chunk.
void encode_whole_row(const row_view& from, std::string& out);
/// `common` of the chunk it stands in; "" for a whole row. False: it is no row.
auto view_row(std::string_view row, std::string_view common, row_view& out) -> bool;
/// Its cells alone; nothing when it is no row.
void view_cells(std::string_view row, std::vector<std::string_view>& out);

/// The name of the column with this index; beyond the last one `column_12`.
auto column_name(std::span<const std::string_view> columns, std::size_t index) -> std::string;

/// What an incoming row makes of the one that is there.
enum class change : std::uint8_t { none, changed };
/// The row afterwards, as it stands in a chunk with the common part `chunk`, is appended to `out`. With
/// `keep_empty` cells that are empty change nothing, and columns that the file does not have stay; else the
/// row is as it comes.
auto change_row(const row_view& existing, const row_view& incoming, const common_view& chunk, bool keep_empty,
                std::string& out) -> change;

}  // namespace waybill::rows
