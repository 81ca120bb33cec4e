// Read model of projects: `projects: <project> -> project_state`, deleted ones too. The engine's book of
// projects begins with it.
#pragma once

#include <memory>
#include <vector>

#include "events/project/state.hpp"
#include "projections/read_model.hpp"

namespace waybill {

auto make_projects_model(projection_store& store) -> std::unique_ptr<read_model>;

/// All projects, also those that were deleted. Errors: corrupt, unavailable.
auto load_projects(const projection_store& store) -> result<std::vector<project_state>>;

}  // namespace waybill
