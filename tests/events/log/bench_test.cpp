// Measures; not part of the ordinary run: test_event_log "[bench]"
#include <cstdio>
#include <random>

#include "tests/bench/measure.hpp"
#include "tests/events/log/raw_store.hpp"

using namespace waybill;
using namespace waybill::log_tests;
using bench::stopwatch;

namespace {

constexpr std::size_t chunk_bytes = 150'000;
constexpr std::uint64_t chunks = 2000;
constexpr std::uint64_t records_a_chunk = 500;

auto random_bytes(std::size_t size) -> std::string {
  std::mt19937_64 random(1);
  std::string bytes(size, '\0');
  for (auto& byte : bytes) byte = static_cast<char>(random());
  return bytes;
}

void measure_reading(const event_log& log, const char* how) {
  const stopwatch time;
  std::uint64_t bytes = 0;
  for (position from = 1; from <= log.tail();) {
    const auto page = *log.read_all(from, 1000, 4U << 20);
    for (const auto& event : page) bytes += event.payload.size();
    from = page.back().head.at + 1;
  }
  std::printf("read_all, %s: %.0f MB/s\n", how, static_cast<double>(bytes) / 1e6 / time.seconds());
}

}  // namespace

TEST_CASE("given chunks one by one, when committed and read, then the rates are printed", "[.][bench]") {
  const temporary_directory directory;
  {
    const auto log = open_or_fail(directory);
    const auto payload = random_bytes(chunk_bytes);
    double longest = 0;
    const stopwatch time;
    for (std::uint64_t i = 0; i < chunks; ++i) {
      const stopwatch single;
      must(*log, one("collection/bookmarks/usr_1", i, {payload}));
      longest = std::max(longest, single.seconds());
    }
    const auto rate = static_cast<double>(chunks) / time.seconds();
    std::printf("chunks of %zu bytes: %.0f commits/s, %.0f records/s, longest %.1f ms\n", chunk_bytes, rate,
                rate * records_a_chunk, longest * 1e3);
    measure_reading(*log, "as written");
  }
  const stopwatch opening;
  const auto log = open_or_fail(directory);
  std::printf("opening: %.0f ms; on disk %.1f MB\n", opening.seconds() * 1e3,
              static_cast<double>(log->size_bytes()) / 1e6);
  measure_reading(*log, "reopened");
  const stopwatch checking;
  check_whole(*log);
  std::printf("verify: %.0f MB/s\n", static_cast<double>(chunks * chunk_bytes) / 1e6 / checking.seconds());
}

TEST_CASE("given groups of 64 small transactions, when committed, then the rate is printed", "[.][bench]") {
  const temporary_directory directory;
  const auto log = open_or_fail(directory);
  static constexpr std::uint64_t groups = 300;
  const stopwatch time;
  for (std::uint64_t round = 0; round < groups; ++round) {
    std::vector<transaction> group;
    for (std::uint64_t i = 0; i < 64; ++i)
      group.push_back(one("import/imp_" + std::to_string(i), round, {std::string(300, 'x')}));
    for (const auto& answer : log->commit(group)) REQUIRE(answer.ok());
  }
  std::printf("groups of 64: %.0f transactions/s\n", static_cast<double>(groups * 64) / time.seconds());
  const stopwatch reading;
  const auto events = *log->read_all(1, all_events, all_bytes);
  std::printf("reading them: %.0f events/s\n", static_cast<double>(events.size()) / reading.seconds());
}
