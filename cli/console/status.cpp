// How the server is.
#include <algorithm>

#include "cli/console/verbs.hpp"

namespace waybill::cli {
namespace {

auto document_of(const console::status_told& now) -> json {
  return {{"version", now.version},
          {"pid", now.pid},
          {"uptime_s", now.uptime_s},
          {"log", {{"tail", now.log_tail}, {"size_bytes", now.log_bytes}, {"open", now.log_open}}},
          {"read_models",
           {{"imports_at", now.imports_at},
            {"collections_at", now.collections_at},
            {"size_bytes", now.projection_bytes},
            {"caught_up", now.caught_up}}},
          {"seats", {{"count", now.seats}, {"taken", now.running}, {"waiting", now.waiting}}},
          {"draining", now.draining},
          {"records_applied", now.records_applied},
          {"memory", {{"bytes", now.memory_bytes}, {"peak_bytes", now.memory_peak_bytes}}},
          {"descriptors", {{"open", now.descriptors}, {"limit", now.descriptors_limit}}},
          {"disk_free_bytes", now.disk_free_bytes}};
}

auto document_of(const console::troubles_told& all) -> json {
  auto errors = json::array(), stalled = json::array();
  for (const auto& one : all.errors)
    errors.push_back({{"at", one.at}, {"level", one.level}, {"event", one.event}, {"text", one.text}});
  for (const auto& one : all.stalled)
    stalled.push_back({{"id", one.id}, {"status", one.status}, {"since", one.since}, {"why", one.why}});
  return {{"last_errors", errors}, {"stalled", stalled}};
}

void tell(const console::status_told& now) {
  constexpr std::uint64_t mib = 1 << 20;
  const auto lag = [&](std::uint64_t at) { return grouped(now.log_tail - std::min(at, now.log_tail)); };
  say(now.version + ", process " + std::to_string(now.pid) + ", up " + grouped(now.uptime_s) + " s" +
      (now.draining ? ", DRAINING: no new imports are taken" : ""));
  say("  log: " + counted(now.log_tail, "event") + ", " + grouped(now.log_bytes / mib) + " MiB" +
      (now.log_open ? "" : ", CANNOT BE WRITTEN"));
  say("  read models: imports " + lag(now.imports_at) + " behind, collections " + lag(now.collections_at) +
      " behind, " + grouped(now.projection_bytes / mib) + " MiB" + (now.caught_up ? "" : ", NOT CAUGHT UP"));
  say("  imports: " + grouped(now.running) + " at work on " + counted(now.seats, "seat") + ", " +
      grouped(now.waiting) + " waiting; " + counted(now.records_applied, "record") + " since the start");
  say("  memory: " + grouped(now.memory_bytes / mib) + " MiB, at most " +
      grouped(now.memory_peak_bytes / mib) + " MiB; descriptors: " + grouped(now.descriptors) + " of " +
      grouped(now.descriptors_limit) + "; disk: " + grouped(now.disk_free_bytes / mib) + " MiB free");
}

void tell(const console::troubles_told& all) {
  for (const auto& one : all.stalled)
    say("  STALLED " + one.id + ", " + one.status + " since " + one.since + ": " + one.why);
  if (!all.errors.empty()) say("  last warnings and errors of the journal, the newest first:");
  for (const auto& one : all.errors)
    say("    " + one.at + " " + one.level + " " + one.event + " " + one.text);
}

}  // namespace

auto console_status(console::client& server, const console_options& options) -> result<int> {
  const auto now = ask_console<console::status_told>(server, console::status_asked{});
  if (!now) return now.why();
  const auto troubles = ask_console<console::troubles_told>(server, console::troubles_asked{});
  if (!troubles) return troubles.why();
  if (options.json) {
    auto document = document_of(*now);
    document.update(document_of(*troubles));
    say_document(document);
    return exit_good;
  }
  tell(*now);
  tell(*troubles);
  return exit_good;
}

}  // namespace waybill::cli
