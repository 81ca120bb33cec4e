#include "tests/crash/faults/points.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "events/fault_point.hpp"

namespace waybill::crash {
namespace {

auto action_named(std::string_view name) -> action {
  if (name == "kill") return action::kill;
  if (name == "cut") return action::cut;
  if (name == "fail") return action::fail;
  if (name == "throw") return action::fling;
  if (name == "full") return action::full;
  return name == "broken" ? action::broken : action::none;
}

struct fault {
  action what = action::none;
  std::string point;
  std::uint64_t at = 0;
};

auto read_faults(const std::string& text) -> std::vector<fault> {
  std::vector<fault> made;
  std::istringstream words(text);
  for (std::string word; std::getline(words, word, ';');) {
    const auto name = word.find('@');
    const auto number = word.rfind('#');
    if (name == std::string::npos || number == std::string::npos || number < name) continue;
    made.push_back({action_named(word.substr(0, name)), word.substr(name + 1, number - name - 1),
                    std::strtoull(word.c_str() + number + 1, nullptr, 10)});
  }
  return made;
}

/// Lives until the process ends: threads may still pass points while others leave.
struct plan {
  std::mutex mutex;
  std::map<std::string, std::uint64_t, std::less<>> passed;
  std::vector<fault> faults = read_faults(variable("WAYBILL_TEST_FAULT"));
  std::atomic<action> failing{action::none};
  std::string still = variable("WAYBILL_TEST_STILL");
};

auto the_plan() -> plan& {
  static auto* const made = new plan;
  return *made;
}

auto all_passed() -> std::map<std::string, std::uint64_t, std::less<>> {
  auto& now = the_plan();
  const std::lock_guard lock(now.mutex);
  return now.passed;
}

/// Written at once: the process may be about to end.
void note_that_it_struck(const std::string& point) {
  static const auto path = variable("WAYBILL_TEST_STRUCK");
  if (path.empty()) return;
  const auto line = point + "\n";
  const auto fd =
      static_cast<int>(::syscall(SYS_openat, AT_FDCWD, path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600));
  if (fd < 0 || ::syscall(SYS_write, fd, line.data(), line.size()) < 0) std::abort();
  ::syscall(SYS_close, fd);
}

/// Says how often each point was passed when the process ends by itself.
struct tracer {
  ~tracer() {
    const auto path = variable("WAYBILL_TEST_TRACE");
    if (path.empty()) return;
    // Writing is a step of the disk, and passes a point itself: not with the lock held.
    std::ofstream file(path, std::ios::app);
    for (const auto& [point, times] : all_passed()) file << point << ' ' << times << '\n';
  }
};
const tracer at_the_end;

/// Lets the other threads go first, now and then: what meets once in a thousand rounds meets soon.
void dawdle() {
  static const auto every =
      std::strtoull(waybill::crash::variable("WAYBILL_TEST_DAWDLE").c_str(), nullptr, 10);
  if (every == 0) return;
  static std::atomic<std::uint64_t> passings{0};
  constexpr std::uint64_t longest_us = 5'000;
  std::mt19937_64 dice{seed() * 1'000'003 + passings.fetch_add(1)};
  if (dice() % every == 0) std::this_thread::sleep_for(std::chrono::microseconds{dice() % longest_us});
}

}  // namespace

auto variable(const char* name) -> std::string {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : std::string(value);
}

auto seed() -> std::uint64_t { return std::strtoull(variable("WAYBILL_TEST_SEED").c_str(), nullptr, 10); }

auto pass(std::string_view point) -> action {
  dawdle();
  auto& now = the_plan();
  const std::lock_guard lock(now.mutex);
  auto known = now.passed.find(point);
  if (known == now.passed.end()) known = now.passed.emplace(std::string(point), 0).first;
  const auto times = ++known->second;
  for (const auto& each : now.faults) {
    if (each.at != times || each.point != point) continue;
    note_that_it_struck(each.point);
    return each.what;
  }
  return action::none;
}

void end_here() {
  ::kill(::getpid(), SIGKILL);
  for (;;) ::pause();
}

void start_failing(action how) { the_plan().failing = how; }

auto refusal_now() -> int {
  auto& now = the_plan();
  const auto how = now.failing.load();
  if (how == action::none) return 0;
  if (::syscall(SYS_access, now.still.c_str(), F_OK) != 0) {
    now.failing = action::none;
    return 0;
  }
  return how == action::full ? ENOSPC : EIO;
}

}  // namespace waybill::crash

auto waybill_fault_point(const char* name) -> bool {
  using waybill::crash::action;
  switch (waybill::crash::pass(name)) {
    case action::kill:
      waybill::crash::end_here();
    case action::cut:
      waybill::crash::cut_power();
    case action::fling:
      throw std::runtime_error("thrown by a fault point");
    case action::fail:
      return true;
    case action::full:
      waybill::crash::start_failing(action::full);
      return false;
    case action::broken:
      waybill::crash::start_failing(action::broken);
      return false;
    case action::none:
      return false;
  }
  return false;
}
