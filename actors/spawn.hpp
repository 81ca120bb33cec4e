// Where an actor that may block runs.
#pragma once

#include <caf/all.hpp>
#include <utility>

namespace waybill {

/// In a thread of its own; but where the scheduler is stepped by hand (policy `testing`), each message of
/// each actor is a step, and nobody has a thread.
template <class Behavior, class... Arguments>
auto spawn_with_thread(caf::actor_system& system, Behavior behavior, Arguments&&... arguments) {
  const bool stepped =
      caf::get_or(system.config(), "scheduler.policy", caf::atom("")) == caf::atom("testing");
  return stepped ? system.spawn(behavior, std::forward<Arguments>(arguments)...)
                 : system.spawn<caf::detached>(behavior, std::forward<Arguments>(arguments)...);
}

/// For an actor itself: whether what it does to its thread is done to nobody else.
inline auto has_thread(const caf::local_actor& self) -> bool {
  return self.getf(caf::abstract_actor::is_detached_flag);
}

}  // namespace waybill
