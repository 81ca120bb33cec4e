// The views of bookmarks: listing, places and live say where, the log says what.
#pragma once

#include "events/log/event_log.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

auto make_bookmark_views(const projection_store& store, const event_log& log)
    -> std::unique_ptr<bookmark_views>;

}  // namespace waybill
