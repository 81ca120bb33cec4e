// Imports as the layers above see them: uploads to disk here, asks the registry and the store for the rest.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "actors/engine.hpp"
#include "actors/file_shelf.hpp"
#include "actors/kind_askers.hpp"
#include "actors/vocabulary.hpp"
#include "projections/read_model.hpp"

namespace waybill {

/// How people call a user.
using name_asker = std::function<std::string(const user_id&)>;

/// `config`, `log`, `shown`, `views` and `files` must outlive it.
auto make_import_desk(caf::actor_system& system, registry_actor registry, store_actor store, clock_ptr clock,
                      const settings& config, const event_log& log, const projection_runner& shown,
                      const import_views& views, file_shelf& files, beginning_asker may_begin,
                      name_asker names) -> std::unique_ptr<import_desk>;

}  // namespace waybill
