// Time for spans: rises also when the machine's clock is put back.
#pragma once

#include <algorithm>
#include <cstdint>

#include "events/words.hpp"

namespace waybill {

/// Not for several threads at once.
class rising_time {
 public:
  /// The moment of a clock that may jump, on a line of time that does not go back: a clock that was put back
  /// stands still for this one call, and goes on from there. Where it was put forward, so is this.
  auto at(instant wall) -> instant {
    const instant moved{wall.us + behind_us_};
    if (moved.us < last_.us) behind_us_ += last_.us - moved.us;
    last_.us = std::max(last_.us, moved.us);
    return last_;
  }

 private:
  instant last_{};
  std::int64_t behind_us_ = 0;
};

}  // namespace waybill
