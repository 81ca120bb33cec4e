// An owner's tags, page by page, from the rows of the bookmarks' read model.
#pragma once

#include "projections/bookmarks/bookmark_views.hpp"
#include "projections/store.hpp"

namespace waybill {

auto tags_by_name(const projection_store& rows, const owner_id& owner, std::size_t limit,
                  const std::string& cursor) -> result<page<tag_count>>;
/// Walks over all tags of the owner for each page, and holds one page of them.
auto tags_by_count(const projection_store& rows, const owner_id& owner, std::size_t limit,
                   const std::string& cursor) -> result<page<tag_count>>;

}  // namespace waybill
