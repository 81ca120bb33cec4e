#include "actors/chunk_retries.hpp"

#include <catch2/catch.hpp>

using namespace waybill;
using std::chrono::milliseconds;

TEST_CASE(
    "given a chunk that is refused again and again, when it was tried four times, then there is no pause "
    "more") {
  chunk_retries retries{GENERATE(1U, 7U, 99U)};
  std::uint32_t tries = 0;
  for (const auto whole : {milliseconds{500}, milliseconds{1'000}, milliseconds{2'000}}) {
    const auto pause = retries.refused();
    REQUIRE(pause);
    CHECK(pause->tries == ++tries);
    CHECK(pause->time >= whole * 3 / 4);
    CHECK(pause->time <= whole * 5 / 4);
    CHECK(retries.resting());
    CHECK(retries.over(pause->number));
    CHECK_FALSE(retries.resting());
  }
  CHECK_FALSE(retries.refused());
}

TEST_CASE(
    "given a chunk that was taken after a refusal, when the next is refused, then it has all its tries") {
  chunk_retries retries;
  CHECK(retries.refused());
  CHECK(retries.refused());
  retries.begin_anew();
  CHECK_FALSE(retries.resting());
  CHECK(retries.refused()->tries == 1);
}

TEST_CASE("given a pause that another took the place of, when it is over, then that counts for nothing") {
  chunk_retries retries;
  const auto first = retries.refused();
  retries.begin_anew();
  CHECK_FALSE(retries.over(first->number));
  const auto second = retries.refused();
  CHECK_FALSE(retries.over(first->number));
  CHECK(retries.resting());
  CHECK(retries.over(second->number));
}

TEST_CASE(
    "given records that are given up, when their chunk is sent, then the reason goes with it, and with no "
    "other") {
  chunk_retries retries;
  retries.give_up({errc::unavailable, "gone"});
  CHECK(retries.gave_up());
  CHECK(retries.take_reason()->message == "gone");
  CHECK_FALSE(retries.take_reason());
  CHECK(retries.gave_up());
  retries.begin_anew();
  CHECK_FALSE(retries.gave_up());
}
