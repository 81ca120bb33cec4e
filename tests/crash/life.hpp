// What happens in one round of the crash table: two people import bookmarks of their own and nodes of a
// project, pause, resume, cancel, retry, overwrite and delete, the server is stopped, the projections are
// rebuilt. However often it dies on the way, the ending is the same.
#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "tests/crash/witness.hpp"

namespace waybill::crash {

/// The parts of a life, in its order.
inline constexpr std::array phases{"upload",   "processing", "pause",  "resume",  "cancel",
                                   "retry",    "nodes",      "files",  "account", "overwrite",
                                   "shutdown", "changes",    "delete", "rebuild", "start"};

/// Called when a phase begins.
using on_phase = std::function<void(std::string_view)>;

/// Lives it, with all checks on the way. Throws `lost`.
auto live(house& at, const on_phase& phase) -> ending;

}  // namespace waybill::crash
