// When the projector writes what it has folded.
#include "actors/projector.hpp"

#include <caf/all.hpp>

#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

TEST_CASE(
    "given a projector that lingers, when more rows come than wait in memory, then they are written at once; "
    "when "
    "none come any more, then the last too") {
  store_world world;
  for (std::uint64_t chunk = 1; chunk <= 3; ++chunk)
    world.apply(world.order(
        "imp_1", chunk_of(chunk, {chunk * 10, chunk * 10 + 1, chunk * 10 + 2}, (chunk - 1) * 3 + 1)));
  caf::actor_system_config config;
  caf::actor_system system{config};
  projector_plan plan{"bookmarks", 1, 4, std::chrono::milliseconds{20}};
  SECTION("more than are flushed at once") {}
  SECTION("exactly as many") {
    plan.flush_rows = 9;
    plan.linger = std::chrono::hours{1};
  }
  const auto projector = spawn_projector(system, *world.set.bookmarks, plan);
  caf::anon_send(projector, log_advanced{world.log->tail()});
  CHECK(world.set.bookmarks->wait_for(world.log->tail(), std::chrono::seconds{30}));
  caf::anon_send_exit(projector, caf::exit_reason::user_shutdown);
}

TEST_CASE(
    "given a projector that is many steps behind, when somebody asks for everything, then everything is "
    "written, however long it would have lingered") {
  store_world world;
  for (std::uint64_t chunk = 1; chunk <= 9; ++chunk)
    world.apply(world.order("imp_1", chunk_of(chunk, {chunk}, chunk)));
  caf::actor_system_config config;
  caf::actor_system system{config};
  const auto projector =
      spawn_projector(system, *world.set.bookmarks, {"bookmarks", 1, 1'000'000, std::chrono::hours{1}});
  caf::anon_send(projector, show_everything{});
  CHECK(world.set.bookmarks->wait_for(world.log->tail(), std::chrono::seconds{30}));
  caf::anon_send_exit(projector, caf::exit_reason::user_shutdown);
}
