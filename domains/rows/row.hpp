// A row of a table as it is kept, and what all rows of a chunk have in common. Both stand in the log for
// ever. The layouts are described in row.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "events/collection/outcome.hpp"
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
  std::vector<std::string_view> result_columns;        ///< names of what a handler says of each row
};

void encode_common(const common_view& from, std::string& out);
/// False: it is none.
auto view_common(std::string_view bytes, common_view& out) -> bool;

/// What stands beside an outcome, taken apart: the cells as they came in, as many as there are columns or
/// more, and what the handler said, one value for each result column. Empty ones at the end may be missing.
void split_shown(const common_view& chunk, std::span<const std::string_view> shown,
                 std::vector<std::string_view>& cells, std::vector<std::string_view>& results);
/// The names of those texts, in their order.
void name_shown(const common_view& chunk, std::vector<std::string>& out);

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
/// Reads rows one after the other; what they have in common is taken apart once. One thread.
class row_reader {
 public:
  /// As `view_row`; holds until the next call. Null: it is no row.
  auto read(std::string_view row, std::string_view common) -> const row_view*;

 private:
  std::string common_;
  bool is_common_ = false;  ///< the view has the head that `common_` says
  row_view view_;
};
/// Its cells alone; nothing when it is no row.
void view_cells(std::string_view row, std::vector<std::string_view>& out);

/// The names of cells beyond the last column: `column_12`, or `column_12_2` where a column has that name. The
/// columns must outlive it.
class names_beyond {
 public:
  explicit names_beyond(std::span<const std::string_view> columns) : columns_(columns) {}
  /// Of the cell with this index, from 0.
  auto of(std::size_t index) -> std::string;

 private:
  std::span<const std::string_view> columns_;
  std::unordered_set<std::string_view> taken_;  ///< columns that could be in the way
  bool looked_ = false;
};

/// `candidate_record::flags` of a row that is not kept: what its handler made of it.
constexpr auto flags_of(outcome what) -> std::uint32_t { return static_cast<std::uint32_t>(what); }
constexpr auto outcome_in(std::uint32_t flags) -> outcome {
  return flags <= static_cast<std::uint32_t>(outcome::skipped) ? static_cast<outcome>(flags)
                                                               : outcome::created;
}

/// What an incoming row makes of the one that is there.
enum class change : std::uint8_t { none, changed };
/// The row afterwards, as it stands in a chunk with the common part `chunk`, is appended to `out`. With
/// `keep_empty` cells in which nothing is to be seen change nothing, and columns that the file does not have
/// stay; else the row is as it comes.
auto change_row(const row_view& existing, const row_view& incoming, const common_view& chunk, bool keep_empty,
                std::string& out) -> change;

}  // namespace waybill::rows
