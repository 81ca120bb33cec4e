#include "projections/collections/places.hpp"

#include "events/hash.hpp"
#include "projections/keys.hpp"

namespace waybill {

auto collection_digest(std::string_view kind, std::string_view owner) -> digest {
  return sha256_of(std::string(kind) + "/" + std::string(owner));
}

auto scoped(const identity& key, const digest& collection) -> digest {
  digest made{};
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = key[i] ^ collection[i];
  return made;
}

auto collection_prefix(const digest& collection) -> std::string {
  constexpr std::size_t bytes = 16;
  return std::string(view_of(collection).substr(0, bytes));
}

auto encode_place(const place_row& row) -> std::array<char, place_row_size> {
  std::array<char, place_row_size> bytes{};
  put_be(bytes.data(), row.at.at);
  put_be(bytes.data() + sizeof row.at.at, row.at.index);
  bytes.back() = row.deleted ? 1 : 0;
  return bytes;
}

auto decode_place(std::string_view bytes) -> place_row {
  place_row row;
  if (bytes.size() < place_row_size - 1) return row;
  row.at.at = read_be(bytes.substr(0, 8));
  row.at.index = static_cast<std::uint32_t>(read_be(bytes.substr(8, 4)));
  row.deleted = bytes.size() == place_row_size && bytes[12] == 1;
  return row;
}

}  // namespace waybill
