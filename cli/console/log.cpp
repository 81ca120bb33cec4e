// The log of the running server: its last events, those that come, and one in full.
#include <algorithm>
#include <iostream>

#include "cli/console/verbs.hpp"
#include "cli/output.hpp"

namespace waybill::cli {
namespace {

auto document_of(const console::logged_told& one) -> json {
  auto data = json::parse(one.data, nullptr, false);
  return {{"position", one.position},
          {"stream", one.stream},
          {"version", one.version},
          {"at", one.at},
          {"by", one.by},
          {"cause", one.cause},
          {"type", one.type},
          {"seal", one.seal},
          {"data", data.is_discarded() ? json(one.data) : std::move(data)}};
}

auto line_of(const console::logged_told& one) -> std::string {
  return std::to_string(one.position) + "  " + one.at + "  " + one.stream + " " +
         std::to_string(one.version) + "  by " + one.by + "  " + one.type + "  " + one.data;
}

void tell_faults(const std::vector<console::fault_told>& faults) {
  for (const auto& one : faults)
    std::cerr << "position " << one.position << ": " << printable(one.message) << "\n";
}

struct log_end {
  std::vector<console::logged_told> items;
  std::size_t faults = 0;
  std::uint64_t tail = 0;
};

/// Look by look, until there are as many as were asked for.
auto read_end(console::client& server, const console_options& options) -> result<log_end> {
  log_end found;
  for (std::uint64_t before = 0; found.items.size() < options.limit;) {
    const auto wanted = options.limit - found.items.size();
    auto seen = ask_console<console::log_told>(
        server, console::log_end_asked{before, options.stream, options.type, wanted});
    if (!seen) return std::move(seen).why();
    if (before == 0) found.tail = seen->looked_to;
    tell_faults(seen->faults);
    found.faults += seen->faults.size();
    // One answer has a page at most: where it was cut, the next look goes on.
    before =
        seen->items.size() < wanted || seen->items.empty() ? seen->looked_from : seen->items.front().position;
    if (!seen->items.empty()) before = std::max(before, seen->looked_from);
    found.items.insert(found.items.begin(), std::make_move_iterator(seen->items.begin()),
                       std::make_move_iterator(seen->items.end()));
    if (before <= 1) break;
  }
  return found;
}

/// Until somebody ends it.
auto follow(console::client& server, const console_options& options, std::uint64_t after) -> result<int> {
  constexpr std::uint64_t wait_ms = 1'000, at_once = 500;
  while (!output::has_lost()) {
    const auto seen = ask_console<console::log_told>(
        server, console::log_after_asked{after, options.stream, options.type, at_once, wait_ms});
    if (!seen) return seen.why();
    tell_faults(seen->faults);
    for (const auto& one : seen->items) {
      if (options.json)
        say_document(document_of(one));
      else
        say(line_of(one));
    }
    std::cout << std::flush;
    after = seen->looked_to;
  }
  return exit_good;
}

}  // namespace

auto console_log_tail(console::client& server, const console_options& options) -> result<int> {
  const auto end = read_end(server, options);
  if (!end) return end.why();
  auto items = json::array();
  for (const auto& one : end->items) {
    if (!options.json)
      say(line_of(one));
    else if (options.follow)
      say_document(document_of(one));
    else
      items.push_back(document_of(one));
  }
  if (options.json && !options.follow) say_document({{"items", items}});
  std::cout << std::flush;
  if (options.follow) return follow(server, options, end->tail);
  return end->faults == 0 ? exit_good : exit_some_failed;
}

auto console_log_show(console::client& server, const console_options& options) -> result<int> {
  const auto one = ask_console<console::logged_told>(server, console::event_asked{options.position});
  if (!one) return one.why();
  if (options.json)
    say_document(document_of(*one));
  else
    say(line_of(*one));
  return exit_good;
}

}  // namespace waybill::cli
