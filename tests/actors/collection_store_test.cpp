#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

TEST_CASE("given applied chunks, when the index has taken them in, then their identities are still known") {
  store_world world;
  CHECK(world.apply(world.order("imp_1", chunk_of(1, {1, 2, 3}))) == tally{3, 0, 0, 0});
  CHECK(world.apply(world.order("imp_1", chunk_of(2, {3, 4}, 4))) == tally{1, 0, 1, 0});
  world.move_index();
  CHECK(world.apply(world.order("imp_2", chunk_of(1, {1, 4, 5}))) == tally{1, 0, 2, 0});
  // Nothing but the index and the log: what a start finds.
  world.store = std::make_unique<collection_store>(*world.log, *world.rows, 1 << 20);
  REQUIRE(world.store->recover(world.set.collections->at()));
  CHECK(world.apply(world.order("imp_3", chunk_of(1, {1, 2, 3, 4, 5, 6}))) == tally{1, 0, 5, 0});
}

TEST_CASE("given one url in two collections, when both are filled, then each has its own") {
  store_world world;
  CHECK(world.apply(world.order("imp_1", chunk_of(1, {1}))) == tally{1, 0, 0, 0});
  world.move_index();
  world.owner = {"usr_2"};
  CHECK(world.apply(world.order("imp_2", chunk_of(1, {1}))) == tally{1, 0, 0, 0});
  world.move_index();
  CHECK(world.apply(world.order("imp_2", chunk_of(2, {1}, 2))) == tally{0, 0, 1, 0});
}

TEST_CASE(
    "given an import whose chunks come, when one is missing, comes again or leaves records out, then it is "
    "refused") {
  store_world world;
  world.apply(world.order("imp_1", chunk_of(1, {1})));
  const auto gap = world.store->decide(world.order("imp_1", chunk_of(3, {3})));
  REQUIRE_FALSE(gap);
  CHECK(gap.why().code == errc::wrong_version);
  CHECK(world.store->decide(world.order("imp_1", chunk_of(1, {1}))).why().code == errc::wrong_version);
  CHECK(world.store->decide(world.order("imp_1", chunk_of(2, {2}, 3))).why().code == errc::wrong_version);
  CHECK(world.store->decide(world.order("imp_1", chunk_of(2, {2}, 2))));
}

TEST_CASE(
    "given thousands of imports since, when the last chunk of an import is asked for, then it is known") {
  last_chunks last;
  last.put({"imp_0"}, {{{"imp_0"}, 7, 3'001, 0, {}}, 0});
  for (int other = 1; other <= 10'000; ++other) last.put({"imp_" + std::to_string(other)}, {});
  REQUIRE(last.find({"imp_0"}) != nullptr);
  CHECK(last.find({"imp_0"})->head.chunk == 7);
  CHECK(last.find({"imp_10001"}) == nullptr);
}

TEST_CASE(
    "given the first chunk of an import refused, when the one sent behind it comes, then it is refused too") {
  store_world world;
  auto behind = world.order("imp_1", chunk_of(2, {2}, 2));
  behind.behind_another = true;
  CHECK(world.store->decide(behind).why().code == errc::wrong_version);
  world.apply(world.order("imp_1", chunk_of(1, {1})));
  CHECK(world.store->decide(behind));
}

TEST_CASE("given a chunk that was decided and refused by the log, when it is decided again, then as before") {
  store_world world;
  const auto order = world.order("imp_1", chunk_of(1, {1, 1, 2}));
  const auto first = world.store->decide(order);
  REQUIRE(first);
  CHECK(first->head.counts == tally{2, 0, 1, 0});
  CHECK(world.apply(order) == tally{2, 0, 1, 0});
}

TEST_CASE("given a bookmark, when it is deleted, then it is not there until it comes again") {
  store_world world;
  world.apply(world.order("imp_1", chunk_of(1, {1, 2})));
  const auto id = identity_of(url_of(1));
  const bool behind_the_index = GENERATE(false, true);
  if (behind_the_index) world.move_index();
  const auto gone = world.store->decide_deletion("bookmarks", world.owner, id);
  REQUIRE(gone);
  const auto at =
      world.append(collection_stream("bookmarks", world.owner), record_deleted::tag, gone->payload);
  world.store->deleted("bookmarks", world.owner, id, *gone, at);
  CHECK(world.store->decide_deletion("bookmarks", world.owner, id).why().code == errc::not_found);
  if (behind_the_index) world.move_index();
  CHECK(world.store->decide_deletion("bookmarks", world.owner, id).why().code == errc::not_found);
  CHECK(world.apply(world.order("imp_2", chunk_of(1, {1, 2}), "overwrite")) == tally{1, 0, 1, 0});
}

TEST_CASE("given too many identities that the index lacks, when it moves on, then the store need not wait") {
  store_world world{1};
  CHECK_FALSE(world.store->must_wait());
  world.apply(world.order("imp_1", chunk_of(1, {1, 2})));
  CHECK(world.store->must_wait());
  world.move_index();
  CHECK_FALSE(world.store->must_wait());
}
