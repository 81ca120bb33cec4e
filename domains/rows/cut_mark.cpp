#include "domains/rows/cut_mark.hpp"

#include <algorithm>
#include <string>

#include "formats/xlsx/writer.hpp"

namespace waybill::rows {
namespace {

namespace xlsx = formats::xlsx;

/// What was cut ends where the next character does not fit, and a character takes seven at most: `_x000D_`.
constexpr std::size_t least_cut = xlsx::sheet_limits{}.cell_characters - 7;

auto is_as_cut(std::string_view cell) -> bool {
  std::string written;
  return cell.size() * 7 > least_cut && !xlsx::append_escaped(cell, least_cut, written);
}

}  // namespace

auto cut_mark_of(std::span<const std::string_view> cells, std::size_t width) -> cut_mark {
  if (cells.size() <= width || cells.back() != xlsx::cut_note) return cut_mark::none;
  return std::any_of(cells.begin(), cells.end(), is_as_cut) ? cut_mark::cut : cut_mark::left;
}

}  // namespace waybill::rows
