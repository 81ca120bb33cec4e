// Named points that no undisturbed life passes: a first fault leads to each, and the process is killed there,
// on its way back.
#include <algorithm>
#include <array>

#include "tests/crash/fate.hpp"
#include "tests/crash/named_points.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;

/// At any passing of one of these: the first half of them, so that the work goes on behind it.
auto somewhere(const yardstick& by, const std::string& act, const std::string& point, dice& random)
    -> std::string {
  const auto most = std::max<std::uint64_t>(1, by.passings.at("serve").at(point) / 2);
  return act + "@" + point + "#" + std::to_string(1 + random() % most);
}

/// What goes wrong first. Read models of another version are no fault of a process: see below.
auto lead_in(const yardstick& by, const std::string& to, dice& random) -> std::string {
  if (to == "import.revived") return somewhere(by, "throw", "actor.import", random);
  if (to == "start.projections_set_aside") return {};
  static const std::array acts{"fail", "full", "broken"};
  return somewhere(by, acts[random() % acts.size()], "disk.sync_log", random);
}

auto killed_on_the_way_back(const yardstick& by, std::uint64_t seed) -> struck {
  dice random{seed};
  const auto to = std::string(recovery_points[seed % recovery_points.size()]);
  const bool outdated = to == "start.projections_set_aside";
  unsigned faults = outdated ? 0 : 3;
  auto how = faulty(seed);
  how.next_fault = [&](const std::string& verb) -> std::string {
    if (verb != "serve" || faults == 0) return {};
    --faults;
    const auto first = lead_in(by, to, random);
    return (first.empty() ? "" : first + ";") + "kill@" + to + "#1";
  };
  how.requests_until_mended = 1 + seed % 97;
  how.may_fail_with = {"storage_full", "unavailable", "internal"};
  house at(by.home, how);
  const auto end = live(at, [&](std::string_view phase) {
    if (phase != "start" || !outdated) return;
    make_outdated(at.data() / "projections");
    faults = 1;
  });
  compare(end, by.expected);
  const auto all = at.struck();
  const auto times = all.find(to);
  return times == all.end() ? struck{} : struck{*times};
}

}  // namespace

auto in_reach(const yardstick& by, std::string_view point) -> bool {
  const auto passes = [&](const auto& verb) { return verb.second.contains(std::string(point)); };
  return of_the_way_back(point) || std::any_of(by.passings.begin(), by.passings.end(), passes);
}

auto recovery_row() -> row {
  return {"kill.recovery", "kill -9 at every named point of the way back from another fault",
          static_cast<unsigned>(recovery_points.size()), killed_on_the_way_back};
}

}  // namespace waybill::crash
