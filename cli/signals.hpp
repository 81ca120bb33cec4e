// SIGINT and SIGTERM as a call on a thread of its own: nothing has to be async-signal-safe.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace waybill::cli {

/// While it lives: the first SIGINT or SIGTERM calls `on_first` (from its own thread), the second ends the
/// process at once with status 128 + signal. Make it before any other thread is started: those inherit the
/// blocked signals.
class signal_watch {
 public:
  explicit signal_watch(std::function<void()> on_first);
  ~signal_watch();
  signal_watch(const signal_watch&) = delete;
  auto operator=(const signal_watch&) -> signal_watch& = delete;

  /// Did one come? Any thread.
  [[nodiscard]] auto came() const noexcept -> bool { return came_.load(); }

 private:
  void watch();

  std::function<void()> on_first_;
  std::atomic<bool> came_{false};
  int signals_ = -1;
  int wake_ = -1;
  std::thread thread_;
};

}  // namespace waybill::cli
