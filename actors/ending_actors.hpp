// How the engine ends its actors, one after the other.
#pragma once

#include <caf/all.hpp>
#include <chrono>
#include <cstdlib>
#include <string>

#include "actors/journal.hpp"

namespace waybill {

/// Waiting on would be for ever, and the log has all that was promised: the next start goes on from there.
[[noreturn]] inline void end_overdue(const char* what) {
  journal::error("stop.overdue", {{"what", std::string(what) + " did not end in time"}});
  std::_Exit(EXIT_FAILURE);
}

/// Returns when it has ended; ends the process when that is not so in time.
template <class Handle>
void end_actor(caf::actor_system& system, const Handle& actor, const char* what,
               std::chrono::steady_clock::time_point until) {
  constexpr std::chrono::milliseconds look_again{100};
  constexpr std::chrono::steady_clock::duration least_patience = std::chrono::seconds{2};
  caf::scoped_actor self{system};
  self->monitor(actor);
  self->send_exit(actor, caf::exit_reason::user_shutdown);
  bool ended = false;
  const auto last = std::max(until, std::chrono::steady_clock::now() + least_patience);
  // The library's waits go by the wall clock, which may jump: the steady one decides.
  while (!ended && std::chrono::steady_clock::now() < last)
    self->receive([&](const caf::down_msg&) { ended = true; }, caf::after(look_again) >> [] {});
  if (!ended) end_overdue(what);
}

}  // namespace waybill
