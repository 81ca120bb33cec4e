// The only writer of the log: takes what waits, writes one group, syncs once, answers all.
#pragma once

#include <memory>

#include "actors/commit_meter.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

/// Detached: commit blocks. `log` must outlive it. `meter`: is told of each commit; null: nobody is.
auto spawn_log_actor(caf::actor_system& system, event_log& log, std::shared_ptr<commit_meter> meter = nullptr)
    -> log_actor;

}  // namespace waybill
