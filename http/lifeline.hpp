// The right that a long call lives by: when it is gone, the call ends, wherever it waits.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "events/result.hpp"

namespace waybill::http {

/// Any thread.
class lifeline {
 public:
  void cut() {
    const std::scoped_lock lock{mutex_};
    cut_ = true;
    if (waker_) waker_();
  }
  [[nodiscard]] auto is_cut() const -> bool { return cut_; }
  /// `waker` is called by cut(), or at once when that was already; it may not block. Empty: nobody waits.
  void wake(std::function<void()> waker) {
    const std::scoped_lock lock{mutex_};
    waker_ = std::move(waker);
    if (cut_ && waker_) waker_();
  }
  /// Keeps the handle of a right for as long as this lives: by each of them it may be cut.
  void keep(std::shared_ptr<void> right) { rights_.push_back(std::move(right)); }

 private:
  std::mutex mutex_;
  std::atomic<bool> cut_{false};
  std::function<void()> waker_;
  std::vector<std::shared_ptr<void>> rights_;  ///< go first: they wait for a cut() that is under way
};

/// To who began something that may not go on.
inline auto right_is_gone() -> error {
  return {errc::unauthorized, "The credentials that this was begun with are no longer valid.", {}};
}

}  // namespace waybill::http
