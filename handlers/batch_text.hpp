// Rows as JSON, as handlers are sent them: made while it is sent, so that no text is held whole.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/handler.hpp"

namespace waybill::handlers {

/// Appends a JSON string. What is no UTF-8 becomes U+FFFD.
void append_json(std::string_view text, std::string& out);

/// A text that is made piece by piece. A copy goes on where this one is. One thread at a time.
class text_pieces {
 public:
  text_pieces() = default;
  /// A text that is there.
  explicit text_pieces(std::string whole);
  /// Appends until `out` has `enough` bytes, or some more, or nothing is left; says whether nothing is.
  auto append(std::string& out, std::size_t enough) -> bool;

 private:
  friend class batch_text;
  /// One of the pieces that a text consists of.
  struct part {
    enum class kind : std::uint8_t { plain, own, list, cells, record };
    kind is = kind::plain;
    std::string_view text;                    ///< of plain
    std::string written;                      ///< of own
    std::span<const std::string_view> names;  ///< of a list, a record, and those of the columns of cells
  };

  auto run(std::vector<part>& parts, std::string& out, std::size_t enough) -> bool;
  auto run(const part& one, std::string& out, std::size_t enough) -> bool;
  /// Empty ones behind them, until there are `least`.
  auto write_list(std::span<const std::string_view> cells, std::size_t least, std::string& out,
                  std::size_t enough) -> bool;
  auto write_record(std::span<const std::string_view> names, std::string& out, std::size_t enough) -> bool;
  auto write_string(std::string_view text, std::string& out, std::size_t enough) -> bool;
  auto name_of(std::span<const std::string_view> names, std::size_t column) -> std::string_view;
  /// Rows as a list's elements.
  void list(std::span<const row_in> rows, std::span<const std::string_view> headers);
  void begin_row();

  std::vector<part> before_;
  std::vector<part> row_;  ///< the first of them begins with `row_begin_` and the row's number
  std::vector<part> behind_;
  std::string row_begin_;
  bool rows_are_listed_ = false;  ///< with commas between them
  std::span<const row_in> rows_;

  // How far it is.
  enum class section : std::uint8_t { before, rows, behind, over };
  section section_ = section::before;
  std::size_t at_row_ = 0;
  std::size_t at_part_ = 0;
  std::size_t at_item_ = 0;                    ///< of a list or a record
  std::size_t at_byte_ = 0;                    ///< of a string
  bool row_is_begun_ = false;                  ///< `row_` is that of `at_row_`
  bool item_is_begun_ = false;                 ///< its comma stands
  bool name_is_written_ = false;               ///< of the item of a record
  bool string_is_begun_ = false;               ///< its quote stands
  std::map<std::size_t, std::string> beyond_;  ///< names of columns that have none
};

/// What one import's handler is sent. It and what it was made of must outlive its texts, rows too. Any
/// thread.
class batch_text {
 public:
  explicit batch_text(const introduction& what);

  /// The first line and the last one.
  [[nodiscard]] auto begin_line(std::uint64_t from_row) const -> text_pieces;
  static auto end_line(const final_counts& counts) -> text_pieces;
  /// A line for each row. A column that has no name is `column_3`, or `column_3_2` where that is taken.
  [[nodiscard]] auto row_lines(std::uint64_t batch, std::span<const row_in> rows) const -> text_pieces;
  /// One line for all of them.
  [[nodiscard]] auto batch_line(std::uint64_t batch, std::span<const row_in> rows) const -> text_pieces;
  /// The body of a request.
  [[nodiscard]] auto body(std::uint64_t batch, std::span<const row_in> rows) const -> text_pieces;

 private:
  const introduction& what_;
  std::vector<std::string_view> headers_;
  std::vector<std::string_view> result_columns_;
  std::string line_end_;  ///< of every row's line, behind its headers
};

}  // namespace waybill::handlers
