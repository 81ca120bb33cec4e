// Tables of separated values, as the world writes them, row by row in memory that does not depend on the
// file. Source: RFC 4180, and what spreadsheets and exports make of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::formats::csv {

struct dialect {
  char delimiter = ',';
  char quote = '"';
  std::size_t head_bytes = 0;  ///< a byte order mark and a line `sep=;` in front, which are no row
};

/// By the first bytes of a file, in a superset of ASCII: of `,` `;` tab `|` the one that parts its rows most
/// evenly; a line `sep=;` decides.
auto dialect_of(std::string_view first) -> dialect;

struct reader_limits {
  std::size_t cell_bytes = 1 << 20;
  std::size_t row_bytes = 8 << 20;
  std::size_t columns = 16'384;
};

/// Bits of a row's notes: it was read, but somebody should have a look.
enum row_note : std::uint32_t {
  quote_inside = 1,       ///< text stands behind a closing quote; it belongs to the cell
  unterminated_quote = 2  ///< a quote that never closes was taken for an ordinary character
};

/// Why a row cannot be taken. It fails alone.
enum class row_fault : std::uint8_t { none, cell_too_long, row_too_long, too_many_columns };

struct row {
  std::vector<std::string_view> cells;  ///< hold until the next call; empty when the row has a fault
  std::uint64_t line = 0;               ///< where it begins, from 1
  std::uint64_t end_offset = 0;         ///< where the next one begins
  std::uint32_t notes = 0;
  row_fault fault = row_fault::none;

  /// A line with nothing in it.
  [[nodiscard]] auto is_empty() const -> bool {
    return fault == row_fault::none && cells.size() == 1 && cells.front().empty();
  }
};

/// Is fed bytes, and gives rows as soon as they are complete. A line ends with LF, CR LF or CR; line breaks
/// inside quotes are data, and so is NUL. One thread at a time.
class row_reader {
 public:
  /// What is fed begins at byte `offset` of the file, in line `line`: at the file's first row, or behind any.
  row_reader(const dialect& with, std::uint64_t offset, std::uint64_t line, const reader_limits& limits = {});

  void feed(std::string_view bytes);
  /// There are no more bytes: what is left is a row too.
  void finish() { ended_ = true; }
  /// The next row; null: feed more, or that was all.
  auto next() -> const row*;

 private:
  enum class found : std::uint8_t { nothing, row };

  auto find_end() -> found;
  auto at_end() -> found;
  auto pass_quoted() -> bool;
  [[nodiscard]] auto may_open(std::size_t at) const -> bool;
  void take_quote_back();
  auto give() -> const row*;
  void add(std::string_view cell);
  void split(std::string_view text);
  void split_quoted(std::string_view text);
  auto add_quoted(std::string_view text, std::size_t at) -> std::size_t;

  dialect with_;
  reader_limits limits_;
  std::string bytes_;
  std::uint64_t base_;                 ///< offset of the first byte held
  std::size_t row_at_ = 0;             ///< the row begins here
  std::size_t look_at_ = 0;            ///< what is looked at next
  std::size_t row_end_ = 0;            ///< of the row that was found
  std::size_t behind_ = 0;             ///< where the next one begins
  std::size_t opened_at_ = 0;          ///< the quote that is open
  std::vector<std::size_t> ordinary_;  ///< quotes of the row that never close: ordinary characters
  bool in_quotes_ = false;
  bool has_quotes_ = false;
  bool too_long_ = false;  ///< the row is passed over
  bool ended_ = false;
  std::uint64_t line_;
  row row_;
  std::string unescaped_;  ///< cells that are not in the file as they are
};

}  // namespace waybill::formats::csv
