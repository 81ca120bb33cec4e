// Who works on which import: seats, the queue before them, recovery at start, and what to do when an import
// actor dies.
#pragma once

#include <set>
#include <string>

#include "actors/import_actor.hpp"
#include "actors/ready_imports.hpp"
#include "actors/usage_book.hpp"
#include "actors/vocabulary.hpp"
#include "projections/read_model.hpp"
#include "projections/views.hpp"

namespace waybill {

struct registry_plan {
  log_actor writer;
  store_actor store;
  janitor_actor janitor;
  clock_ptr clock;
  const event_log* log = nullptr;  ///< must outlive the registry, as the following
  const projection_store* rows = nullptr;
  const projection_runner* imports = nullptr;  ///< to wait for rows
  usage_book* usage = nullptr;                 ///< null: no quota
  std::string data_directory;
  std::size_t seats = 1;
  std::size_t seats_outside = 1;  ///< of imports that wait for others
  std::size_t waiting_limit = 20'000;
  std::size_t waiting_per_user_limit = 12'000;
  std::chrono::hours idempotency{24};
  import_limits limits;
  reading_limits reading;
  std::size_t chunks_in_flight = 4;
  std::set<std::string> gone_owners{};               ///< projects that were deleted: their imports end
  settings_asker settings{};                         ///< may be empty
  std::shared_ptr<const kind_surroundings> kinds{};  ///< null: no groups
  derived_files* derived = nullptr;                  ///< null: nobody counts them
  std::shared_ptr<ready_imports> ready{};            ///< null: each time all events of an import are read
  std::shared_ptr<look_board> looks{};               ///< null: nobody asks how far looks are
  const file_desk* files = nullptr;                  ///< knows what was written here; null: nobody does
  std::chrono::milliseconds first_pause{100};  ///< before an actor that died is started again; then doubled

  /// As `recover_import` says it.
  [[nodiscard]] auto recover(const import_id& id) const -> result<recovered_import>;
};

/// What the settings say.
void set_limits(registry_plan& plan, const settings& config);

/// Detached: it reads rows and streams.
auto spawn_registry(caf::actor_system& system, registry_plan plan) -> registry_actor;

/// Imports that somebody has to work on, as the rows show it. Errors: corrupt, unavailable.
auto unfinished_imports(const projection_store& rows) -> result<std::vector<import_id>>;

/// An import that nobody works on, as the log and its row have it. The rows must show all that the log has of
/// it. Errors: not_found, corrupt, unavailable.
auto recover_import(const event_log& log, const projection_store& rows, const import_id& id)
    -> result<recovered_import>;

/// What came since `found` was true, folded into it; a new one: all. Errors: the same; what was folded by
/// then is in `found`.
auto catch_up(const event_log& log, const projection_store& rows, const import_id& id,
              recovered_import& found) -> result<done>;

}  // namespace waybill
