// The views of imports over the store's rows and the log's events.
#pragma once

#include "events/log/event_log.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

auto make_import_views(const projection_store& store, const event_log& log) -> std::unique_ptr<import_views>;

/// One event of an import's story in words: its sentence and its data (JSON text). Errors: corrupt.
auto tell(const stored_event& event) -> result<story_item>;

}  // namespace waybill
