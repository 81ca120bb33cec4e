// The server's end: now, or when no import is at work.
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>

#include "cli/console/verbs.hpp"
#include "cli/signals.hpp"

namespace waybill::cli {
namespace {

/// A rest that a signal ends.
class pause {
 public:
  void end() {
    {
      const std::scoped_lock lock{mutex_};
      over_ = true;
    }
    changed_.notify_all();
  }
  /// True: it was ended.
  auto rest(std::chrono::milliseconds time) -> bool {
    std::unique_lock lock{mutex_};
    return changed_.wait_for(lock, time, [this] { return over_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool over_ = false;
};

auto stop_now(console::client& server, const console_options& options) -> result<int> {
  const auto told = ask_console<console::done_told>(server, console::order_stop{});
  if (!told) return told.why();
  return say_done(*told, options);
}

auto left_to_do(const console::status_told& now) -> std::string {
  return grouped(now.running) + " at work, " + grouped(now.waiting) + " waiting";
}

auto stop_when_idle(console::client& server, const console_options& options) -> result<int> {
  constexpr std::chrono::milliseconds between{200};
  pause between_questions;
  const signal_watch signals([&between_questions] { between_questions.end(); });
  if (const auto drained = ask_console<console::done_told>(server, console::order_drain{true}); !drained)
    return drained.why();
  // An import that was taken right before the drain stands in no line yet: it has to be so for two looks.
  constexpr int looks_wanted = 2;
  std::string said;
  for (int idle = 0;;) {
    const auto now = ask_console<console::status_told>(server, console::status_asked{});
    if (!now) return now.why();
    if (!now->draining)
      return {errc::wrong_status, "Somebody let the server take imports again; it was not stopped."};
    idle = now->running + now->waiting == 0 ? idle + 1 : 0;
    if (idle == looks_wanted) return stop_now(server, options);
    if (auto left = left_to_do(*now); idle == 0 && left != said) {
      std::cerr << "waiting: " << left << "\n" << std::flush;
      said = std::move(left);
    }
    if (!between_questions.rest(between)) continue;
    std::cerr << "waybill: Interrupted. The server goes on, and takes no new imports until 'waybill console "
                 "undrain'.\n";
    return exit_interrupted;
  }
}

}  // namespace

auto console_stop(console::client& server, const console_options& options) -> result<int> {
  const std::string harm =
      options.when_idle ? "Nobody can hand in an import from now on, and the server ends for everybody "
                          "when those that were taken have ended"
                        : "This ends the server for everybody";
  if (auto may = consent_to(options, harm); !may) return std::move(may).why();
  return options.when_idle ? stop_when_idle(server, options) : stop_now(server, options);
}

}  // namespace waybill::cli
