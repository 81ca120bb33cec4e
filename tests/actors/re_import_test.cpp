// Files that come again: what the store finds by following earlier chunks, and whether it is right.
#include <map>
#include <numeric>
#include <random>

#include "projections/live_records.hpp"
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

/// A collection, and a plain map of where each of its bookmarks must stand.
class checked_collection {
 public:
  explicit checked_collection(std::uint64_t seed) : random_{seed} {}

  /// An import of one chunk. Each record must have met the place where it stood, and none other.
  void import(const std::vector<std::uint64_t>& urls, const std::string& policy) {
    const auto number = std::to_string(++imports_);
    const auto order =
        world_.order("imp_" + number, chunk_of(1, urls, 1, policy == "skip" ? "" : number), policy);
    world_.apply(order);
    const auto at = world_.log->tail();
    const auto event = world_.log->read_at(at);
    REQUIRE(event);
    chunk_applied chunk;
    REQUIRE(decode(event->payload, chunk));
    REQUIRE(chunk.records.size() == urls.size());
    for (std::uint32_t i = 0; i < urls.size(); ++i) {
      const auto& record = chunk.records[i];
      const auto known = stands_.find(urls[i]);
      const bool there = known != stands_.end() && known->second.live;
      CHECK((record.what == outcome::created) != there);
      const record_place before{record.before_at == same_event ? at : record.before_at, record.before_index};
      CHECK(before == (known == stands_.end() ? record_place{} : known->second.at));
      if (!record.after.empty()) stands_[urls[i]] = {{at, i}, true};
    }
  }

  void remove(std::uint64_t url) {
    const auto known = stands_.find(url);
    const bool there = known != stands_.end() && known->second.live;
    const auto id = identity_of(url_of(url));
    const auto payload = world_.store->decide_deletion("bookmarks", world_.owner, id);
    CHECK(payload.operator bool() == there);
    if (!payload) return;
    const auto at =
        world_.append(collection_stream("bookmarks", world_.owner), record_deleted::tag, *payload);
    world_.store->deleted("bookmarks", world_.owner, id, at);
    known->second = {{at, 0}, false};
  }

  /// The read model must say of each record of each chunk whether it is the last word.
  void move_index() {
    world_.move_index();
    std::map<position, record_bits> must;
    for (const auto& [url, one] : stands_)
      if (one.live) must[one.at.at].set(one.at.index);
    std::map<position, record_bits> found;
    REQUIRE(scan_live(*world_.rows, owner_digest(world_.owner.value), 0, [&](position at, record_bits live) {
      found.emplace(at, std::move(live));
      return true;
    }));
    REQUIRE(found.size() == must.size());
    for (const auto& [at, live] : must) CHECK(found[at].bytes() == live.bytes());
  }

  void restart() {
    world_.store = std::make_unique<collection_store>(*world_.log, *world_.rows, 1 << 20, generations);
    REQUIRE(world_.store->recover(world_.set.bookmarks->at()));
  }

  void something_by_chance() {
    constexpr std::uint64_t pool = 600, most = 120;
    switch (random_() % 8) {
      case 0:
        return move_index();
      case 1:
        return random_() % 4 == 0 ? restart() : remove(random_() % pool);
      case 2: {  // in no order
        std::vector<std::uint64_t> urls(random_() % most + 1);
        for (auto& url : urls) url = random_() % pool;
        return import(urls, policy());
      }
      default:  // in an order that came before, or will come again
        return import(numbers(random_() % pool / 50 * 50, random_() % most + 1), policy());
    }
  }

 private:
  static constexpr std::size_t generations = 2;
  struct standing {
    record_place at;
    bool live = true;
  };
  auto policy() -> std::string { return random_() % 2 == 0 ? "skip" : "overwrite"; }

  store_world world_{generations};
  std::map<std::uint64_t, standing> stands_;
  std::mt19937_64 random_;
  std::uint64_t imports_ = 0;
};

}  // namespace

TEST_CASE(
    "given imports, overwrites, deletions and restarts by chance, when records come again, then each meets "
    "its "
    "last version where it stands") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  checked_collection collection{seed};
  for (int step = 0; step < 400; ++step) collection.something_by_chance();
  collection.move_index();
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
  CHECK(follow(numbers(100, 90)) == 90);  // not all of a chunk, and the next
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
    "given records that come in another order, when the trail led nowhere some times, then it rests and is "
    "tried "
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
  CHECK(follow(known) == 50);
}
