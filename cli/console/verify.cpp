// Verifies the log of the running server, in its background.
#include <chrono>
#include <iostream>
#include <thread>

#include "cli/console/background_bar.hpp"
#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

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
  constexpr std::uint64_t mib = 1 << 20;
  const auto began = server.ask(console::order_log_check{options.position});
  if (!began && began.why().code != errc::busy) return began.why();
  if (!began) std::cerr << "The log is being verified already; this shows how that goes.\n";
  background_bar bar("verified");
  for (;;) {
    const auto now = ask_console<console::log_check_told>(server, console::log_check_asked{});
    if (!now) return now.why();
    const auto whole = now->end + 1 - now->from;
    const auto through = now->at + 1 > now->from ? now->at + 1 - now->from : 0;
    bar.show(through, whole, counted(now->events, "event") + ", " + grouped(now->bytes / mib) + " MiB");
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
