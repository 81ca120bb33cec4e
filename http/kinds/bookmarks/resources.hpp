// The handlers of bookmarks.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <set>

#include "actors/bulks.hpp"
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
/// Shows all that happened to the owner's bookmarks before the call; for a search, that text. Errors:
/// timeout.
auto bookmarks_of(const context& asks, const owner_id& owner, std::string_view text = {})
    -> result<std::shared_ptr<const bookmark_views>>;
// changes.cpp: of many at once
auto begin_changes(context& asks, request& call) -> result<answer>;
auto list_changes(context& asks, request& call) -> result<answer>;
auto get_changes(context& asks, request& call) -> result<answer>;
auto cancel_changes(context& asks, request& call) -> result<answer>;
auto undo_changes(context& asks, request& call) -> result<answer>;
void write(json_text& to, const bulk_row& row, const context& asks);
/// The value of `ids`. Errors: bad_value.
auto identities_in(const nlohmann::json& list, std::size_t least, std::size_t most)
    -> result<std::set<identity>>;
/// These, by identity.
auto those(std::set<identity> ids) -> bulk_selection;
/// The caller's idempotency key, and what is asked for with it: `what`, in `text`. Errors: bad_value.
auto once_of(const request& call, std::string_view what, const std::string& text) -> result<bulk_once>;
/// 202, with where the change is.
auto begun_answer(const context& asks, const result<begun_bulk>& begun) -> result<answer>;
auto changes_answer(const context& asks, int status, const result<bulk_row>& row) -> result<answer>;
// duplicates.cpp
auto list_duplicates(context& asks, request& call) -> result<answer>;
auto merge_duplicates(context& asks, request& call) -> result<answer>;
// export.cpp
auto export_bookmarks(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
