#include "tests/crash/rows.hpp"

#include <algorithm>
#include <fstream>
#include <optional>
#include <set>
#include <thread>

namespace waybill::crash {
namespace {

using struck = std::map<std::string, std::uint64_t>;
using clock = std::chrono::steady_clock;

/// What a server needs to start and import, with all that its threads and caches reserve.
constexpr unsigned least_address_space_kb = 256 << 10;

/// Few records go every way that many would go: chunk by chunk, with files of index rows that are merged
/// later.
const st::variables small_steps{{"WAYBILL_IMPORTS_CHUNK_RECORDS", "10"},
                                {"WAYBILL_IMPORTS_CONCURRENT", "2"},
                                {"WAYBILL_STORAGE_INDEX_FLUSH_ROWS", "40"}};

auto plain(std::uint64_t seed) -> conditions {
  conditions how;
  how.binary = plain_binary();
  how.seed = seed;
  how.settings = small_steps;
  how.watched_disk = false;
  return how;
}

auto faulty(std::uint64_t seed) -> conditions {
  auto how = plain(seed);
  how.binary = faulty_binary();
  how.watched_disk = true;
  return how;
}

/// Sends SIGKILL some time after a phase began, from a thread of its own.
class killer {
 public:
  killer(house& whom, std::chrono::microseconds after)
      : thread_([&whom, after] {
          std::this_thread::sleep_for(after);
          whom.kill();
        }) {}
  ~killer() { thread_.join(); }
  killer(const killer&) = delete;
  auto operator=(const killer&) -> killer& = delete;

 private:
  std::thread thread_;
};

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

/// Chooses the faults of one round, and counts which of them struck.
class fate {
 public:
  using choice = std::function<bool(const std::string& point)>;
  fate(const yardstick& by, std::uint64_t seed, std::string act, choice wanted, unsigned times)
      : by_(by), random_(seed), act_(std::move(act)), wanted_(std::move(wanted)), left_(times) {}

  auto next(const std::string& verb) -> std::string {
    const auto known = by_.passings.find(verb);
    if (left_ == 0 || known == by_.passings.end()) return {};
    std::vector<std::pair<std::string, std::uint64_t>> points;
    for (const auto& each : known->second)
      if (wanted_(each.first)) points.push_back(each);
    if (points.empty()) return {};
    const auto& [point, passed] = points[random_() % points.size()];
    // The later faults of a life find less left of it.
    const auto most = std::max<std::uint64_t>(1, passed / (1 + random_() % left_));
    --left_;
    return act_ + "@" + point + "#" + std::to_string(1 + random_() % most);
  }

 private:
  const yardstick& by_;
  dice random_;
  std::string act_;
  choice wanted_;
  unsigned left_;
};

/// `times` faults a life, each at a random passing of a random point.
auto at_points(const std::string& act, const fate::choice& wanted, unsigned times) -> round_of {
  return [=](const yardstick& by, std::uint64_t seed) {
    fate faults{by, seed, act, wanted, times};
    auto how = faulty(seed);
    how.next_fault = [&](const std::string& verb) { return faults.next(verb); };
    how.requests_until_mended = 1 + seed % 97;
    house at(by.home, how);
    compare(live(at, [](std::string_view) {}), by.expected);
    return at.struck();
  };
}

auto is_named(const std::string& point) -> bool {
  return !point.starts_with("disk") && !point.starts_with("actor.");
}
auto is_actor(const std::string& point) -> bool { return point.starts_with("actor."); }
/// Where the engine can be told no.
auto may_refuse(const std::string& point) -> bool {
  static const std::set<std::string> points{
      "upload.write",  "upload.written",          "log.before_write",
      "store.decided", "projection.before_flush", "projection.half_flushed"};
  return points.contains(point);
}
auto is_disk_step(const std::string& point) -> bool {
  return point.starts_with("disk.") && point != "disk.remove" && point != "disk.truncate";
}
auto is_index_list(const std::string& point) -> bool { return point == "disk.sync_index_list"; }
/// The wall clock jumps by hours at about every so-manieth look.
auto with_clock(const yardstick& by, std::uint64_t seed) -> struck {
  auto how = faulty(seed);
  how.settings.emplace_back("WAYBILL_TEST_CLOCK", std::to_string(1 + seed % 50));
  house at(by.home, how);
  compare(live(at, [](std::string_view) {}), by.expected);
  return {{"a life", 1}};
}
/// Too little room for what is reserved, enough for what is used.
auto with_little_memory(const yardstick& by, std::uint64_t seed) -> struck {
  auto how = plain(seed);
  how.limit_kb = std::to_string(least_address_space_kb);
  house at(by.home, how);
  compare(live(at, [](std::string_view) {}), by.expected);
  return {{"a life", 1}};
}
auto is_disk(const std::string& point) -> bool { return point == "disk"; }

auto read_passings(const st::fs::path& file) -> std::map<std::string, std::uint64_t> {
  std::map<std::string, std::uint64_t> all;
  std::ifstream text(file);
  std::string point;
  for (std::uint64_t times = 0; text >> point >> times;) all[point] = std::max(all[point], times);
  return all;
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
  {
    house at(home, how);
    expected = live(at, [](std::string_view) {});
    if (at.deaths() != 0) throw lost("an undisturbed life was disturbed");
  }
  for (const std::string verb : {"serve", "rebuild"})
    passings[verb] = read_passings(here / ("trace." + verb));
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
  rows.push_back(
      {"kill.points", "kill -9 at every named point between two steps", 4, at_points("kill", is_named, 4)});
  rows.push_back({"kill.disk", "kill -9 before or within the n-th write, sync, rename, removal", 4,
                  at_points("kill", is_disk, 4)});
  rows.push_back(
      {"cut.disk", "power cut at the n-th write, sync, rename, removal", 5, at_points("cut", is_disk, 3)});
  rows.push_back({"cut.points", "power cut at every named point", 3, at_points("cut", is_named, 3)});
  rows.push_back(
      {"throw", "an actor throws at its n-th message, every actor", 4, at_points("throw", is_actor, 3)});
  rows.push_back({"refuse", "a step says no where it can: upload, log, store, projections", 2,
                  at_points("fail", may_refuse, 4)});
  rows.push_back(
      {"fail.disk", "one write, sync, rename, creation fails (EIO)", 3, at_points("fail", is_disk_step, 3)});
  rows.push_back({"fail.index_list",
                  "the sync of the read models' list of files fails, as an index file is taken in", 2,
                  at_points("fail", is_index_list, 3)});
  rows.push_back({"full.disk", "disk full from the n-th write on, later there is room", 3,
                  at_points("full", is_disk_step, 3)});
  rows.push_back({"broken.disk", "broken device from the n-th write on, later mended", 2,
                  at_points("broken", is_disk_step, 3)});
  rows.push_back({"clock", "wall clock jumps by up to 11 hours, forward and back", 1, with_clock});
  if (tests::memory_is_measured)
    rows.push_back({"memory", "address space of 256 MiB (ulimit -v)", 1, with_little_memory});
  for (auto& each : damage_rows()) rows.push_back(std::move(each));
  for (auto& each : forgery_rows()) rows.push_back(std::move(each));
  rows.push_back(outdated_row());
  rows.push_back(model_row());
  return rows;
}

}  // namespace waybill::crash
