// Bookmarks that are nearly the same, group by group, and whether one is among them. They read the rows of
// near_model.hpp as they are: who asks has them folded before. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/search.hpp"
#include "events/log/event_log.hpp"
#include "projections/bookmarks/bookmark_views.hpp"
#include "projections/store.hpp"
#include "projections/views.hpp"

namespace waybill {

/// So many bookmarks of a group are shown.
inline constexpr std::size_t most_of_a_group = 100;

struct duplicate_group {
  std::uint64_t bookmarks = 0;       ///< how many there are
  std::vector<bookmark_item> items;  ///< the oldest first; of a larger group some
};

/// In no order that means anything. A page reads rows until it has its groups: of a collection with few
/// duplicates nearly all of them, in the memory of one page. Errors: bad_value (cursor), corrupt,
/// unavailable.
auto list_duplicates(const projection_store& store, const event_log& log, const owner_id& owner,
                     std::size_t limit, const std::string& cursor) -> result<page<duplicate_group>>;

/// Finds what is looked for in a collection, `is:duplicate` too. Errors: as below.
auto match_in(const projection_store& store, const digest& collection, const std::string& text)
    -> result<bookmarks::search_match>;

/// Is a bookmark one of such a group? Reads the rows once, into 2 MiB, and then a few for each that seems to
/// be. What it answers may be asked by one thread at a time, while the store lives. Errors: corrupt,
/// unavailable.
auto duplicates_among(const projection_store& store, const digest& collection)
    -> result<bookmarks::duplicate_asker>;

}  // namespace waybill
