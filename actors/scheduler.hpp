// The threads of the actors that have none of their own.
#pragma once

#include <algorithm>
#include <caf/all.hpp>
#include <thread>

namespace waybill {

inline auto scheduler_config() -> caf::actor_system_config& {
  // Made once: CAF wants it to outlive every system.
  static caf::actor_system_config config;
  static const bool set = [] {
    config.set("scheduler.policy", caf::atom("sharing"));
    config.set("scheduler.max-threads", std::max<std::size_t>(2, std::thread::hardware_concurrency()));
    return true;
  }();
  static_cast<void>(set);
  return config;
}

}  // namespace waybill
