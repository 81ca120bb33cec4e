// Makes the plan of an import: its records are read and decided as if they were applied now (trial.hpp), and
// nothing is written to the log. The same machine for every kind.
#pragma once

#include <memory>

#include "actors/review_desk.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

struct plan_order {
  const kind_module* kind = nullptr;
  import_state import;
  reading_order reading;
  std::string folder;  ///< on the disk on which uploads lie
};

/// In the caller's thread, which waits for the store chunk by chunk. Errors: file_missing, file_changed,
/// storage_full, unavailable, timeout.
auto make_plan(caf::actor_system& system, const store_actor& store, const event_log& log,
               const plan_order& order) -> result<std::shared_ptr<const import_plan>>;

}  // namespace waybill
