// The keys of a chunk's records in their collection, and which record of the chunk stands under each.
#pragma once

#include <cstdint>
#include <vector>

#include "actors/chunk_overlay.hpp"
#include "domains/kind.hpp"
#include "projections/collections/places.hpp"

namespace waybill {

/// One thread, while one chunk is decided.
class chunk_keys {
 public:
  /// Nobody of this chunk had to do with the key.
  static constexpr std::uint32_t untouched = chunk_overlay::none;
  /// A record of this chunk has it no more.
  static constexpr std::uint32_t given_up = untouched - 1;

  chunk_keys(const digest& collection, const candidate_chunk& chunk)
      : overlay_(chunk.keys.size()), stands_(chunk.keys.size(), untouched) {
    scoped_.reserve(chunk.keys.size());
    for (const auto& key : chunk.keys) scoped_.push_back(scoped(key, collection));
  }

  /// Scoped, in the order of the chunk's keys; behind them what `stands` and `gave_up` added.
  [[nodiscard]] auto all() const -> const std::vector<digest>& { return scoped_; }

  /// The record that stands under the `key`th key now, `given_up`, or `untouched`.
  [[nodiscard]] auto who(std::uint32_t key) -> std::uint32_t {
    const auto slot = overlay_.at(scoped_[key], scoped_);
    return slot == chunk_overlay::none ? untouched : stands_[slot];
  }
  /// The `key`th key is the record's now.
  void stands(std::uint32_t key, std::uint32_t record) {
    auto& slot = overlay_.at(scoped_[key], scoped_);
    if (slot == chunk_overlay::none) slot = key;
    stands_[slot] = record;
  }
  /// The same of a key that need not be one of the chunk's; `record` may be `given_up`.
  void stands(const digest& key, std::uint32_t record) { stands(add(key), record); }

 private:
  auto add(const digest& key) -> std::uint32_t {
    scoped_.push_back(key);
    stands_.push_back(untouched);
    const auto last = static_cast<std::uint32_t>(scoped_.size() - 1);
    if (overlay_.holds(scoped_.size())) return last;
    overlay_ = chunk_overlay{scoped_.size() * 2};
    for (std::uint32_t i = 0; i < last; ++i)
      if (stands_[i] != untouched) overlay_.at(scoped_[i], scoped_) = i;
    return last;
  }

  std::vector<digest> scoped_;
  chunk_overlay overlay_;  ///< of each key that was touched: the first in `scoped_` of that value
  std::vector<std::uint32_t> stands_;
};

}  // namespace waybill
