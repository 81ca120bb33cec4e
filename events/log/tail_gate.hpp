// Where the log ends, and those who wait for it to go on. Shared by the implementations.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "events/words.hpp"

namespace waybill {

/// Any thread may call anything at any time.
class tail_gate {
 public:
  explicit tail_gate(position tail) : tail_(tail) {}

  [[nodiscard]] auto tail() const noexcept -> position { return tail_.load(std::memory_order_acquire); }
  /// Moves the tail forward and wakes who waits for it.
  void advance(position tail);
  /// Waits until the tail is beyond `after`, the gate is closed, or the time is over; answers the tail.
  auto wait_beyond(position after, std::chrono::milliseconds at_most) const -> position;
  /// From now on nobody waits.
  void close();

 private:
  std::atomic<position> tail_;
  mutable std::mutex mutex_;
  mutable std::condition_variable moved_;
  bool closed_ = false;
};

}  // namespace waybill
