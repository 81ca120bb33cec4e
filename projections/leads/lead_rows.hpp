// Folds leads into their blocks (lead_blocks.hpp).
#pragma once

#include <memory>

#include "projections/kind_rows.hpp"

namespace waybill {

auto make_lead_rows() -> std::unique_ptr<kind_rows>;

/// Of the kind (`kind_model::count_given`): those that nobody was given have no entry.
auto count_given_leads(const projection_store& store, std::string_view owner) -> result<given_counts>;

}  // namespace waybill
