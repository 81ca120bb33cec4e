// Who works off bulk changes: one chunk of each at a time. What the log has is all it needs to go on after a
// restart.
#pragma once

#include <chrono>

#include "actors/vocabulary.hpp"
#include "projections/store.hpp"

namespace waybill {

struct settings;
class usage_book;

/// A `bulk.selected` event holds so many identities, but for the last.
inline constexpr std::size_t bulk_ids_an_event = 2'000;

struct bulk_plan {
  log_actor writer;
  store_actor store;
  clock_ptr clock;
  const event_log* log = nullptr;          ///< must outlive the actor, as the next
  const projection_store* rows = nullptr;  ///< of the control projection, which shows all that is in the log
  usage_book* usage = nullptr;             ///< null: no quota; must outlive the actor
  std::size_t chunk_records = 500;
  std::chrono::hours keys_kept{24};  ///< of idempotency

  void obey(const settings& config);
};

/// Goes on with what `rows` say is not finished.
auto spawn_bulk_actor(caf::actor_system& system, bulk_plan plan) -> bulk_actor;

}  // namespace waybill
