// Read model of bookmarks. Rows hold places in the log, not copies of records.
//   places   scoped identity (32) -> place_row: where the record's last change stands
//   listing  owner key (16) | ~created_at (8) | identity (16) -> place (12): newest first
//   live     which records of a chunk are the last word on their bookmark (live_records.hpp)
//   tags     <owner>/<tag> -> how many bookmarks carry it
//   tags     <owner> -> how many bookmarks there are
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "projections/read_model.hpp"

namespace waybill {

/// An owner's digest. Two collections' identities never meet: places are kept under identity XOR owner
/// digest, which keeps the keys short and evenly spread.
auto collection_digest(std::string_view kind, std::string_view owner) -> digest;
inline auto owner_digest(std::string_view owner) -> digest { return collection_digest("bookmarks", owner); }
auto scoped(const identity& id, const digest& owner) -> digest;

struct place_row {
  record_place at;
  bool deleted = false;  ///< `at` is the event that deleted it
};
inline constexpr std::size_t place_row_size = 13;
auto encode_place(const place_row& row) -> std::array<char, place_row_size>;
auto decode_place(std::string_view bytes) -> place_row;

/// The key of a listing row; `listing_prefix` is the part all rows of an owner share.
auto listing_prefix(const digest& owner) -> std::string;
inline constexpr std::size_t listing_key_size = 40;
auto listing_key(const digest& owner, instant created_at, const identity& id)
    -> std::array<char, listing_key_size>;

auto make_bookmarks_model(projection_store& store) -> std::unique_ptr<read_model>;

}  // namespace waybill
