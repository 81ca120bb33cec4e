#include "actors/identity_memory.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace waybill {
namespace {

constexpr std::size_t slots_a_generation = 1 << 16;
constexpr std::size_t most_used = slots_a_generation / 4 * 3;
constexpr std::size_t bits_a_key = 8;

auto word(const digest& key, std::size_t at) -> std::uint64_t {
  std::uint64_t value = 0;
  std::memcpy(&value, key.data() + at, sizeof value);
  return value;
}

}  // namespace

identity_filter::identity_filter(std::size_t bytes)
    : blocks_(std::max<std::size_t>(1, bytes / (words_a_block * sizeof(std::uint64_t)))),
      words_(blocks_ * words_a_block) {}

void identity_filter::add(const digest& key) {
  auto* const block = &words_[(word(key, 0) % blocks_) * words_a_block];
  for (auto bits = word(key, 8), n = std::uint64_t{0}; n < bits_a_key; ++n, bits >>= 8)
    block[n] |= std::uint64_t{1} << (bits & 63);
}

auto identity_filter::maybe(const digest& key) const -> bool {
  const auto* const block = &words_[(word(key, 0) % blocks_) * words_a_block];
  for (auto bits = word(key, 8), n = std::uint64_t{0}; n < bits_a_key; ++n, bits >>= 8)
    if ((block[n] >> (bits & 63) & 1) == 0) return false;
  return true;
}

auto recent_identities::half_of(const digest& key) -> half_key { return {word(key, 16), word(key, 24)}; }

auto recent_identities::seek(const generation& in, const half_key& key) -> std::size_t {
  auto at = static_cast<std::size_t>(key.first) & (slots_a_generation - 1);
  while (in.slots[at].at != 0 && in.slots[at].key != key) at = (at + 1) & (slots_a_generation - 1);
  return at;
}

auto recent_identities::find(const digest& key) const -> std::optional<place_row> {
  const auto half = half_of(key);
  for (auto in = generations_.rbegin(); in != generations_.rend(); ++in) {
    const auto& found = in->slots[seek(*in, half)];
    if (found.at != 0) return place_row{{found.at, found.index}, found.deleted};
  }
  return std::nullopt;
}

void recent_identities::put(const digest& key, const place_row& place) {
  if (generations_.empty() || generations_.back().used >= most_used) begin_generation();
  auto& newest = generations_.back();
  const auto half = half_of(key);
  auto& into = newest.slots[seek(newest, half)];
  if (into.at == 0) ++newest.used;
  into = {half, place.at.at, place.at.index, place.deleted};
  newest.last = place.at.at;
}

/// The oldest one makes room, and gives its memory, when the index holds all of it.
void recent_identities::begin_generation() {
  if (generations_.size() >= most_ && generations_.front().last <= indexed_) {
    auto reused = std::move(generations_.front());
    generations_.pop_front();
    std::fill_n(reused.slots.data(), slots_a_generation, slot{});
    generations_.push_back({std::move(reused.slots), 0, 0});
  } else {
    generations_.push_back({wide_memory<slot>{slots_a_generation}, 0, 0});
  }
}

}  // namespace waybill
