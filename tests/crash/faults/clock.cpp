// A wall clock that jumps: WAYBILL_TEST_CLOCK=N moves it by up to WAYBILL_TEST_CLOCK_HOURS, forward or back,
// at about every N-th look. The steady clock is let be, as on a real machine.
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <random>

#include "tests/crash/faults/points.hpp"

namespace {

/// Seconds to add now.
auto offset() -> std::int64_t {
  static const auto every =
      std::strtoull(waybill::crash::variable("WAYBILL_TEST_CLOCK").c_str(), nullptr, 10);
  if (every == 0) return 0;
  static std::atomic<std::uint64_t> looks{0};
  static const auto most_s =
      3'600 * std::strtoll(waybill::crash::variable("WAYBILL_TEST_CLOCK_HOURS").c_str(), nullptr, 10);
  std::mt19937_64 dice{waybill::crash::seed() * 1'000'003 + looks.fetch_add(1) / every};
  return static_cast<std::int64_t>(dice() % (2 * most_s)) - most_s;
}

}  // namespace

extern "C" auto clock_gettime(clockid_t which, timespec* now) noexcept -> int {
  const auto answer = static_cast<int>(::syscall(SYS_clock_gettime, which, now));
  if (answer == 0 && which == CLOCK_REALTIME) now->tv_sec += offset();
  return answer;
}
