// What makes the rows of one store those of another.
#pragma once

#include "projections/store.hpp"

namespace waybill {

/// Adds the changes by which the family's rows in `now` become those in `wanted`. Nobody writes either
/// meanwhile. Memory: as the rows that differ. Errors: corrupt, unavailable.
auto add_differences(const projection_store& now, const projection_store& wanted, family in,
                     row_changes& changes) -> result<done>;

}  // namespace waybill
