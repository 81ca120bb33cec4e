// Reads one stored file for one import: checks it whole, or sends its chunks as far as it has credit.
#pragma once

#include <atomic>

#include "actors/vocabulary.hpp"

namespace waybill {

struct reader_order {
  std::uint64_t number = 0;  ///< stands in everything it sends
  const kind_module* kind = nullptr;
  reading_order what;
  std::shared_ptr<const std::atomic<bool>> sent_away;  ///< true: end a check at once
  import_actor import;
};

/// Detached: it reads files.
auto spawn_reader(caf::actor_system& system, reader_order order) -> reader_actor;

}  // namespace waybill
