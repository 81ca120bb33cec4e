// Where the records of all collections stand, of every kind: rows hold places in the log, not copies of
// records.
//   places   scoped key (32) -> place_row: where the last change of the record with this key stands
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "events/words.hpp"

namespace waybill {

/// A collection's digest. Two collections' keys never meet: places are kept under key XOR digest, which keeps
/// the keys short and evenly spread.
auto collection_digest(std::string_view kind, std::string_view owner) -> digest;
auto scoped(const identity& key, const digest& collection) -> digest;

/// What all rows of a collection begin with, in families that are sorted by collection.
auto collection_prefix(const digest& collection) -> std::string;

struct place_row {
  record_place at;
  bool deleted = false;   ///< `at` is the event that deleted it
  bool given_up = false;  ///< nobody has the key since the event at `at`; never stored: then there is no row
  [[nodiscard]] auto taken() const -> bool { return !deleted && !given_up; }
};
inline constexpr std::size_t place_row_size = 13;
auto encode_place(const place_row& row) -> std::array<char, place_row_size>;
auto decode_place(std::string_view bytes) -> place_row;

}  // namespace waybill
