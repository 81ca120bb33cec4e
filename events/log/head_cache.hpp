// The heads of the streams that were written last, so that an append needs no read. Bounded: the least
// recently used entry goes first.
#pragma once

#include <cstddef>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "events/log/event_log.hpp"

namespace waybill {

/// Not synchronised: the owner holds a lock.
class head_cache {
 public:
  explicit head_cache(std::size_t most) : most_(most) {}

  auto find(std::string_view stream) -> std::optional<stream_head> {
    const auto found = by_stream_.find(stream);
    if (found == by_stream_.end()) return std::nullopt;
    entries_.splice(entries_.begin(), entries_, found->second);
    return found->second->head;
  }

  void put(const std::string& stream, const stream_head& head) {
    if (const auto found = by_stream_.find(stream); found != by_stream_.end()) {
      found->second->head = head;
      entries_.splice(entries_.begin(), entries_, found->second);
      return;
    }
    entries_.push_front({stream, head});
    by_stream_.emplace(entries_.front().stream, entries_.begin());
    if (entries_.size() <= most_) return;
    by_stream_.erase(entries_.back().stream);
    entries_.pop_back();
  }

  [[nodiscard]] auto size() const noexcept -> std::size_t { return entries_.size(); }

 private:
  struct entry {
    std::string stream;
    stream_head head;
  };
  std::size_t most_;
  std::list<entry> entries_;  ///< most recently used first
  std::unordered_map<std::string_view, std::list<entry>::iterator>
      by_stream_;  ///< keys point into `entries_`
};

}  // namespace waybill
