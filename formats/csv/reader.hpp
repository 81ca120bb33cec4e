// Rows of a table of separated values, as they are written in the world, in memory that does not depend on
// the file. Source: RFC 4180, and what spreadsheets and exports make of it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/csv/decoder.hpp"
#include "formats/csv/dialect.hpp"
#include "formats/csv/marks.hpp"
#include "formats/table.hpp"

namespace waybill::formats::csv {

using row = table_row;
using reader_limits = table_limits;

/// Is fed bytes, and gives rows as soon as they are complete; empty lines are rows too. A line ends with LF,
/// CR LF or CR; line breaks inside quotes are data, and so is NUL. Any split of the bytes gives the same
/// rows. One thread at a time.
class row_reader {
 public:
  /// What is fed begins at `from`: behind the head of the file, or behind any row.
  row_reader(const dialect& with, const table_mark& from, const table_limits& limits = {});
  row_reader(const dialect& with, std::uint64_t offset, std::uint64_t line, const table_limits& limits = {})
      : row_reader(with, table_mark{offset, line}, limits) {}

  /// Cells stay as the file has them: for whom only counts rows. Not of UTF-16.
  void leave_encoded() { decodes_ = false; }
  void feed(std::string_view bytes);
  /// There are no more bytes: what is left is a row too.
  void finish();
  /// The next row; null: feed more, or that was all. Its `record` is not set.
  auto next() -> const row*;

 private:
  enum class where : std::uint8_t { in_cell, in_quotes, behind_quotes };
  /// A cell that is not in the file as it is.
  struct odd_cell {
    std::size_t at;
    bool is_quoted;
  };

  /// What a mark, or the end of the bytes that are held, comes to.
  enum class step : std::uint8_t { go_on, row_ends, feed_more };

  void leave_block();
  void make_room(std::size_t bytes);
  auto find_end() -> bool;
  auto load() -> bool;
  auto take(std::size_t at) -> step;
  [[nodiscard]] auto is_passed_over(std::size_t from, std::size_t to) const -> bool;
  [[nodiscard]] auto opens_cell(std::size_t at) const -> bool;
  void take_quote(std::size_t at);
  auto take_escape(std::size_t at) -> step;
  auto take_break(std::size_t at) -> step;
  auto ask_for_more(std::size_t at) -> step;
  auto at_end() -> step;
  void drop_too_long();
  void take_quote_back();
  void end_cell(std::size_t at);
  void add(std::size_t from, std::size_t to);
  auto give() -> const row*;
  void give_cells();
  void unescape();
  auto append_unescaped(std::string_view raw, bool is_quoted) -> std::string_view;
  void decode(std::string_view raw);
  void check_cells();
  void begin_row();
  [[nodiscard]] auto source_bytes(std::size_t from, std::size_t to) const -> std::uint64_t;

  dialect with_;
  table_limits limits_;
  mark_finder finder_;
  utf_16_decoder utf_16_;
  std::string decoded_;  ///< of UTF-16, on its way into the buffer
  bool decodes_ = true;
  bool ended_ = false;

  std::unique_ptr<char[]> bytes_;
  std::size_t capacity_ = 0;  ///< 64 bytes more than that can be read
  std::size_t size_ = 0;
  std::size_t row_at_ = 0;  ///< the row begins here, or what is left of one that is too long

  // What is looked at: 64 bytes, of which some marks are left.
  std::size_t block_ = 0;
  std::size_t next_block_ = 0;
  marks left_;

  where where_ = where::in_cell;
  std::size_t cell_at_ = 0;
  std::size_t opened_at_ = 0;          ///< the quote that is open
  std::size_t closed_at_ = 0;          ///< the last one that closed
  std::size_t escaped_to_ = 0;         ///< marks before this byte have no meaning
  std::uint64_t breaks_ = 0;           ///< line breaks inside quotes
  std::uint64_t breaks_at_quote_ = 0;  ///< the same where the open one stands
  bool has_escapes_ = false;           ///< of the cell
  bool has_high_ = false;              ///< of the row: not all of it is ASCII
  bool too_long_ = false;              ///< the row is passed over
  bool too_many_ = false;
  std::size_t row_end_ = 0;  ///< of the row that was found
  std::size_t behind_ = 0;   ///< where the next one begins

  std::vector<std::string_view> cells_;  ///< of which `count_` are in use
  std::size_t count_ = 0;
  std::vector<odd_cell> odd_;
  std::string unescaped_;
  std::string utf_8_;
  std::uint32_t notes_ = 0;
  std::uint64_t opened_line_ = 0;
  std::uint64_t passed_ = 0;  ///< bytes of the row that were let go
  std::uint64_t fed_to_;      ///< bytes of the file so far
  row row_;
};

}  // namespace waybill::formats::csv
