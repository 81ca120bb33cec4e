// The rows that bookmarks keep of their own.
//   listing  collection (16) | ~created_at (8) | identity (16) -> place (12): newest first
//   tags     <owner>/<tag> -> how many bookmarks carry it
//   tags     <owner> -> how many bookmarks there are
#pragma once

#include <array>
#include <memory>
#include <string_view>

#include "projections/collections/places.hpp"
#include "projections/kind_rows.hpp"

namespace waybill {

inline auto owner_digest(std::string_view owner) -> digest { return collection_digest("bookmarks", owner); }

/// Begins with `collection_prefix`.
inline constexpr std::size_t listing_key_size = 40;
inline constexpr std::size_t listing_id_size = 16;  ///< so much of an identity tells bookmarks apart
auto listing_key(const digest& collection, instant created_at, std::string_view id)
    -> std::array<char, listing_key_size>;

auto make_bookmarks_listing() -> std::unique_ptr<kind_rows>;

}  // namespace waybill
