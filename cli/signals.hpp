// What becomes of the process when a signal ends it, and SIGINT and SIGTERM as a call on a thread of its own,
// where nothing has to be async-signal-safe.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace waybill::cli {

/// From now on SIGINT and SIGTERM end the process with a word and status 130 where no `signal_watch` takes
/// them. They and the other signals that would end it take the doomed file along and say the last words. What
/// whoever started us ignores stays ignored. Once, before there is another thread.
void take_ending_signals();

/// As such a signal does, where nothing has to be brought to its end.
[[noreturn]] void end_interrupted();

/// A file that must not outlive the process: gone when a signal ends it. One at a time; one thread. It does
/// not remove the file when it goes itself.
class doomed_file {
 public:
  /// `folder`: a descriptor that stays open as long as this. Make it before the file.
  doomed_file(int folder, const std::string& name);
  ~doomed_file();
  doomed_file(const doomed_file&) = delete;
  auto operator=(const doomed_file&) -> doomed_file& = delete;
};

/// While it lives, something is asked for that may be done though its answer never comes: a signal that ends
/// the process says so. One at a time; one thread.
class asked_change {
 public:
  asked_change();
  ~asked_change();
  asked_change(const asked_change&) = delete;
  auto operator=(const asked_change&) -> asked_change& = delete;
};

/// Said when a signal ends the process, whichever it is; "": nothing any more. One thread.
void set_last_words(const std::string& sentence);

/// A terminal whose echo is off: a signal that ends the process switches it on again. One at a time.
class quiet_terminal {
 public:
  /// Of standard input; nothing happens where that is no terminal.
  quiet_terminal();
  ~quiet_terminal();
  quiet_terminal(const quiet_terminal&) = delete;
  auto operator=(const quiet_terminal&) -> quiet_terminal& = delete;
};

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
