// What happens in one round of the crash table: two people import, pause, resume, cancel, retry, overwrite
// and delete, the server is stopped, the projections are rebuilt. However often it dies on the way, the
// ending is the same.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <vector>

#include "tests/crash/house.hpp"

namespace waybill::crash {

/// All that can be seen in the end, without the names and times that differ from run to run.
struct ending {
  std::vector<std::string> parts;  ///< each begins with its name
};

/// The parts of a life, in its order.
inline constexpr std::array phases{"upload",  "processing", "pause",    "resume", "cancel",  "retry",
                                   "account", "overwrite",  "shutdown", "delete", "rebuild", "start"};

/// Called when a phase begins.
using on_phase = std::function<void(std::string_view)>;

/// Lives it, with all checks on the way. Throws `lost`.
auto live(house& at, const on_phase& phase) -> ending;

/// Throws `lost` when they differ: says where first.
void compare(const ending& ours, const ending& expected);

}  // namespace waybill::crash
