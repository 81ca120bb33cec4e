#include "actors/commit_meter.hpp"

#include <catch2/catch.hpp>

using namespace waybill;
using namespace std::chrono_literals;

namespace {

auto at(std::chrono::milliseconds since_start) -> commit_meter::time {
  return commit_meter::time{1h} + since_start;
}

}  // namespace

TEST_CASE("given a log that did nothing, when its pace is asked, then all figures are zero") {
  const auto seen = commit_meter{}.read(at(0ms));
  CHECK(seen.commits == 0);
  CHECK(seen.per_second == 0);
  CHECK(seen.p99 == 0ns);
}

TEST_CASE(
    "given 100 commits of which one took long, when the pace is asked, then p99 and most tell them apart") {
  commit_meter meter;
  for (int i = 0; i < 98; ++i) meter.took(at(0ms), at(2ms));
  meter.took(at(0ms), at(50ms));
  meter.took(at(0ms), at(900ms));
  const auto seen = meter.read(at(1s));
  CHECK(seen.commits == 100);
  CHECK(seen.per_second == Approx(10));
  CHECK(seen.p50 == 2ms);
  CHECK(seen.p99 == 50ms);
  CHECK(seen.most == 900ms);
}

TEST_CASE("given commits of an hour ago, when the pace is asked, then only their number is known") {
  commit_meter meter;
  meter.took(at(0ms), at(2ms));
  const auto seen = meter.read(at(3'600s));
  CHECK(seen.commits == 1);
  CHECK(seen.per_second == 0);
  CHECK(seen.p50 == 0ns);
}

TEST_CASE(
    "given more commits in ten seconds than are kept, when the rate is asked, then it is not too small") {
  commit_meter meter;
  for (int i = 0; i < 5'000; ++i) meter.took(at(1ms * i), at(1ms * i + 1ms));
  CHECK(meter.read(at(5s)).per_second == Approx(1'000).margin(10));
}
