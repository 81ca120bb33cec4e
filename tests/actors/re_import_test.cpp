// Files that come again: what the store finds by following earlier chunks, and whether it is right.
#include <map>
#include <numeric>
#include <random>

#include "projections/bookmarks/listing_model.hpp"
#include "projections/collections/collections_model.hpp"
#include "projections/collections/live_records.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

auto numbers(std::uint64_t first, std::uint64_t count) -> std::vector<std::uint64_t> {
  std::vector<std::uint64_t> made(count);
  std::iota(made.begin(), made.end(), first);
  return made;
}

auto ids_of(const std::vector<std::uint64_t>& urls) -> candidate_chunk { return *chunk_of(1, urls); }

auto all_of(const candidate_chunk& chunk) -> std::vector<std::uint32_t> {
  std::vector<std::uint32_t> all(chunk.records.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

/// Collections of three owners, and plain maps of where each of their bookmarks must stand.
class checked_collections {
 public:
  explicit checked_collections(std::uint64_t seed) : random_{seed} {}

  void something_by_chance() {
    world_.owner.value = owners[random_() % owners.size()];
    switch (random_() % 12) {
      case 0:
        return move_index();
      case 1:
      case 2:
        return forget();
      case 3:
        return flush_half();
      case 4:
      case 5:
        return remove(random_() % pool);
      case 6: {  // in no order
        std::vector<std::uint64_t> urls(random_() % most + 1);
        for (auto& url : urls) url = random_() % pool;
        return import(urls);
      }
      default:  // in an order that came before, or will come again
        return import(numbers(random_() % pool / 40 * 40, random_() % most + 1));
    }
  }

  /// The read models say of each record of each chunk whether it is the last word, and equal those that are
  /// folded from nothing with other borders between flushes.
  void check_read_models() {
    REQUIRE(world_.set.collections->catch_up());
    for (const auto& [owner, mine] : stands_) {
      std::map<position, record_bits> must;
      for (const auto& [url, one] : mine)
        if (one.live) must[one.at.at].set(one.at.index);
      std::map<position, record_bits> found;
      REQUIRE(scan_live(*world_.rows, owner_digest(owner), 0, [&](position at, record_bits live) {
        found.emplace(at, std::move(live));
        return true;
      }));
      REQUIRE(found.size() == must.size());
      for (const auto& [at, live] : must) CHECK(found[at].bytes() == live.bytes());
    }
    const temporary_directory elsewhere;
    const auto anew = projection_store::open({elsewhere.path() + "/rows"});
    REQUIRE(anew);
    const auto set = open_projection_set(*world_.log, **anew, {});
    REQUIRE(set);
    for (bool more = true; more;) {
      const auto folded = set->collections->step(random_() % 500'000 + 1, random_() % 900 + 1, true);
      REQUIRE(folded);
      more = *folded;
    }
    CHECK(*(*anew)->content_digest() == *world_.rows->content_digest());
  }

 private:
  static constexpr std::uint64_t pool = 400, most = 100;
  static constexpr std::size_t generations = 2;
  struct standing {
    record_place at;
    bool live = true;
  };

  auto mine() -> std::map<std::uint64_t, standing>& { return stands_[world_.owner.value]; }

  /// An import of one chunk. Each record must meet the place where it stands, and its row, and none other.
  void import(const std::vector<std::uint64_t>& urls) {
    const auto number = std::to_string(++imports_);
    const bool overwrites = random_() % 2 == 0;
    world_.apply(world_.order("imp_" + number, chunk_of(1, urls, 1, overwrites ? number : ""),
                              overwrites ? "overwrite" : "skip"));
    const auto at = world_.log->tail();
    const auto chunk = load_chunk(*world_.log->read_at(at));
    REQUIRE(chunk);
    const auto& records = (*chunk)->what.records;
    REQUIRE(records.size() == urls.size());
    for (std::uint32_t i = 0; i < urls.size(); ++i) {
      const auto& record = records[i];
      const auto known = mine().find(urls[i]);
      CHECK((record.what != outcome::created) == (known != mine().end() && known->second.live));
      const record_place before{record.before_at, record.before_index};
      CHECK(before == (known == mine().end() ? record_place{} : known->second.at));
      if (record.what == outcome::updated) {
        const auto old = load_chunk(*world_.log->read_at(before.at));
        CHECK((*old)->what.records[before.index].after == record.before);
      }
      if (!record.after.empty()) mine()[urls[i]] = {{at, i}, true};
    }
  }

  void remove(std::uint64_t url) {
    const auto known = mine().find(url);
    const bool there = known != mine().end() && known->second.live;
    const auto gone = world_.store->decide_deletion("bookmarks", world_.owner, identity_of(url_of(url)));
    CHECK(gone.operator bool() == there);
    if (!gone) return;
    const auto at =
        world_.append(collection_stream("bookmarks", world_.owner), record_deleted::tag, gone->payload);
    world_.store->deleted("bookmarks", world_.owner, identity_of(url_of(url)), *gone, at);
    known->second = {{at, 0}, false};
  }

  void move_index() {
    REQUIRE(world_.set.collections->step(random_() % 200'000 + 1, random_() % 300 + 1, random_() % 2 == 0));
    if (random_() % 2 == 0) tell();
  }
  void tell() {
    told_ = world_.set.collections->at();
    world_.store->index_moved(told_);
  }

  /// The store remembers no more than it must: what the index was not said to hold.
  void forget() {
    if (random_() % 2 == 0) tell();
    world_.store = std::make_unique<collection_store>(*world_.log, *world_.rows, 1 << 20, generations);
    REQUIRE(world_.store->recover(told_));
  }

  /// A flush that ends half way: the files are taken in, the rows that go with the checkpoint are not.
  void flush_half() {
    const auto model = make_collections_model();
    const auto events = world_.log->read_all(world_.set.collections->at() + 1, random_() % 20 + 1, 1 << 20);
    REQUIRE(events);
    for (const auto& event : *events) REQUIRE(model->fold(event));
    row_changes lost;
    REQUIRE(model->flush(*world_.rows, lost));
  }

  const std::vector<std::string> owners{"usr_1", "usr_2", "usr_3"};
  store_world world_{generations};
  std::map<std::string, std::map<std::uint64_t, standing>> stands_;
  std::mt19937_64 random_;
  std::uint64_t imports_ = 0;
  position told_ = 0;
};

}  // namespace

TEST_CASE(
    "given imports, deletions, flushes and restarts by chance, then each record meets its last version") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  checked_collections collections{seed};
  for (int step = 0; step < 600; ++step) collections.something_by_chance();
  collections.check_read_models();
}

TEST_CASE("given chunks of a collection, when records come in their order, then the trail finds them") {
  store_world world;
  const auto owner = owner_digest(world.owner.value);
  for (std::uint64_t chunk = 0; chunk < 4; ++chunk)
    world.apply(world.order("imp_1", chunk_of(chunk + 1, numbers(chunk * 50, 50), chunk * 50 + 1)));
  world.move_index();
  collection_reader reader{*world.log};
  chunk_trails trails{*world.rows, reader};
  const auto follow = [&](const std::vector<std::uint64_t>& urls) {
    const auto chunk = ids_of(urls);
    auto ask = all_of(chunk);
    return trails.follow(owner, chunk, ask).size();
  };
  CHECK(follow(numbers(0, 50)) == 0);  // nobody knows where they begin
  trails.turn_to(owner, 1);
  CHECK(follow(numbers(0, 50)) == 50);
  CHECK(follow(numbers(50, 100)) == 100);
  CHECK(follow(numbers(150, 50)) == 50);
  trails.turn_to(owner, 3);
  CHECK(follow(numbers(110, 60)) == 60);  // not all of a chunk, and of the next
  SECTION("others than before") { CHECK(follow(numbers(1'000, 50)) == 0); }
  SECTION("few are asked of the index") {
    const auto chunk = ids_of(numbers(150, 50));
    std::vector<std::uint32_t> ask{0, 1, 2};
    CHECK(trails.follow(owner, chunk, ask).empty());
  }
  SECTION("somebody else's collection") {
    const auto chunk = ids_of(numbers(150, 50));
    auto ask = all_of(chunk);
    CHECK(trails.follow(owner_digest("usr_2"), chunk, ask).empty());
    CHECK(ask.size() == 50);
  }
  SECTION("some were changed since") {
    world.apply(world.order("imp_2", chunk_of(1, numbers(150, 25), 1, "new "), "overwrite"));
    world.move_index();
    const auto chunk = ids_of(numbers(150, 50));
    auto ask = all_of(chunk);
    // The changed ones stand in the next chunk.
    for (const auto& [record, place] : trails.follow(owner, chunk, ask))
      CHECK(place == (record < 25 ? record_place{5, record} : record_place{4, record}));
    CHECK(ask.empty());
  }
}

TEST_CASE(
    "given records in another order, when the trail led nowhere some times, then it rests, and is tried "
    "again") {
  store_world world;
  const auto owner = owner_digest(world.owner.value);
  world.apply(world.order("imp_1", chunk_of(1, numbers(0, 50))));
  world.move_index();
  collection_reader reader{*world.log};
  chunk_trails trails{*world.rows, reader};
  trails.turn_to(owner, 1);
  const auto known = ids_of(numbers(0, 50));
  const auto unknown = ids_of(numbers(500, 50));
  const auto follow = [&](const candidate_chunk& chunk) {
    auto ask = all_of(chunk);
    return trails.follow(owner, chunk, ask).size();
  };
  for (int i = 0; i < 10; ++i) CHECK(follow(unknown) == 0);
  int tries = 0;
  while (follow(known) == 0 && tries < 1'000) ++tries;
  CHECK(tries > 0);
  CHECK(tries < 65);
}
