#include "cli/live/actor_lines.hpp"

#include <array>
#include <cstdio>

namespace waybill::cli::live {
namespace {

auto document_of(const console::actor_told& one) -> json {
  constexpr double permille = 1'000;
  constexpr std::uint64_t us_in_ms = 1'000;
  json actor{{"name", one.name},
             {"thread", one.own_thread ? "own" : "pool"},
             {"mailbox", {{"now", one.mailbox}, {"most", one.mailbox_most}}},
             {"handled", one.handled},
             {"busy_share", static_cast<double>(one.busy_permille) / permille},
             {"busy_ms", one.busy_us / us_in_ms},
             {"at_work_ms", nullptr},
             {"since", one.since},
             {"restarts", one.restarts},
             {"last_fault", nullptr}};
  if (one.at_work_us > 0) actor["at_work_ms"] = one.at_work_us / us_in_ms;
  if (!one.last_fault.empty()) actor["last_fault"] = one.last_fault;
  return actor;
}

auto line_of(const console::actor_told& one) -> std::string {
  std::array<char, 160> text{};
  constexpr double per_cent = 10;
  static_cast<void>(std::snprintf(
      text.data(), text.size(), "%-40.60s %-4s %9s %9s %12s %5.1f%% %8s %8s", printable(one.name).c_str(),
      one.own_thread ? "own" : "pool", grouped(one.mailbox).c_str(), grouped(one.mailbox_most).c_str(),
      grouped(one.handled).c_str(), static_cast<double>(one.busy_permille) / per_cent,
      one.at_work_us > 0 ? short_time(one.at_work_us).c_str() : "-", short_time(one.age_us).c_str()));
  std::string line = text.data();
  if (one.restarts > 0) line += "  began again " + counted(one.restarts, "time");
  if (!one.last_fault.empty()) line += ": " + printable(one.last_fault);
  return line;
}

}  // namespace

auto short_time(std::uint64_t us) -> std::string {
  struct unit {
    double us;
    const char* name;
  };
  constexpr std::array units{unit{86'400e6, "d"}, unit{3'600e6, "h"}, unit{60e6, "min"}, unit{1e6, "s"},
                             unit{1e3, "ms"}};
  for (const auto& one : units) {
    if (static_cast<double>(us) < one.us) continue;
    std::array<char, 32> text{};
    static_cast<void>(
        std::snprintf(text.data(), text.size(), "%.1f %s", static_cast<double>(us) / one.us, one.name));
    return text.data();
  }
  return std::to_string(us) + " us";
}

auto document_of(const console::actors_told& all) -> json {
  auto items = json::array();
  for (const auto& one : all.items) items.push_back(document_of(one));
  return {{"items", std::move(items)}};
}

auto lines_of(const console::actors_told& all) -> std::vector<std::string> {
  std::array<char, 160> head{};
  static_cast<void>(std::snprintf(head.data(), head.size(), "%-40s %-4s %9s %9s %12s %6s %8s %8s", "actor",
                                  "runs", "mailbox", "most", "handled", "busy", "at work", "up"));
  std::vector<std::string> lines{head.data()};
  for (const auto& one : all.items) lines.push_back(line_of(one));
  if (all.total > all.items.size())
    lines.push_back("(" + grouped(all.total - all.items.size()) + " more; --limit shows them)");
  return lines;
}

}  // namespace waybill::cli::live
