// The machine's clock is put back, as it happens when it was wrong: nobody waits until it has caught up.
#include <catch2/catch.hpp>

#include "actors/backups.hpp"
#include "actors/import_reading.hpp"
#include "actors/rising_time.hpp"
#include "actors/sign_in_throttle.hpp"

using namespace waybill;

namespace {

constexpr std::int64_t second = 1'000'000, hour = 3'600 * second, day = 24 * hour;
constexpr instant noon{1'700'000'000'000'000};

auto after(std::int64_t us) -> instant { return {noon.us + us}; }

/// A wrong password of a name that nobody has; how many seconds to wait, 0: it was looked at.
auto guess(sign_in_throttle& at, const std::string& name, instant when) -> std::int64_t {
  return at.begin({name, "192.0.2.1", "", ""}, when).wait_s;
}

}  // namespace

TEST_CASE("given a clock that is put back, when spans are measured, then time goes on from where it was") {
  rising_time time;
  CHECK(time.at(noon) == noon);
  CHECK(time.at(after(hour)) == after(hour));
  CHECK(time.at(after(hour - day)) == after(hour));
  CHECK(time.at(after(hour - day + 10 * second)) == after(hour + 10 * second));
  CHECK(time.at(after(-3 * day)) == after(hour + 10 * second));
  CHECK(time.at(after(-3 * day + second)) == after(hour + 11 * second));
}

TEST_CASE(
    "given failed sign-ins, when the clock is put back by a day, then who failed waits no longer than "
    "before, "
    "and others not at all") {
  sign_in_throttle at{{}, "salt"};
  // Nobody failed often, but the line has failures.
  for (int i = 0; i < 99; ++i) REQUIRE(guess(at, "name" + std::to_string(i), noon) == 0);
  CHECK(guess(at, "ann", after(-day)) == 0);
  // From here on the line is full, as it would be without the jump.
  CHECK(guess(at, "bob", after(-day + second)) == 35);
  CHECK(guess(at, "bob", after(-day + 37 * second)) == 0);

  for (int i = 0; i < 5; ++i) at.begin({"eve", "192.0.2.2", "", ""}, after(-day + hour));
  CHECK(at.begin({"eve", "192.0.2.2", "", ""}, after(-2 * day)).wait_s == 30);
  CHECK(at.begin({"eve", "192.0.2.2", "", ""}, after(-2 * day + 31 * second)).wait_s == 0);
}

TEST_CASE(
    "given an import that waits for its handler, when the clock is put back, then it goes on, and does not "
    "wait for that time to come again") {
  CHECK(pause_left(after(60 * second), noon) == std::chrono::seconds{60});
  CHECK(pause_left(after(hour), noon) == std::chrono::hours{1});
  CHECK_FALSE(pause_left(noon, noon));
  CHECK_FALSE(pause_left(noon, after(second)));
  CHECK_FALSE(pause_left(after(60 * second), after(-day)));
}

TEST_CASE("given a last backup that is still to come by the clock, when the next is due, then it is now") {
  backup_finished finished;
  finished.began_at = noon;
  const std::vector<told_backup> told{{1, after(second), "system", finished}};
  CHECK(next_backup_at(told, 24, after(hour)) == after(day));
  CHECK(next_backup_at(told, 24, after(-30 * day)) == after(-30 * day));
  CHECK_FALSE(next_backup_at(told, 0, after(-30 * day)));
  const std::vector<told_backup> in_vain{{1, noon, "system", backup_failed{}}};
  CHECK(next_backup_at(in_vain, 24, after(second)) == after(hour));
  CHECK(next_backup_at(in_vain, 24, after(-30 * day)) == after(-30 * day));
}
