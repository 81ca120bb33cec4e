#include "tests/crash/rows.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>

#include "tests/crash/fate.hpp"
#include "tests/crash/named_points.hpp"

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;
using clock = std::chrono::steady_clock;

/// More often in the beginning: a process that stops is soon beyond being killed.
auto moment_within(std::chrono::microseconds longest, dice& random) -> std::chrono::microseconds {
  const auto any = std::uniform_real_distribution<double>{}(random);
  return std::chrono::microseconds{
      static_cast<std::int64_t>(static_cast<double>(longest.count()) * any * any * any)};
}

/// In one phase, at any moment of it, again and again while the life goes on from there.
auto killed_at_random(const std::string& phase) -> round_of {
  return [phase](const yardstick& by, std::uint64_t seed) {
    dice random{seed};
    house at(by.home, plain(seed));
    std::optional<killer> hand;
    const auto longest = by.lasts.at(phase);
    const auto end = live(at, [&](std::string_view now) {
      hand.reset();
      if (now == phase) hand.emplace(at, moment_within(longest, random));
    });
    hand.reset();
    compare(end, by.expected);
    return struck{{phase, at.deaths()}};
  };
}

/// Faults of one kind, at one step of this round's own and `times` by chance.
auto at_points(const fate::plan& plan, const std::set<std::string>& may_fail_with = {},
               conditions (*under)(std::uint64_t seed) = faulty) -> round_of {
  return [=](const yardstick& by, std::uint64_t seed) {
    fate faults{by, seed, plan};
    const house* living = nullptr;
    auto how = under(seed);
    how.next_fault = [&](const std::string& verb) {
      return faults.next(verb, living == nullptr ? struck{} : living->struck());
    };
    how.requests_until_mended = 1 + seed % 97;
    how.may_fail_with = may_fail_with;
    house at(by.home, how);
    living = &at;
    compare(live(at, [](std::string_view) {}), by.expected);
    return at.struck();
  };
}

/// Threads stand still for a moment at every second to fiftieth step.
auto dawdling(std::uint64_t seed) -> conditions {
  auto how = faulty(seed);
  how.settings.emplace_back("WAYBILL_TEST_DAWDLE", std::to_string(2 + seed % 49));
  return how;
}

auto is_named(const std::string& point) -> bool {
  return !point.starts_with("disk") && !point.starts_with("actor.");
}
auto is_actor(const std::string& point) -> bool { return point.starts_with("actor."); }
/// Where the engine can be told no.
auto may_refuse(const std::string& point) -> bool {
  static const std::set<std::string> points{
      "upload.write",  "upload.written",          "file.save",
      "file.write",    "file.write_piece",        "log.before_write",
      "store.decided", "projection.before_flush", "projection.half_flushed"};
  return points.contains(point);
}
auto is_disk_step(const std::string& point) -> bool {
  return point.starts_with("disk.") && point != "disk.remove" && point != "disk.truncate";
}
auto is_index_list(const std::string& point) -> bool { return point == "disk.sync_index_list"; }
/// The wall clock jumps at about every so-manieth look: by hours within the day for which an idempotency key
/// is promised, or by months, to long before the first event of the log and on again.
auto with_clock(const yardstick& by, std::uint64_t seed) -> struck {
  constexpr std::uint64_t hours = 11, months = 150 * 24;
  const bool far = seed % 2 == 0;
  auto how = faulty(seed);
  how.settings.emplace_back("WAYBILL_TEST_CLOCK", std::to_string(1 + seed % 50));
  how.settings.emplace_back("WAYBILL_TEST_CLOCK_HOURS", std::to_string(far ? months : hours));
  if (far) how.settings.emplace_back("WAYBILL_IMPORTS_IDEMPOTENCY_HOURS", std::to_string(2 * months));
  how.settings.emplace_back("WAYBILL_FILES_UNCONFIRMED_HOURS", std::to_string(2 * months));
  how.settings.emplace_back("WAYBILL_FILES_UNUSED_DAYS", std::to_string(2 * months / 24));
  house at(by.home, how);
  compare(live(at, [](std::string_view) {}), by.expected);
  return {{far ? "by months" : "by hours", 1}};
}
auto is_disk(const std::string& point) -> bool { return point == "disk"; }
auto anywhere(const std::string& point) -> bool { return is_disk(point) || !point.starts_with("disk."); }

auto read_passings(const st::fs::path& file) -> std::map<std::string, std::uint64_t> {
  std::map<std::string, std::uint64_t> all;
  std::ifstream text(file);
  std::string point;
  for (std::uint64_t times = 0; text >> point >> times;) all[point] = std::max(all[point], times);
  return all;
}

