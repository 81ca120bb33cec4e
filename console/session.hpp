// One operator's session: an actor of the server's, which answers what the operator asks, one thing after the
// other. It ends with the connection, and nobody else has its handle.
#pragma once

#include <caf/all.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "actors/engine.hpp"
#include "console/vocabulary.hpp"

namespace waybill::console {

struct call {
  std::shared_ptr<const request> what;
};
struct said {
  std::shared_ptr<const answer> what;
};
using session_actor = caf::typed_actor<caf::replies_to<call>::with<said>>;

/// What a session works with; outlives it.
struct session_surroundings {
  engine* core = nullptr;
  std::string version;         ///< of the program
  std::string data_directory;  ///< whose disk is looked at
  std::chrono::steady_clock::time_point since{};
};

/// Detached: it waits for the desks.
auto spawn_session(const session_surroundings& around, std::string name) -> session_actor;

}  // namespace waybill::console

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(waybill::console::call)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(waybill::console::said)
