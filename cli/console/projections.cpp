// Read models: how they are.
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

}  // namespace waybill::cli
