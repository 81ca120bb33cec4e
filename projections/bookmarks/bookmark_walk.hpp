// Reads an owner's bookmarks in the order in which they were written to the log. The disk likes that far
// better than jumping in the order of the list.
#pragma once

#include <functional>

#include "domains/bookmarks/bookmark.hpp"
#include "events/collection/chunk.hpp"
#include "events/log/event_log.hpp"
#include "projections/store.hpp"

namespace waybill {

/// False: enough.
using bookmark_visitor = std::function<result<bool>(const record_place& place, const applied_record& record,
                                                    const bookmarks::row_view& row)>;

/// Every bookmark that was written at `from` or later, as it is now. Errors: those of reading, and of
/// `visit`.
auto walk_bookmarks(const projection_store& store, const event_log& log, const digest& collection,
                    position from, const bookmark_visitor& visit) -> result<done>;

}  // namespace waybill
