#include "events/log/tail_gate.hpp"

#include <algorithm>

namespace waybill {

void tail_gate::advance(position tail) {
  {
    const std::lock_guard lock(mutex_);
    tail_.store(tail, std::memory_order_release);
  }
  moved_.notify_all();
}

auto tail_gate::wait_beyond(position after, std::chrono::milliseconds at_most) const -> position {
  // A day at most: "for ever" as milliseconds::max() would overflow the deadline.
  const auto limit = std::min<std::chrono::milliseconds>(at_most, std::chrono::hours(24));
  std::unique_lock lock(mutex_);
  moved_.wait_for(lock, limit, [&] { return closed_ || tail() > after; });
  return tail();
}

void tail_gate::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  moved_.notify_all();
}

}  // namespace waybill
