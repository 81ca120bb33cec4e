// Folds leads into their blocks (lead_blocks.hpp).
#pragma once

#include <memory>

#include "projections/kind_rows.hpp"

namespace waybill {

auto make_lead_rows() -> std::unique_ptr<kind_rows>;

}  // namespace waybill
