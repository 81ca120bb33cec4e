// The desk of changes of many records, with the actor that works them off.
#pragma once

#include <memory>

#include "actors/bulk_actor.hpp"
#include "actors/bulks.hpp"
#include "projections/read_model.hpp"

namespace waybill {

/// Goes on with what is not finished, as the rows of `shown` say, which must outlive it. When it is
/// destroyed, no chunk is under way any more; the process ends when that takes half a minute.
auto open_bulks(caf::actor_system& system, const bulk_plan& plan, const projection_runner& shown)
    -> std::unique_ptr<bulk_desk>;

}  // namespace waybill
