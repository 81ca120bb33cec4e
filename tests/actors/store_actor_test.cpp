// The store as an actor: when it waits, whom it answers, and that it never keeps anybody for ever.
#include "actors/store_actor.hpp"

#include <filesystem>
#include <numeric>

#include "actors/ask.hpp"
#include "actors/log_actor.hpp"
#include "actors/projector.hpp"
#include "events/log/rocksdb_log.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

/// A store as an actor, with the log and the index it talks to.
struct actor_world : store_world {
  explicit actor_world(std::size_t most_generations = collection_store::usual_generations,
                       std::unique_ptr<event_log> to = open_memory_log())
      : store_world(most_generations, std::move(to)) {
    config.set("scheduler.max-threads", 2);
    system = std::make_unique<caf::actor_system>(config);
    writer = spawn_log_actor(*system, *log);
  }
  ~actor_world() {
    for (const auto& one : {caf::actor_cast<caf::actor>(actor), caf::actor_cast<caf::actor>(index),
                            caf::actor_cast<caf::actor>(writer)})
      caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
    actor = nullptr;
    index = nullptr;
    writer = nullptr;
    system.reset();
  }
  actor_world(const actor_world&) = delete;
  auto operator=(const actor_world&) -> actor_world& = delete;

  /// `tells`: whether the index says when it moved on, as it does unless it is stuck.
  void open(bool tells) {
    index =
        spawn_projector(*system, *set.bookmarks,
                        {"bookmarks", 4 << 20, 1'000'000, std::chrono::hours{1}, [this, tells](position at) {
                           if (tells) caf::anon_send(actor, index_advanced{at});
                         }});
    actor = spawn_store_actor(*system, *store, *log, writer, index, system_clock_source());
  }
  auto ask_chunk(std::uint64_t number, const std::vector<std::uint64_t>& urls, std::uint64_t first_record = 1)
      -> result<chunk_header> {
    auto what = std::make_shared<const chunk_order>(order("imp_1", chunk_of(number, urls, first_record)));
    auto answer = ask<chunk_answer>(*system, actor, apply_chunk{std::move(what)});
    if (!answer) return answer.why();
    return std::move(answer->what);
  }

  /// Sends the second before the first is answered, as an import does.
  auto ask_two(const std::shared_ptr<const candidate_chunk>& first,
               const std::shared_ptr<const candidate_chunk>& second)
      -> std::pair<result<chunk_header>, result<chunk_header>> {
    caf::scoped_actor self{*system};
    auto before = order("imp_1", first);
    before.next = second;
    auto one = self->request(actor, caf::infinite,
                             apply_chunk{std::make_shared<const chunk_order>(std::move(before))});
    auto other = self->request(actor, caf::infinite,
                               apply_chunk{std::make_shared<const chunk_order>(order("imp_1", second))});
    std::pair<result<chunk_header>, result<chunk_header>> told;
    one.receive([&](chunk_answer& answer) { told.first = std::move(answer.what); },
                [](const caf::error&) { FAIL("the first chunk was not answered"); });
    other.receive([&](chunk_answer& answer) { told.second = std::move(answer.what); },
                  [](const caf::error&) { FAIL("the second chunk was not answered"); });
    return told;
  }

  caf::actor_system_config config;
  std::unique_ptr<caf::actor_system> system;
  log_actor writer;
  projector_actor index;
  store_actor actor;
};

/// Its memory is full after the first chunk, so that it waits for the index before every other.
struct waiting_world : actor_world {
  waiting_world() : actor_world(1) {}
};

}  // namespace

TEST_CASE("given two chunks sent at once, when both are applied, then each has the outcomes of its turn") {
  const bool overlap = GENERATE(false, true);
  actor_world world;
  world.open(true);
  for (std::uint64_t number = 1; number < 60; number += 2) {
    const auto fresh = 10 * number;
    const auto first = chunk_of(number, {fresh, fresh + 1}, 2 * number - 1);
    const auto second = chunk_of(number + 1, {fresh + 2, overlap ? fresh : fresh + 3}, 2 * number + 1);
    const auto told = world.ask_two(first, second);
    REQUIRE(told.first);
    CHECK(told.first->counts == tally{2, 0, 0, 0});
    REQUIRE(told.second);
    CHECK(told.second->counts == (overlap ? tally{1, 0, 1, 0} : tally{2, 0, 0, 0}));
  }
  CHECK(world.log->tail() == 60);
}

TEST_CASE("given two chunks sent at once, when the log refuses the first, then the second is refused too") {
  // Room for what is small, and not for what is large.
  const temporary_directory disk;
  log_options options{.directory = disk.path() + "/log"};
  options.min_free_bytes = 3 * (std::filesystem::space(disk.path()).free / 2);
  actor_world world{8, *open_rocksdb_log(options)};
  world.open(true);
  // An import that the store knows, and one that it has not seen since it started.
  const std::uint64_t applied_before = GENERATE(0, 1);
  if (applied_before == 1) REQUIRE(world.ask_chunk(1, {1}));
  const auto number = applied_before + 1;
  std::vector<std::uint64_t> many(1'000);
  std::iota(many.begin(), many.end(), 1'000);
  const auto refused =
      world.ask_two(chunk_of(number, many, number), chunk_of(number + 1, {3}, number + many.size()));
  REQUIRE_FALSE(refused.first);
  CHECK(refused.first.why().code == errc::storage_full);
  REQUIRE_FALSE(refused.second);
  CHECK(refused.second.why().code == errc::wrong_version);
  CHECK(world.log->tail() == applied_before);
  const auto applied = world.ask_two(chunk_of(number, {2}, number), chunk_of(number + 1, {3}, number + 1));
  CHECK(applied.first);
  CHECK(applied.second);
  CHECK(world.log->tail() == applied_before + 2);
}

TEST_CASE("given a full memory, when a chunk comes, then it is applied once the index has moved on") {
  waiting_world world;
  world.open(true);
  for (std::uint64_t number = 1; number <= 20; ++number) {
    const auto answer = world.ask_chunk(number, {number, number + 1}, 2 * number - 1);
    REQUIRE(answer);
    CHECK(answer->counts == (number == 1 ? tally{2, 0, 0, 0} : tally{1, 0, 1, 0}));
  }
  CHECK(world.ask_chunk(22, {1}).why().code == errc::wrong_version);
}

TEST_CASE("given an index that does not move on, when the engine stops, then who waits is answered") {
  waiting_world world;
  world.open(false);
  REQUIRE(world.ask_chunk(1, {1}));
  caf::scoped_actor self{*world.system};
  const auto chunk = std::make_shared<const chunk_order>(world.order("imp_1", chunk_of(2, {2})));
  auto waiting_chunk = self->request(world.actor, caf::infinite, apply_chunk{chunk});
  auto waiting_deletion = self->request(world.actor, caf::infinite,
                                        delete_record{"bookmarks", world.owner, identity_of(url_of(1))});
  self->send(world.actor, let_go{});
  waiting_chunk.receive([](chunk_answer& answer) { CHECK(answer.what.why().code == errc::unavailable); },
                        [](const caf::error&) { FAIL("the chunk was not answered"); });
  waiting_deletion.receive([](change_answer& answer) { CHECK(answer.what.why().code == errc::unavailable); },
                           [](const caf::error&) { FAIL("the deletion was not answered"); });
  CHECK(world.ask_chunk(2, {2}).why().code == errc::unavailable);
  CHECK(world.log->tail() == 1);
}
