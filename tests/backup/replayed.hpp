// A log folded from nothing: what another log has up to a position, written anew event by event. What a
// restored log is held against; no step of a backup takes part in it.
#pragma once

#include <stdexcept>
#include <string>

#include "events/log/rocksdb_log.hpp"

namespace waybill::tests {

/// Throws when an event is refused, or ends up with another seal.
inline void replay(const event_log& from, position until, const std::string& into) {
  constexpr std::size_t page_events = 500, page_bytes = 4U << 20;
  auto fresh = open_rocksdb_log({.directory = into});
  if (!fresh) throw std::runtime_error(fresh.why().message);
  for (position at = 1; at <= until;) {
    const auto page = from.read_all(at, page_events, page_bytes);
    if (!page || page->empty()) throw std::runtime_error("the log cannot be read");
    std::vector<transaction> group;
    for (const auto& event : *page) {
      const auto& head = event.head;
      if (head.at > until) break;
      group.push_back({{{head.stream, head.version - 1, {{head.tag, std::string(event.payload)}}}},
                       head.time,
                       head.by,
                       head.cause,
                       false});
    }
    for (const auto& answer : (*fresh)->commit(group))
      if (!answer) throw std::runtime_error(answer.why().message);
    at += group.size();
  }
  const auto last = (*fresh)->read_at(until), same = from.read_at(until);
  if (!last || !same || last->head.seal != same->head.seal) throw std::runtime_error("another seal");
}

}  // namespace waybill::tests
