#include "actors/identity_memory.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "events/collection/events.hpp"

namespace waybill {
namespace {

constexpr std::size_t bits_a_key = 8;

auto word(const digest& key, std::size_t at) -> std::uint64_t {
  std::uint64_t value = 0;
  std::memcpy(&value, key.data() + at, sizeof value);
  return value;
}

/// Spreads numbers that are evenly spread already over `count` slots, in their order.
auto slot_among(std::uint64_t number, std::size_t count) -> std::size_t {
  __extension__ using wide = unsigned __int128;
  return static_cast<std::size_t>(wide{number} * count >> 64);
}

}  // namespace

identity_filter::identity_filter(std::size_t bytes)
    // An even number of them: keys that begin with 0 and those that begin with 1 share none.
    : blocks_(2 * std::max<std::size_t>(1, bytes / (2 * words_a_block * sizeof(std::uint64_t)))),
      words_(blocks_ * words_a_block) {}

auto identity_filter::block_of(const digest& key) const -> std::size_t {
  return slot_among(__builtin_bswap64(word(key, 0)), blocks_) * words_a_block;
}

void identity_filter::add(const digest& key) {
  auto* const block = &words_[block_of(key)];
  for (auto bits = word(key, 8), n = std::uint64_t{0}; n < bits_a_key; ++n, bits >>= 8)
    block[n] |= std::uint64_t{1} << (bits & 63);
}

auto identity_filter::maybe(const digest& key) const -> bool {
  const auto* const block = &words_[block_of(key)];
  for (auto bits = word(key, 8), n = std::uint64_t{0}; n < bits_a_key; ++n, bits >>= 8)
    if ((block[n] >> (bits & 63) & 1) == 0) return false;
  return true;
}

auto recent_identities::half_of(const digest& key) -> half_key { return {word(key, 16), word(key, 24)}; }

// 48 bits of position, 15 of index, one for a place that is not taken. No record has the index that says that
// its key was given up.
constexpr std::uint32_t index_given_up = 0x7fff;
static_assert(most_chunk_records < index_given_up);
auto recent_identities::pack(const place_row& place) -> std::uint64_t {
  const auto index = place.given_up ? index_given_up : place.at.index;
  return place.at.at << 16 | std::uint64_t{index} << 1 | (place.taken() ? 0 : 1);
}
auto recent_identities::unpack(std::uint64_t place) -> place_row {
  const auto index = static_cast<std::uint32_t>(place >> 1 & index_given_up);
  if ((place & 1) == 0) return {{place >> 16, index}};
  const bool given_up = index == index_given_up;
  return {{place >> 16, given_up ? 0 : index}, !given_up, given_up};
}

auto recent_identities::seek(const generation& in, const half_key& key) -> std::size_t {
  auto at = slot_among(key.first, in.size);
  while (in.slots[at].place != 0 && in.slots[at].key != key) at = at + 1 == in.size ? 0 : at + 1;
  return at;
}

auto recent_identities::find(const digest& key) const -> std::optional<place_row> {
  const auto half = half_of(key);
  for (auto in = generations_.rbegin(); in != generations_.rend(); ++in) {
    const auto& found = in->slots[seek(*in, half)];
    if (found.place != 0) return unpack(found.place);
  }
  return std::nullopt;
}

void recent_identities::put(const digest& key, const place_row& place) {
  if (generations_.empty() || generations_.back().used >= most_used(generations_.back())) begin_generation();
  auto& newest = generations_.back();
  const auto half = half_of(key);
  auto& into = newest.slots[seek(newest, half)];
  if (into.place == 0) ++newest.used;
  into = {half, pack(place)};
  newest.last = place.at.at;
}

/// One, one, one, and two from then on: a server that imports little needs little.
auto recent_identities::next_pages() const -> std::size_t { return generations_.size() < 3 ? 1 : 2; }

/// The oldest one makes room, and gives its memory if it is enough, when the index holds all of it.
void recent_identities::begin_generation() {
  const auto size = next_pages() * slots_a_page;
  if (generations_.size() >= most_ && generations_.front().last <= indexed_) {
    auto reused = std::move(generations_.front());
    generations_.pop_front();
    if (reused.size == size) {
      std::fill_n(reused.slots.data(), size, slot{});
      generations_.push_back({std::move(reused.slots), size, 0, 0});
      return;
    }
  }
  generations_.push_back({wide_memory<slot>{size}, size, 0, 0});
}

}  // namespace waybill
