// The machine's clock, some minutes ahead: as many as it is told.
#pragma once

#include <atomic>
#include <chrono>

#include "events/clock.hpp"

namespace waybill::http_test {

/// Any thread.
class moved_clock final : public clock_source {
 public:
  [[nodiscard]] auto now() const -> instant override { return {true_->now().us + ahead_us_}; }
  [[nodiscard]] auto random() const -> std::array<std::uint8_t, 10> override { return true_->random(); }
  void advance(std::chrono::minutes time) const { ahead_us_ += std::chrono::microseconds{time}.count(); }

 private:
  clock_ptr true_ = system_clock_source();
  mutable std::atomic<std::int64_t> ahead_us_{0};
};

}  // namespace waybill::http_test
