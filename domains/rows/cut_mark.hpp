// Rows of a workbook that was written here, of which a cell was cut because it was too long for a workbook:
// behind the row stands a mark. Pure; any thread. Internal to this folder.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace waybill::rows {

enum class cut_mark : std::uint8_t {
  none,
  left,  ///< the mark is there still, but no cell is as it was cut: it was corrected
  cut    ///< a cell is not whole
};

/// `cells` without empty ones at their end; `width` is that of the header.
auto cut_mark_of(std::span<const std::string_view> cells, std::size_t width) -> cut_mark;

}  // namespace waybill::rows
