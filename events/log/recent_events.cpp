#include "events/log/recent_events.hpp"

#include <utility>

namespace waybill {

auto recent_events::size_of(const stored_event& event) -> std::size_t {
  return sizeof event + event.head.stream.size() + event.head.by.size() + event.head.tag.size() +
         event.payload.size();
}

void recent_events::add(std::vector<stored_event> events) {
  for (auto& event : events) {
    if (!events_.empty() && events_.back().head.at + 1 != event.head.at) {
      events_.clear();
      bytes_ = 0;
    }
    bytes_ += size_of(event);
    events_.push_back(std::move(event));
    for (; bytes_ > most_bytes_; events_.pop_front()) bytes_ -= size_of(events_.front());
  }
}

auto recent_events::read(position from, std::size_t most, std::size_t most_bytes) const
    -> std::vector<stored_event> {
  std::vector<stored_event> out;
  if (events_.empty() || from < events_.front().head.at || from > events_.back().head.at) return out;
  std::size_t bytes = 0;
  for (auto i = static_cast<std::size_t>(from - events_.front().head.at);
       i < events_.size() && out.size() < most && (out.empty() || bytes < most_bytes); ++i) {
    out.push_back(events_[i]);
    bytes += out.back().payload.size();
  }
  return out;
}

}  // namespace waybill
