#include "formats/xlsx/row_code.hpp"

#include <algorithm>
#include <cstring>

namespace waybill::formats::xlsx {
namespace {

constexpr std::uint64_t most_columns = 16'384;
constexpr unsigned bits_a_byte = 7;
constexpr unsigned more_bit = 1U << bits_a_byte;

}  // namespace

void put_number(std::uint64_t number, std::string& out) {
  for (; number >= more_bit; number >>= bits_a_byte) out.push_back(static_cast<char>(number | more_bit));
  out.push_back(static_cast<char>(number));
}

void put_text(std::string_view text, std::string& out) {
  put_number(text.size(), out);
  out += text;
}

auto code_reader::number() -> std::uint64_t {
  std::uint64_t made = 0;
  for (unsigned shift = 0; shift < 64 && !left_.empty(); shift += bits_a_byte) {
    const auto byte = static_cast<unsigned char>(left_.front());
    left_.remove_prefix(1);
    made |= std::uint64_t{byte & (more_bit - 1)} << shift;
    if (byte < more_bit) return made;
  }
  ok_ = false;
  left_ = {};
  return 0;
}

auto code_reader::text() -> std::string_view {
  const auto size = number();
  if (size > left_.size()) {
    ok_ = false;
    left_ = {};
    return {};
  }
  const auto found = left_.substr(0, static_cast<std::size_t>(size));
  left_.remove_prefix(found.size());
  return found;
}

void append_row(const row& from, std::string& out) {
  const auto at = out.size();
  out.append(row_size_bytes, '\0');
  put_number(from.row, out);
  put_number(from.notes, out);
  put_number(static_cast<std::uint64_t>(from.fault), out);
  std::uint32_t next = 0;
  for (const auto& cell : from.cells) {
    if (cell.text.empty()) continue;
    put_number((std::uint64_t{cell.column - next} << 1U) | (cell.is_typed ? 1U : 0U), out);
    put_text(cell.text, out);
    next = cell.column + 1;
  }
  const auto size = static_cast<std::uint32_t>(out.size() - at - row_size_bytes);
  std::memcpy(out.data() + at, &size, row_size_bytes);
}

auto size_of_row(std::string_view bytes) -> std::uint32_t {
  std::uint32_t size = 0;
  std::memcpy(&size, bytes.data(), row_size_bytes);
  return size;
}

auto read_row(std::string_view bytes, coded_row& out) -> bool {
  code_reader from(bytes);
  out.row = from.number();
  out.notes = static_cast<std::uint32_t>(from.number());
  const auto fault = from.number();
  out.cells.clear();
  out.typed.clear();
  if (fault > static_cast<std::uint64_t>(row_fault::too_many_columns)) return false;
  out.fault = static_cast<row_fault>(fault);
  while (from.left() > 0) {
    const auto place = from.number();
    const auto gap = place >> 1U;
    if (gap >= most_columns || out.cells.size() + gap >= most_columns) return false;
    out.cells.resize(out.cells.size() + static_cast<std::size_t>(gap));
    out.cells.push_back(from.text());
    out.typed.resize(out.cells.size());
    out.typed.back() = static_cast<char>(place & 1U);
  }
  return from.ok();
}

}  // namespace waybill::formats::xlsx
