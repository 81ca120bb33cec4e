// A table with an end: when it is full, what matters least makes room.
#pragma once

#include <cstddef>
#include <iterator>
#include <map>

#include "events/words.hpp"

namespace waybill {

/// `Entry` says by `matters_until()` (microseconds) until when it is worth keeping. To make room only a few
/// neighbours are looked at, beginning where it ended the last time: so the work has a bound, too. Keys are
/// digests: nobody chooses who their neighbours are. One thread.
template <class Entry>
class bounded_table {
 public:
  explicit bounded_table(std::size_t limit) : limit_(limit) {}

  /// Nothing when it is not there.
  auto find(const digest& key) -> Entry* {
    const auto at = entries_.find(key);
    return at == entries_.end() ? nullptr : &at->second;
  }
  /// The entry; a fresh one when it was not there.
  auto entry(const digest& key) -> Entry& {
    if (auto* there = find(key)) return *there;
    if (entries_.size() >= limit_) make_room();
    return entries_[key];
  }
  void erase(const digest& key) { entries_.erase(key); }
  [[nodiscard]] auto size() const -> std::size_t { return entries_.size(); }

 private:
  static constexpr std::size_t looked_at = 16;

  void make_room() {
    auto at = entries_.upper_bound(hand_);
    auto least = entries_.end();
    for (std::size_t i = 0; i < looked_at; ++i, ++at) {
      if (at == entries_.end()) at = entries_.begin();
      if (least == entries_.end() || at->second.matters_until() < least->second.matters_until()) least = at;
      hand_ = at->first;
    }
    entries_.erase(least);
  }

  std::size_t limit_;
  std::map<digest, Entry> entries_;
  digest hand_{};
};

}  // namespace waybill
