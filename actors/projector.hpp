// Keeps read models up with the log.
#pragma once

#include <chrono>
#include <functional>

#include "actors/background.hpp"
#include "actors/vocabulary.hpp"
#include "projections/read_model.hpp"

namespace waybill {

struct projector_plan {
  std::string name;
  std::size_t step_bytes = 1 << 20;
  std::size_t flush_rows = 1;           ///< flush when so many rows wait, ...
  std::chrono::milliseconds linger{0};  ///< ... or so long after the log's end was reached; 0: at once
  /// Called after every flush. May be empty, as the next; both are called from the projector's thread.
  std::function<void(position)> shown{};
  patience stands_back = patience::none;  ///< where cores are short
  /// Folds only when nothing was written for so long, or so many events wait: who writes wants the processor,
  /// and a thread that stands back may hold what all need. 0: at once.
  std::chrono::milliseconds quiet{0};
  position most_behind = 0;
};

/// Detached: it reads and writes files. `runner` must outlive it.
auto spawn_projector(caf::actor_system& system, projection_runner& runner, projector_plan plan)
    -> projector_actor;

}  // namespace waybill
