// Read models: how they are, and one folded anew while the server works.
#include <chrono>
#include <thread>

#include "cli/console/background_bar.hpp"
#include "cli/console/verbs.hpp"

namespace waybill::cli {

auto console_projections(console::client& server, const console_options& options) -> result<int> {
  constexpr std::uint64_t kib = 1 << 10;
  const auto all = ask_console<console::projections_told>(server, console::projections_asked{});
  if (!all) return all.why();
  auto items = json::array();
  for (const auto& one : all->items) {
    if (options.json)
      items.push_back({{"name", one.name},
                       {"position", one.at},
                       {"lag", one.lag},
                       {"size_bytes", one.size_bytes},
                       {"layout", one.layout},
                       {"stuck", one.stuck}});
    else
      say(one.name + "  " + counted(one.lag, "event") + " behind, " + grouped(one.size_bytes / kib) +
          " KiB, layout " + one.layout + (one.stuck ? ", STUCK" : ""));
  }
  if (options.json) say_document({{"items", items}});
  return exit_good;
}

auto console_rebuild(console::client& server, const console_options& options) -> result<int> {
  constexpr std::chrono::milliseconds between{200};
  const auto& name = options.operands.front();
  const auto began = ask_console<console::done_told>(server, console::order_rebuild{name});
  if (!began) return began.why();
  background_bar bar("folded");
  for (;;) {
    const auto now = ask_console<console::rebuild_told>(server, console::rebuild_asked{});
    if (!now) return now.why();
    bar.show(now->at, now->end);
    if (now->running) {
      std::this_thread::sleep_for(between);
      continue;
    }
    bar.end();
    if (!now->why.empty())
      return {errc::unavailable, name + " was not rebuilt, and is as it was: " + now->why};
    if (options.json)
      say_document({{"name", name}, {"events", now->at}, {"changed", now->changed}});
    else
      say(name + " was folded anew from " + counted(now->at, "event") + ": " +
          (name == "search"    ? "all words are in it"
           : now->changed == 0 ? "it was as the log has it"
                               : counted(now->changed, "row") + " differed, and is now as the log has it"));
    return exit_good;
  }
}

}  // namespace waybill::cli
