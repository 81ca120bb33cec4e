// The handlers of bookmarks.
#pragma once

#include <memory>

#include "http/context.hpp"
#include "http/exchange.hpp"
#include "projections/bookmarks/bookmark_views.hpp"

namespace waybill::http {

// resources.cpp
auto list_bookmarks(context& asks, request& call) -> result<answer>;
auto list_tags(context& asks, request& call) -> result<answer>;
auto get_bookmark(context& asks, request& call) -> result<answer>;
auto delete_bookmark(context& asks, request& call) -> result<answer>;
auto bookmark_history(context& asks, request& call) -> result<answer>;
/// Shows all that happened to the owner's bookmarks before the call. Errors: timeout.
auto bookmarks_of(const context& asks, const owner_id& owner)
    -> result<std::shared_ptr<const bookmark_views>>;
// export.cpp
auto export_bookmarks(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
