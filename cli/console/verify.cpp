// Verifies the log of the running server, in its background.
#include <unistd.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

/// A line on standard error that is written again and again on a terminal; else one for each tenth.
class progress_bar {
 public:
  void show(const console::log_check_told& now) {
    constexpr std::uint64_t all = 100, mib = 1 << 20;
    const auto through = now.at + 1 > now.from ? now.at + 1 - now.from : 0;
    const auto whole = now.end + 1 - now.from;
    const auto percent = whole == 0 ? all : through * all / whole;
    const auto line = "verified: " + grouped(percent) + " %, " + counted(now.events, "event") + ", " +
                      grouped(now.bytes / mib) + " MiB";
    if (terminal_)
      std::cerr << "\r\x1b[K" << line << std::flush;
    else if (percent / tenth != said_ / tenth)
      std::cerr << line << "\n" << std::flush;
    said_ = percent;
  }
  void end() const {
    if (terminal_) std::cerr << "\n" << std::flush;
  }

 private:
  static constexpr std::uint64_t tenth = 10;
  bool terminal_ = ::isatty(STDERR_FILENO) != 0;
  std::uint64_t said_ = 0;
};

auto tell(const console::log_check_told& now, bool as_json) -> int {
  if (as_json) {
    auto faults = json::array();
    for (const auto& one : now.faults)
      faults.push_back({{"position", one.position}, {"stream", one.stream}, {"message", one.message}});
    say_document({{"from", now.from},
                  {"to", now.end},
                  {"events", now.events},
                  {"streams", now.streams},
                  {"bytes", now.bytes},
                  {"whole", now.faults.empty()},
                  {"faults", faults}});
  } else {
    for (const auto& one : now.faults)
      say("position " + std::to_string(one.position) + (one.stream.empty() ? "" : ", " + one.stream) + ": " +
          one.message);
    say(counted(now.events, "event") + " in " + counted(now.streams, "stream") + ", " + grouped(now.bytes) +
        " bytes: " +
        (now.faults.empty()
             ? "the log is whole" + (now.from > 1 ? " from position " + std::to_string(now.from) + " on" : "")
             : counted(now.faults.size(), "fault")));
  }
  return now.faults.empty() ? exit_good : exit_some_failed;
}

}  // namespace

auto console_log_verify(console::client& server, const console_options& options) -> result<int> {
  constexpr std::chrono::milliseconds between{200};
  const auto began = server.ask(console::order_log_check{options.position});
  if (!began && began.why().code != errc::busy) return began.why();
  if (!began) std::cerr << "The log is being verified already; this shows how that goes.\n";
  progress_bar bar;
  for (;;) {
    const auto now = ask_console<console::log_check_told>(server, console::log_check_asked{});
    if (!now) return now.why();
    bar.show(*now);
    if (now->running) {
      std::this_thread::sleep_for(between);
      continue;
    }
    bar.end();
    if (!now->why.empty()) return {errc::unavailable, now->why};
    return tell(*now, options.json);
  }
}

}  // namespace waybill::cli
