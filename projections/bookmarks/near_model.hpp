// Which bookmarks are nearly the same: rows that are folded only when somebody asks, so that imports do not
// pay for them.
//   near  collection (16) | near key (16) | identity (32) -> one byte: near duplicates stand side by side
#pragma once

#include <memory>
#include <string>

#include "domains/bookmarks/near_url.hpp"
#include "projections/collections/places.hpp"
#include "projections/read_model.hpp"

namespace waybill {

inline constexpr std::size_t near_row_key_size = 64;
/// Begins with `collection_prefix`.
auto near_prefix(const digest& collection, const bookmarks::near_key& key) -> std::string;

auto make_near_model() -> std::unique_ptr<read_model>;

}  // namespace waybill
