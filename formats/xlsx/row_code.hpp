// Rows of a sheet as bytes: only cells that hold something take room. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "formats/table.hpp"
#include "formats/xlsx/sheet_reader.hpp"

namespace waybill::formats::xlsx {

/// In front of each row stands its size without these bytes.
inline constexpr std::size_t row_size_bytes = 4;
/// No row takes more; what says so is damaged.
inline constexpr std::size_t most_row_bytes = 32 << 20;

void put_number(std::uint64_t number, std::string& out);
void put_text(std::string_view text, std::string& out);

/// Reads what the two wrote. Behind the end all is 0 and empty, and `ok` is false.
class code_reader {
 public:
  explicit code_reader(std::string_view bytes) : left_(bytes) {}
  auto number() -> std::uint64_t;
  auto text() -> std::string_view;
  [[nodiscard]] auto ok() const -> bool { return ok_; }
  [[nodiscard]] auto left() const -> std::size_t { return left_.size(); }

 private:
  std::string_view left_;
  bool ok_ = true;
};

/// Appends a row with its size in front.
void append_row(const row& from, std::string& out);

/// A row as it was appended; every cell stands at its column. Texts point into the bytes.
struct coded_row {
  std::uint64_t row = 0;
  std::uint32_t notes = 0;
  row_fault fault = row_fault::none;
  std::vector<std::string_view> cells;
  std::vector<char> typed;  ///< of each cell 1, where it is (`cell::is_typed`)
};
/// `bytes` without the size. False: they are none.
auto read_row(std::string_view bytes, coded_row& out) -> bool;
/// The size that stands in front of a row, of which `bytes` has enough.
auto size_of_row(std::string_view bytes) -> std::uint32_t;

}  // namespace waybill::formats::xlsx
