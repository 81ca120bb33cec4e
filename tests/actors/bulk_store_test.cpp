// Chunks of bulk changes in the store: each is one event, and goes by what is there when it is decided.
#include "domains/bookmarks/bulk.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

struct bulk_world : store_world {
  [[nodiscard]] auto bulk(const std::string& wish, const std::vector<std::uint64_t>& urls,
                          std::uint64_t chunk = 1) const -> bulk_order {
    const auto checked = bookmarks::check_bulk_wish(wish);
    REQUIRE(checked);
    bulk_order order{{"chg_1"},
                     owner,
                     "bookmarks",
                     checked->verb,
                     1,
                     chunk,
                     {},
                     0,
                     bookmarks::changer_of(checked->text, {7})};
    for (const auto url : urls) order.ids.push_back(identity_of(url_of(url)));
    return order;
  }
  [[nodiscard]] auto undo_of(position chunk) const -> bulk_order {
    return {{"chg_2"}, owner, "bookmarks", bulk_verb::undo, 1, 1, {}, chunk, nullptr};
  }

  /// As the store actor does; where its event stands.
  auto apply_bulk(const bulk_order& what) -> std::pair<bulk_tally, position> {
    auto decided = store->decide_bulk(what);
    INFO((decided ? "" : decided.why().message));
    REQUIRE(decided);
    const auto at = append(collection_stream("bookmarks", owner), decided->tag, std::move(decided->payload));
    store->bulk_applied(what, *decided, at);
    return {decided->head.counts, at};
  }

  void begin_anew() {
    store = std::make_unique<collection_store>(*log, *rows, 1 << 20);
    REQUIRE(store->recover(set.collections->at()));
  }

  /// What an import would meet: those that are new to it.
  auto missing(const std::vector<std::uint64_t>& urls) -> std::uint64_t {
    const auto decided = store->decide(order("imp_probe" + std::to_string(++probes_), chunk_of(1, urls)));
    REQUIRE(decided);
    return decided->head.counts.created;
  }

  int probes_ = 0;
};

}  // namespace

TEST_CASE("given bookmarks, when many are deleted at once, then one event says so, and those are gone") {
  bulk_world world;
  world.apply(world.order("imp_1", chunk_of(1, {1, 2, 3, 4})));
  const bool behind_the_index = GENERATE(false, true);
  const bool restarted = GENERATE(false, true);
  if (behind_the_index) world.move_index();
  const auto tail = world.log->tail();
  const auto [counts, at] = world.apply_bulk(world.bulk(R"({"delete":true})", {2, 3, 9}));
  CHECK(counts == bulk_tally{2, 0, 1, 0, 0});
  CHECK(at == tail + 1);
  if (behind_the_index) world.move_index();
  if (restarted) world.begin_anew();
  CHECK(world.missing({1, 2, 3, 4}) == 2);
  CHECK(world.apply_bulk(world.bulk(R"({"delete":true})", {2, 3})).first == bulk_tally{0, 0, 2, 0, 0});
  // They may come again.
  CHECK(world.apply(world.order("imp_2", chunk_of(1, {1, 2, 3, 4}))) == tally{2, 0, 2, 0});
}

TEST_CASE(
    "given tags added to bookmarks, when it is undone, then each is what it was but for those changed "
    "since") {
  bulk_world world;
  world.apply(world.order("imp_1", chunk_of(1, {1, 2, 3, 4})));
  const bool behind_the_index = GENERATE(false, true);
  if (behind_the_index) world.move_index();
  const auto [counts, at] = world.apply_bulk(world.bulk(R"({"add_tags":["new"]})", {1, 2, 3, 9}));
  CHECK(counts == bulk_tally{3, 0, 1, 0, 0});
  CHECK(world.apply_bulk(world.bulk(R"({"add_tags":["new"]})", {1, 2}, 2)).first ==
        bulk_tally{0, 2, 0, 0, 0});
  if (behind_the_index) world.move_index();
  // Somebody else changes one, and deletes another.
  world.apply(world.order("imp_2", chunk_of(1, {2}, 1, "Other title of "), "overwrite"));
  world.apply_bulk(world.bulk(R"({"delete":true})", {3}));
  const auto [undone, undo_at] = world.apply_bulk(world.undo_of(at));
  CHECK(undone == bulk_tally{1, 0, 1, 1, 0});
  const auto event = world.log->read_at(undo_at);
  const auto chunk = load_chunk(*event);
  REQUIRE(chunk);
  REQUIRE((*chunk)->what.records.size() == 1);
  CHECK(bookmarks::decode_row((*chunk)->what.records[0].after)->tags.empty());
  CHECK(bookmarks::decode_row((*chunk)->what.records[0].before)->tags == std::vector<std::string>{"new"});
  CHECK(world.apply_bulk(world.undo_of(at)).first == bulk_tally{0, 0, 1, 2, 0});
}

TEST_CASE("given bookmarks deleted at once, when it is undone and that too, then they come and go") {
  bulk_world world;
  world.apply(world.order("imp_1", chunk_of(1, {1, 2, 3})));
  const bool behind_the_index = GENERATE(false, true);
  const auto step = [&] {
    if (behind_the_index) world.move_index();
    if (behind_the_index) world.begin_anew();
  };
  step();
  const auto gone = world.apply_bulk(world.bulk(R"({"delete":true})", {1, 2})).second;
  step();
  // One came again by itself.
  world.apply(world.order("imp_2", chunk_of(1, {2})));
  step();
  const auto [back, back_at] = world.apply_bulk(world.undo_of(gone));
  CHECK(back == bulk_tally{1, 0, 0, 1, 0});
  step();
  CHECK(world.missing({1, 2, 3}) == 0);
  CHECK(world.apply_bulk(world.undo_of(back_at)).first == bulk_tally{1, 0, 0, 0, 0});
  step();
  CHECK(world.missing({1, 2, 3}) == 1);
}

TEST_CASE("given a chunk of a bulk change that the log refuses, when it is decided again, then as before") {
  bulk_world world;
  world.apply(world.order("imp_1", chunk_of(1, {1, 2})));
  const auto order = world.bulk(R"({"delete":true})", {1, 2});
  REQUIRE(world.store->decide_bulk(order));
  CHECK(world.missing({1, 2}) == 0);
  CHECK(world.apply_bulk(order).first == bulk_tally{2, 0, 0, 0, 0});
}
