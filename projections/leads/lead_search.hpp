// Walks over the leads of a collection that fit a wish, by what their blocks say. One thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "projections/leads/lead_blocks.hpp"
#include "projections/leads/lead_views.hpp"

namespace waybill {

/// A lead that fits.
struct met_lead {
  record_place at;
  const lead_block* block = nullptr;  ///< good until the next block
  std::string_view name;              ///< as it is sorted; "" unless names were asked for
};

/// Calls `take` for each of them, chunk after chunk as they stand in the log; false: it stops. `with_names`:
/// names are wanted. Errors: corrupt, unavailable.
auto walk_leads(const projection_store& store, const digest& collection, const lead_wish& wish,
                bool with_names, const std::function<bool(const met_lead&)>& take) -> result<done>;

}  // namespace waybill
