#include "events/collection/outcome.hpp"

#include <catch2/catch.hpp>

#include "events/collection/events.hpp"

using namespace waybill;

TEST_CASE(
    "given outcomes, when they are counted, then each is counted as itself and processed is their sum") {
  tally counts;
  for (std::uint64_t i = 0; i < 4; ++i)
    for (std::uint64_t times = 0; times <= i; ++times) counts.count(static_cast<outcome>(i));
  CHECK(counts == tally{1, 2, 3, 4});
  CHECK(counts.processed() == 10);
  for (std::uint64_t i = 0; i < 4; ++i) CHECK(counts.of(static_cast<outcome>(i)) == i + 1);
  counts += tally{10, 20, 30, 40};
  CHECK(counts == tally{11, 22, 33, 44});
}

TEST_CASE("given outcomes, when they are named, then the name leads back") {
  for (std::uint64_t i = 0; i < enum_end(outcome{}); ++i) {
    const auto what = static_cast<outcome>(i);
    CHECK(outcome_of(name_of(what)) == what);
  }
  CHECK_FALSE(outcome_of("lost"));
}

TEST_CASE("given names of streams, when they are taken apart, then only a collection's has kind and owner") {
  const auto stream = collection_stream("bookmarks", user_id{"usr_1"});
  collection_name name;
  REQUIRE(parse_collection_stream(stream, name));
  CHECK(name.kind == "bookmarks");
  CHECK(name.owner == "usr_1");
  CHECK_FALSE(parse_collection_stream("import/imp_1", name));
  CHECK_FALSE(parse_collection_stream("collection/bookmarks", name));
  CHECK_FALSE(parse_collection_stream("", name));
}
