// Finds an owner's bookmarks by their words and tags.
#pragma once

#include <string>

#include "projections/bookmarks/bookmark_views.hpp"

namespace waybill {

/// A page of what the filter lets through, newest first, behind the listing key `after` (empty: from the
/// beginning). The index of words is asked first; what it does not have yet is looked through. Errors:
/// corrupt, unavailable.
auto search_bookmarks(const projection_store& store, const event_log& log, const digest& collection,
                      const bookmark_filter& filter, const std::string& after) -> result<page<bookmark_item>>;

/// Bytes that count against a page's limit, about.
auto size_of(const bookmark_item& item) -> std::size_t;
auto has_all(const std::vector<std::string_view>& tags, const std::vector<std::string>& wanted) -> bool;

}  // namespace waybill
