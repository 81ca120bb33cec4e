#include "projections/collections/place_changes.hpp"

namespace waybill {
namespace {

using change = place_changes::change;

auto word(const std::uint8_t* from) -> std::uint64_t {
  return read_be64(reinterpret_cast<const char*>(from));
}

struct places_index {
  [[nodiscard]] static auto entry(const change& one, std::uint32_t at) -> sort_entry {
    return {0, at, word(one.key.data()), word(one.key.data() + 8)};
  }
  [[nodiscard]] static auto key(const change& one) -> const digest& { return one.key; }
  [[nodiscard]] static auto value(const change& one) -> std::array<char, place_row_size> {
    return encode_place({{one.at, one.index}, one.what == place_changes::gone});
  }
  [[nodiscard]] static auto erases(const change& one) -> bool { return one.what == place_changes::no_row; }
};

}  // namespace

auto place_changes::write(projection_store& store) -> result<done> {
  auto written = store.write_bulk(family::places, sorted_rows<change, places_index>{changes_, {}});
  if (written) changes_.clear();
  return written;
}

}  // namespace waybill
