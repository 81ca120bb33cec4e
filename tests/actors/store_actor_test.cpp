// The store as an actor: when it waits, whom it answers, and that it never keeps anybody for ever.
#include "actors/store_actor.hpp"

#include "actors/ask.hpp"
#include "actors/log_actor.hpp"
#include "actors/projector.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

/// A store whose memory is full after its first chunk, so that it waits for the index before every other.
struct waiting_world : store_world {
  waiting_world() : store_world(1) {
    config.set("scheduler.max-threads", 2);
    system = std::make_unique<caf::actor_system>(config);
    writer = spawn_log_actor(*system, *log);
  }
  ~waiting_world() {
    for (const auto& one : {caf::actor_cast<caf::actor>(actor), caf::actor_cast<caf::actor>(index),
                            caf::actor_cast<caf::actor>(writer)})
      caf::anon_send_exit(one, caf::exit_reason::user_shutdown);
    actor = nullptr;
    index = nullptr;
    writer = nullptr;
    system.reset();
  }
  waiting_world(const waiting_world&) = delete;
  auto operator=(const waiting_world&) -> waiting_world& = delete;

  /// `tells`: whether the index says when it moved on, as it does unless it is stuck.
  void open(bool tells) {
    index =
        spawn_projector(*system, *set.bookmarks,
                        {"bookmarks", 4 << 20, 1'000'000, std::chrono::hours{1}, [this, tells](position at) {
                           if (tells) caf::anon_send(actor, index_advanced{at});
                         }});
    actor = spawn_store_actor(*system, *store, *log, writer, index, system_clock_source());
  }
  auto ask_chunk(std::uint64_t number, const std::vector<std::uint64_t>& urls) -> result<chunk_header> {
    auto what = std::make_shared<const chunk_order>(order("imp_1", chunk_of(number, urls)));
    auto answer = ask<chunk_answer>(*system, actor, apply_chunk{std::move(what)});
    if (!answer) return answer.why();
    return std::move(answer->what);
  }

  caf::actor_system_config config;
  std::unique_ptr<caf::actor_system> system;
  log_actor writer;
  projector_actor index;
  store_actor actor;
};

}  // namespace

TEST_CASE("given a full memory, when a chunk comes, then it is applied once the index has moved on") {
  waiting_world world;
  world.open(true);
  for (std::uint64_t number = 1; number <= 20; ++number) {
    const auto answer = world.ask_chunk(number, {number, number + 1});
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
