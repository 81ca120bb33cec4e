#include "actors/sent_chunks.hpp"

#include <catch2/catch.hpp>

using namespace waybill;

namespace {

auto taken(std::uint64_t created) -> chunk_header {
  chunk_header head;
  head.counts.created = created;
  return head;
}

}  // namespace

TEST_CASE(
    "given chunks that are taken whole, when they are answered, then each counts and there is room again") {
  sent_chunks sent;
  CHECK(sent.none());
  sent.add(10);
  CHECK(sent.room());
  sent.add(5);
  CHECK_FALSE(sent.room());
  CHECK(sent.records() == 15);
  CHECK(sent.answered(taken(10)));
  CHECK(sent.records() == 5);
  CHECK(sent.room());
  CHECK(sent.answered(taken(5)));
  CHECK(sent.none());
  CHECK(sent.sound());
}

TEST_CASE(
    "given a chunk that is refused, when the one behind it is answered too, then the first reason stands") {
  sent_chunks sent;
  sent.add(10);
  sent.add(10);
  CHECK_FALSE(sent.answered(error{errc::storage_full, "The disk is full.", {}}));
  CHECK_FALSE(sent.room());
  CHECK_FALSE(sent.answered(error{errc::wrong_version, "It does not follow.", {}}));
  CHECK(sent.none());
  const auto why = sent.begin_again();
  REQUIRE(why);
  CHECK(why->code == errc::storage_full);
  CHECK(sent.sound());
}

TEST_CASE(
    "given a chunk that is cut short, when the one behind it is refused for that, then no error is left") {
  sent_chunks sent;
  sent.add(10);
  sent.add(10);
  CHECK(sent.answered(taken(4))->counts.created == 4);
  CHECK_FALSE(sent.answered(error{errc::wrong_version, "It does not follow.", {}}));
  CHECK_FALSE(sent.sound());
  CHECK_FALSE(sent.begin_again());
  CHECK(sent.room());
}
