// Takes uploaded files off the disk once their imports need them no more.
#pragma once

#include <functional>
#include <mutex>

#include "actors/derived_files.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

/// Detached: it waits for the disk. A file that cannot be removed is named in the journal, and goes with the
/// next start's sweep. `tend` is called on its thread when the first `look_for_old_files` comes, and
/// once a minute from then on: for what goes by itself.
/// Nothing is removed while somebody else holds `removals`, which outlives it.
auto spawn_janitor(caf::actor_system& system, std::string data_directory, std::function<void()> tend = {},
                   derived_files* derived = nullptr, std::mutex* removals = nullptr) -> janitor_actor;

}  // namespace waybill