auto reaches_all(const yardstick& by) -> bool {
  return std::all_of(named_points.begin(), named_points.end(),
                     [&](std::string_view point) { return in_reach(by, point); });
}

/// An import may fail for a disk, and has to say so.
const std::set<std::string> disk_faults{"storage_full", "unavailable"};

auto rows_of_points() -> std::vector<row> {
  constexpr auto everywhere = spread::passings;
  return {
      {"kill.points", "kill -9 at every named point between two steps", 4, at_points({"kill", is_named, 3})},
      recovery_row(),
      {"kill.disk", "kill -9 before or within the n-th write, sync, rename, removal", 4,
       at_points({"kill", is_disk, 3, everywhere})},
      {"kill.dawdle", "kill -9 at any step, while threads stand still for a moment at random steps", 2,
       at_points({"kill", anywhere, 3, everywhere}, {}, dawdling)},
      {"cut.disk", "power cut at the n-th write, sync, rename, removal", 5,
       at_points({"cut", is_disk, 2, everywhere})},
      {"cut.points", "power cut at every named point", 3, at_points({"cut", is_named, 2})},
      {"throw", "an actor throws at its n-th message, every actor", 4,
       at_points({"throw", is_actor, 2}, {"internal", "unavailable"})},
      {"refuse", "a step says no where it can: upload, log, store, projections", 2,
       at_points({"fail", may_refuse, 3}, disk_faults)},
      {"fail.disk", "one write, sync, rename, creation fails (EIO)", 3,
       at_points({"fail", is_disk_step, 2, everywhere}, disk_faults)},
      {"fail.index_list", "the sync of the read models' list of files fails, as an index file is taken in", 2,
       at_points({"fail", is_index_list, 2, everywhere}, disk_faults)},
      {"full.disk", "disk full from the n-th write on, later there is room", 3,
       at_points({"full", is_disk_step, 2, everywhere}, disk_faults)},
      {"broken.disk", "broken device from the n-th write on, later mended", 2,
       at_points({"broken", is_disk_step, 2, everywhere}, disk_faults)},
  };
}

}  // namespace

// Beside this program: a copy of all three can go on while the tree is built anew.
auto plain_binary() -> std::string {
  return st::fs::read_symlink("/proc/self/exe").parent_path() / "../waybill";
}
auto faulty_binary() -> std::string {
  return st::fs::read_symlink("/proc/self/exe").parent_path() / "waybill_faults";
}

yardstick::yardstick() {
  const st::temp_directory here;
  auto how = faulty(1);
  how.trace = here / "trace";
  // A few points are passed by most lives: an import that is quick is over before the server stops in it.
  constexpr int most_lives = 4;
  for (int lives = 0; lives == 0 || (lives < most_lives && !reaches_all(*this)); ++lives) {
    {
      house at(home, how);
      expected = live(at, [](std::string_view) {});
      if (at.deaths() != 0) throw lost("an undisturbed life was disturbed");
    }
    for (const std::string verb : {"serve", "rebuild"})
      passings[verb] = read_passings(here / ("trace." + verb));
  }
  house at(home, plain(1));
  std::string phase;
  auto began = clock::now();
  const auto again = live(at, [&](std::string_view next) {
    const auto now = clock::now();
    if (!phase.empty()) lasts[phase] = std::chrono::duration_cast<std::chrono::microseconds>(now - began);
    phase = next;
    began = now;
  });
  compare(again, expected);
}

auto all_rows() -> std::vector<row> {
  std::vector<row> rows;
  for (const auto* phase : phases)
    rows.push_back({"kill." + std::string(phase), "kill -9 at a random moment of " + std::string(phase), 1,
                    killed_at_random(phase)});
  rows.push_back(parsing_row());
  rows.push_back(orphans_row());
  for (auto& each : tables_rows()) rows.push_back(std::move(each));
  for (auto& each : link_files_rows()) rows.push_back(std::move(each));
  rows.push_back(validated_row());
  rows.push_back(leads_row());
  rows.push_back(backups_row());
  for (auto& each : operated_rows()) rows.push_back(std::move(each));
  for (auto& each : handled_rows()) rows.push_back(std::move(each));
  rows.push_back(retries_row());
  for (auto& each : rows_of_points()) rows.push_back(std::move(each));
  rows.push_back(
      {"clock", "wall clock jumps by up to 11 hours, or by up to 150 days, forward and back", 2, with_clock});
  if (tests::memory_is_measured) rows.push_back(memory_row());
  for (auto& each : damage_rows()) rows.push_back(std::move(each));
  for (auto& each : forgery_rows()) rows.push_back(std::move(each));
  rows.push_back(outdated_row());
  rows.push_back(model_row());
  return rows;
}

}  // namespace waybill::crash
