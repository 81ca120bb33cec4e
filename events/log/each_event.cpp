#include "events/log/each_event.hpp"

namespace waybill {
namespace {

constexpr std::size_t page_events = 256;
constexpr std::size_t page_bytes = 4 << 20;

}  // namespace

void each_event(const event_log& log, position from, position to,
                const std::function<bool(const stored_event&)>& take,
                const std::function<void(position, const error&)>& fault) {
  while (from <= to) {
    const auto page = log.read_all(from, page_events, page_bytes);
    if (page) {
      if ((*page).empty()) return;
      for (const auto& event : *page)
        if (event.head.at > to || !take(event)) return;
      from = (*page).back().head.at + 1;
      continue;
    }
    // Somewhere on this page: event by event, up to and over the first that cannot be read.
    for (bool good = true; good && from <= to; ++from) {
      const auto event = log.read_at(from);
      good = event.ok();
      if (!good) fault(from, event.why());
      if (good && !take(*event)) return;
    }
  }
}

}  // namespace waybill
