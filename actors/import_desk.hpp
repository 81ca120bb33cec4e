// Imports as the layers above see them: uploads to disk here, asks the registry and the store for the rest.
#pragma once

#include <memory>

#include "actors/engine.hpp"
#include "actors/vocabulary.hpp"
#include "projections/read_model.hpp"

namespace waybill {

/// `log`, `shown` and `views` must outlive it.
auto make_import_desk(caf::actor_system& system, registry_actor registry, store_actor store, clock_ptr clock,
                      const settings& config, const event_log& log, const projection_runner& shown,
                      const import_views& views) -> std::unique_ptr<import_desk>;

}  // namespace waybill
