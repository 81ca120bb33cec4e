// Who gets what, so that all together is best. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace waybill::leads {

/// `gain[row][column]`: what it is worth that the row gets the column; 0 or less: it must not. Every row at
/// most one column, every column at most one row, and the sum of what they are worth is as high as can be
/// (Kuhn 1955, Munkres 1957). All rows have the same length. Takes time in proportion to rows * rows *
/// columns.
auto best_assignment(const std::vector<std::vector<std::int64_t>>& gain)
    -> std::vector<std::optional<std::size_t>>;

}  // namespace waybill::leads
