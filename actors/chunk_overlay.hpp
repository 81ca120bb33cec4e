// Finds keys in a list of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "events/words.hpp"

namespace waybill {

/// Open addressing over small integers: indices into a list of keys that the caller keeps. One thread at a
/// time.
class chunk_overlay {
 public:
  explicit chunk_overlay(std::size_t records) {
    std::size_t size = 16;
    while (size < records * 2) size *= 2;
    slots_.assign(size, none);
  }
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  /// Is there room for that many keys?
  [[nodiscard]] auto holds(std::size_t keys) const -> bool { return keys * 2 <= slots_.size(); }

  /// The slot of a key: holds `none`, or the index of a record with this key.
  auto at(const digest& key, const std::vector<digest>& keys) -> std::uint32_t& {
    auto i = (static_cast<std::size_t>(key[0]) | static_cast<std::size_t>(key[1]) << 8 |
              static_cast<std::size_t>(key[2]) << 16) &
             (slots_.size() - 1);
    while (slots_[i] != none && keys[slots_[i]] != key) i = (i + 1) & (slots_.size() - 1);
    return slots_[i];
  }

 private:
  std::vector<std::uint32_t> slots_;
};

}  // namespace waybill
