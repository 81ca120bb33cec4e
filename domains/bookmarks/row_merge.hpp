// Overwriting a row by another without copies of either: what every record of an overwriting import passes.
// Private to this folder.
#pragma once

#include <string>

#include "domains/bookmarks/bookmark.hpp"

namespace waybill::bookmarks {

/// Merging extra members and adding tags again and again must not make a bookmark grow without end. What is
/// larger already may stay so.
inline constexpr std::size_t grown_row_limit_bytes = 1 << 20;

/// As `merge` of bookmarks. `after` views the two rows and `extra`, all of which must outlive it. Answers
/// whether it differs from `existing`.
auto merge(const row_view& existing, const row_view& incoming, const presence& has, instant now,
           std::string& extra, row_view& after) -> bool;

auto view_of(const bookmark& from) -> row_view;
auto bookmark_of(const row_view& from) -> bookmark;
/// The bytes of the bookmark that is viewed, appended to `out`.
void encode_row(const row_view& from, std::string& out);

}  // namespace waybill::bookmarks
