// The events that were written last, as they were: whoever follows the log closely need not read (copy,
// check) what has just been there. Bounded: the oldest go first.
#pragma once

#include <cstddef>
#include <deque>
#include <optional>
#include <vector>

#include "events/log/event_log.hpp"
#include "events/log/group_plan.hpp"

namespace waybill {

/// Not synchronised: the owner holds a lock.
class recent_events {
 public:
  explicit recent_events(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// Events of consecutive positions; whatever does not follow on what is here replaces it.
  void add(std::vector<stored_event> events);
  /// As `event_log::read_all`; nothing when the event at `from` is not here (any more).
  [[nodiscard]] auto read(position from, std::size_t most, std::size_t most_bytes) const
      -> std::vector<stored_event>;

 private:
  static auto size_of(const stored_event& event) -> std::size_t;

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::deque<stored_event> events_;  ///< oldest first
};

}  // namespace waybill
