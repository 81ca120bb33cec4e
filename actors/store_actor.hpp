// The single writer of collections, as an actor: one chunk of a collection at a time, collections beside each
// other.
#pragma once

#include "actors/collection_store.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

/// Detached: it reads the index and the log. `store` (recovered) and `log` must outlive it. `index` is asked
/// to move on when too much is remembered.
auto spawn_store_actor(caf::actor_system& system, collection_store& store, const event_log& log,
                       log_actor writer, projector_actor index, clock_ptr clock) -> store_actor;

}  // namespace waybill
