// Writes tables as workbooks, in memory that does not depend on them: the one writer of the product. The work
// is libxlsxwriter's. Sheets grow in temporary files without names and are packed at the end: so a workbook
// can be sent only when it is whole. Source: ECMA-376 part 1, 18.3.1 (cells), 22.9.2.19 (escapes).
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "formats/byte_source.hpp"

namespace waybill::formats::xlsx {

/// What a sheet holds at most; beyond these rows follows a further sheet, with the same header.
struct sheet_limits {
  std::uint32_t rows = 1'048'576;
  std::uint32_t columns = 16'384;
  std::uint32_t cell_characters = 32'767;  ///< of UTF-16, as written
};

enum class write_fault : std::uint8_t {
  none,
  no_room,          ///< a temporary file cannot be made or written
  too_many_columns  ///< the row is wider than a sheet
};

/// A property of every workbook that is written here, by which it is known when it comes back.
inline constexpr std::string_view written_here = "Waybill table";

/// What stands behind a row of which a cell was too long.
inline constexpr std::string_view cut_note = "cut";

/// One thread. Without `finish` nothing stays on the disk either.
class writer {
 public:
  explicit writer(std::string scratch_folder, const sheet_limits& limits = {});
  ~writer();
  writer(const writer&) = delete;
  auto operator=(const writer&) -> writer& = delete;

  /// A row of names: all of them stand before the rows, and stay in sight. Cells are text.
  void add_header(std::span<const std::string_view> cells);
  /// A cell is a number when its text is what the number reads back as, to 15 digits; else text, whatever it
  /// looks like. What is no UTF-8 becomes U+FFFD. A cell that is too long is cut, and the row has one cell
  /// more: `cut_note`. False: there is a fault, and no more may be added.
  auto add_row(std::span<const std::string_view> cells) -> bool;
  [[nodiscard]] auto why() const -> write_fault;
  /// About so many bytes stand in temporary files.
  [[nodiscard]] auto written_bytes() const -> std::uint64_t;
  /// Once: packs the workbook. Null: `why` says why.
  auto finish() -> std::unique_ptr<byte_source>;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

/// Whether a cell is written as a number. Pure; any thread.
auto is_plain_number(std::string_view cell) -> bool;
/// The text of a cell as it stands in a workbook: what XML cannot hold, and what would be read as an escape,
/// is escaped. At most that many characters of UTF-16. False: it was cut.
auto append_escaped(std::string_view cell, std::size_t most_characters, std::string& out) -> bool;

}  // namespace waybill::formats::xlsx
