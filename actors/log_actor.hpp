// The only writer of the log: takes what waits, writes one group, syncs once, answers all.
#pragma once

#include "actors/vocabulary.hpp"

namespace waybill {

/// Detached: commit blocks. `log` must outlive it.
auto spawn_log_actor(caf::actor_system& system, event_log& log) -> log_actor;

}  // namespace waybill
