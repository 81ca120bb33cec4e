// What the store keeps in memory to know an identity when it sees one: a filter over all of them ("surely
// new" is answered without a look at the disk), and exactly those that the index on disk does not hold yet.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "events/words.hpp"
#include "projections/bookmarks_model.hpp"

namespace waybill {

/// A blocked Bloom filter of fixed size over evenly spread keys: one cache line a question. Keys are digests
/// already, so their own bytes choose the bits. Source: Putze, Sanders, Singler, "Cache-, Hash- and
/// Space-Efficient Bloom Filters".
class identity_filter {
 public:
  explicit identity_filter(std::size_t bytes);
  void add(const digest& key);
  /// False: surely never added.
  [[nodiscard]] auto maybe(const digest& key) const -> bool;

 private:
  static constexpr std::size_t words_a_block = 8;
  std::size_t blocks_;
  // calloc: pages that were never touched cost nothing.
  std::unique_ptr<std::uint64_t[], decltype(&std::free)> words_;
};

/// Identities whose place the index on disk may not know yet, in generations that are dropped whole once it
/// does.
class recent_identities {
 public:
  explicit recent_identities(std::size_t most_generations) : most_(most_generations) {}

  [[nodiscard]] auto find(const digest& key) const -> std::optional<place_row>;
  /// `place.at.at` must not fall from one call to the next.
  void put(const digest& key, const place_row& place);
  /// The index now holds everything up to here.
  void drop_through(position at);
  /// No room: wait for the index to move on.
  [[nodiscard]] auto full() const -> bool { return generations_.size() >= most_; }

 private:
  struct slot {
    digest key{};
    place_row place;  ///< position 0: the slot is free
  };
  struct generation {
    std::vector<slot> slots;
    std::size_t used = 0;
    position last = 0;
  };
  static auto seek(const generation& in, const digest& key) -> std::size_t;

  std::size_t most_;
  std::deque<generation> generations_;  ///< oldest first
};

}  // namespace waybill
