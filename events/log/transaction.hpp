// What is to be written: events of one stream as a transaction.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "events/catalog.hpp"
#include "events/clock.hpp"
#include "events/log/event_log.hpp"

namespace waybill {

/// The events of an aggregate (a variant of its event types), as the log takes them.
template <class Event>
auto encoded(const std::vector<Event>& events) -> std::vector<new_event> {
  std::vector<new_event> all;
  all.reserve(events.size());
  for (const auto& event : events) {
    auto [tag, payload] = encode_event(event);
    all.push_back({std::move(tag), std::move(payload)});
  }
  return all;
}

/// All of `events` for one stream, which stands at `version` (0: it does not exist yet), at the clock's time.
inline auto transaction_of(std::string stream, std::uint64_t version, std::vector<new_event> events,
                           std::string by, position cause, const clock_source& clock)
    -> std::shared_ptr<transaction> {
  auto made = std::make_shared<transaction>();
  made->time = clock.now();
  made->by = std::move(by);
  made->cause = cause;
  made->appends.push_back({std::move(stream), version, std::move(events)});
  return made;
}

}  // namespace waybill
