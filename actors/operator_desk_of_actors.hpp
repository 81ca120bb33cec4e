// The desk of operators, over the actors that do the work.
#pragma once

#include <memory>

#include "actors/operator_desk.hpp"
#include "actors/vocabulary.hpp"
#include "projections/views.hpp"

namespace waybill {

/// `log` and `views` must outlive it.
auto make_operator_desk(caf::actor_system& system, log_actor writer, registry_actor registry, clock_ptr clock,
                        const event_log& log, const import_views& views) -> std::unique_ptr<operator_desk>;

}  // namespace waybill
