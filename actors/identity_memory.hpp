// What the store keeps in memory to know an identity when it sees one: a filter over all of them ("surely
// new" is answered without a look at the disk), and exactly those that came last. Both halves of a key have
// to be evenly spread: each is taken for the whole somewhere.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>

#include "actors/wide_memory.hpp"
#include "events/words.hpp"
#include "projections/collections/places.hpp"

namespace waybill {

/// A blocked Bloom filter of fixed size over evenly spread keys: one cache line a question. Keys are digests
/// already, so their own bytes choose the bits; ascending keys choose ascending blocks, so that adding sorted
/// keys runs through the memory once, and several threads may add at a time if no two of them add keys that
/// begin with the same bit. Source: Putze, Sanders, Singler, "Cache-, Hash- and
/// Space-Efficient Bloom Filters".
class identity_filter {
 public:
  explicit identity_filter(std::size_t bytes);
  void add(const digest& key);
  /// False: surely never added.
  [[nodiscard]] auto maybe(const digest& key) const -> bool;

 private:
  static constexpr std::size_t words_a_block = 8;
  [[nodiscard]] auto block_of(const digest& key) const -> std::size_t;  ///< its first word
  std::size_t blocks_;
  wide_memory<std::uint64_t> words_;
};

/// The identities that came last, in generations of 65,000, and of 131,000 where more and more come: a look
/// into each costs as much, however large it is. Those whose place the index on disk may not know yet are
/// never dropped, the others as room is needed. Half of a digest stands for the whole: that two agree in 128
/// bits will not happen, not even by intent (2^64 hashes to confuse one's own, 2^128 to confuse another's).
class recent_identities {
 public:
  explicit recent_identities(std::size_t most_generations) : most_(most_generations) {}

  [[nodiscard]] auto find(const digest& key) const -> std::optional<place_row>;
  /// `place.at.at` must not fall from one call to the next.
  void put(const digest& key, const place_row& place);
  /// The index now holds everything up to here.
  void index_holds(position at) { indexed_ = std::max(indexed_, at); }
  /// No room: wait for the index to move on.
  [[nodiscard]] auto full() const -> bool {
    return generations_.size() >= most_ && generations_.front().last > indexed_;
  }

 private:
  struct half_key {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    friend auto operator==(const half_key&, const half_key&) -> bool = default;
  };
  struct slot {
    half_key key;
    std::uint64_t place = 0;  ///< packed; 0: the slot is free
  };
  struct generation {
    wide_memory<slot> slots;
    std::size_t size = 0;  ///< so many slots
    std::size_t used = 0;
    position last = 0;
  };
  static auto half_of(const digest& key) -> half_key;
  static auto pack(const place_row& place) -> std::uint64_t;
  static auto unpack(std::uint64_t place) -> place_row;
  static auto seek(const generation& in, const half_key& key) -> std::size_t;
  static constexpr std::size_t slots_a_page = wide_page_bytes / sizeof(slot);
  static auto most_used(const generation& of) -> std::size_t { return of.size / 4 * 3; }
  [[nodiscard]] auto next_pages() const -> std::size_t;
  void begin_generation();

  std::size_t most_;
  position indexed_ = 0;
  std::deque<generation> generations_;  ///< oldest first
};

}  // namespace waybill
