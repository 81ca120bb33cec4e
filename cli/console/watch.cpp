// One import, until it ends or waits for somebody.
#include <chrono>
#include <iostream>
#include <thread>

#include "cli/console/verbs.hpp"
#include "cli/follow.hpp"
#include "cli/output.hpp"

namespace waybill::cli {
namespace {

/// Nothing happens from here on, unless somebody does something.
auto is_over(const console::progress_told& seen) -> bool {
  const auto& status = seen.now.status;
  return status == "completed" || status == "failed" || status == "cancelled" || status == "ready" ||
         (status == "paused" && !seen.goes_on_by_itself);
}

/// As the display of the API's imports takes it.
auto progress_of(const console::progress_told& seen) -> json {
  constexpr double percent = 100, ms_in_s = 1'000;
  const auto& now = seen.now;
  json progress{{"processed", now.processed},
                {"failed", now.failed},
                {"total", nullptr},
                {"percent", nullptr},
                {"records_per_second", seen.records_per_second},
                {"eta_seconds", nullptr}};
  if (now.total_known) {
    progress["total"] = now.total;
    progress["percent"] = now.total == 0
                              ? percent
                              : static_cast<double>(now.processed) * percent / static_cast<double>(now.total);
  }
  if (seen.left_known) progress["eta_seconds"] = static_cast<double>(seen.left_ms) / ms_in_s;
  return {{"status", now.status}, {"progress", progress}};
}

void say_line(const console::progress_told& seen) {
  auto document = document_of(seen.now);
  const auto progress = progress_of(seen)["progress"];
  for (const auto* name : {"percent", "records_per_second", "eta_seconds"}) document[name] = progress[name];
  document["changed_at"] = seen.changed_at;
  say_document(document);
  std::cout << std::flush;
}

auto status_of(const console::import_told& one) -> int {
  if (one.status == "failed" || one.status == "cancelled") return exit_failed;
  return one.status == "completed" && one.failed > 0 ? exit_some_failed : exit_good;
}

}  // namespace

auto console_watch(console::client& server, const console_options& options) -> result<int> {
  constexpr std::chrono::milliseconds between{200};
  progress_display display;
  std::uint64_t changed_at = 0;
  for (;;) {
    const auto seen =
        ask_console<console::progress_told>(server, console::progress_asked{options.operands.front()});
    if (!seen) {
      display.end();
      return seen.why();
    }
    if (!options.json) display.show(progress_of(*seen));
    if (options.json && seen->changed_at != changed_at) say_line(*seen);
    changed_at = seen->changed_at;
    if (is_over(*seen) || output::has_lost()) {
      display.end();
      if (!options.json) tell_import(seen->now, false);
      return status_of(seen->now);
    }
    std::this_thread::sleep_for(between);
  }
}

}  // namespace waybill::cli
