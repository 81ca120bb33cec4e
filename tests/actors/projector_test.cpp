// When the projector writes what it has folded: with its messages and its time moved by hand.
#include "actors/projector.hpp"

#include "tests/actors/fault_points.hpp"
#include "tests/actors/stepped.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;
using namespace std::chrono_literals;

namespace {

/// A log of some chunks, each with as many new bookmarks, and a projector that has heard of none.
struct stepped_projector : store_world, stepped {
  void open(std::uint64_t chunks, std::uint64_t records, projector_plan plan) {
    for (std::uint64_t chunk = 1; chunk <= chunks; ++chunk) {
      std::vector<std::uint64_t> urls;
      for (std::uint64_t i = 0; i < records; ++i) urls.push_back(chunk * 10 + i);
      static_cast<void>(apply(order("imp_1", chunk_of(chunk, urls, (chunk - 1) * records + 1))));
    }
    plan.shown = [this](position at) { shown.push_back(at); };
    projector = spawn_projector(system(), *set.collections, std::move(plan));
  }
  ~stepped_projector() { end(projector); }

  projector_actor projector;
  std::vector<position> shown;  ///< after each flush
};

}  // namespace

TEST_CASE("given a projector that lingers, when few rows came, then they are written when it has lingered") {
  stepped_projector world;
  world.open(3, 3, {"collections", 4 << 20, 1'000, 20ms});
  world.send(world.projector, log_advanced{world.log->tail()});
  world.run();
  world.advance(19ms);
  CHECK(world.shown.empty());
  world.advance(1ms);
  CHECK(world.set.collections->at() == 3);
  CHECK(world.shown == std::vector<position>{3});
}

TEST_CASE(
    "given a projector that lingers, when more rows come than wait in memory, then they are written at "
    "once") {
  stepped_projector world;
  world.open(3, 3, {"collections", 1, 4, 20ms});
  world.send(world.projector, log_advanced{world.log->tail()});
  world.run();
  CHECK(world.set.collections->at() == 2);
  // Many came just now, so that more may come: it lingers once more.
  world.advance(39ms);
  CHECK(world.set.collections->at() == 2);
  world.advance(1ms);
  CHECK(world.set.collections->at() == 3);
}

TEST_CASE(
    "given a projector that lingers, when exactly as many rows come as it flushes, then it does not linger") {
  stepped_projector world;
  world.open(3, 3, {"collections", 1, 9, 1h});
  world.send(world.projector, log_advanced{world.log->tail()});
  world.run();
  CHECK(world.set.collections->at() == 3);
}

TEST_CASE("given a projector that waits for quiet, when events keep coming, then it folds when they stop") {
  stepped_projector world;
  projector_plan plan{"collections", 4 << 20, 1, 0ms};
  plan.quiet = 30ms;
  plan.most_behind = 100;
  world.open(3, 3, plan);
  for (position at = 1; at <= 3; ++at) {
    world.send(world.projector, log_advanced{at});
    world.run();
    world.advance(20ms);
    CHECK(world.set.collections->at() == 0);
  }
  world.advance(9ms);
  CHECK(world.set.collections->at() == 0);
  world.advance(60ms);
  CHECK(world.set.collections->at() == 3);
}

TEST_CASE("given a projector that waits for quiet, when too many events wait, then it folds between them") {
  stepped_projector world;
  projector_plan plan{"collections", 4 << 20, 1, 0ms};
  plan.quiet = 30ms;
  plan.most_behind = 3;
  world.open(3, 3, plan);
  world.send(world.projector, log_advanced{2});
  world.run();
  world.advance(20ms);
  world.send(world.projector, log_advanced{3});
  world.run();
  CHECK(world.set.collections->at() == 0);
  world.advance(10ms);
  CHECK(world.set.collections->at() == 3);
}

TEST_CASE(
    "given a projector that is many steps behind, when somebody asks for everything, then everything is "
    "written, however long it would have lingered") {
  stepped_projector world;
  world.open(9, 1, {"collections", 1, 1'000'000, 1h});
  world.send(world.projector, show_everything{});
  world.run();
  CHECK(world.set.collections->at() == world.log->tail());
}

TEST_CASE(
    "given a projector whose disk refuses, when time has passed, then it tries again, and says when it "
    "could") {
  stepped_projector world;
  world.open(2, 1, {"collections", 1, 1, 0ms});
  {
    const fault_at flush{"projection.before_flush", fault_does::refuse};
    world.send(world.projector, log_advanced{world.log->tail()});
    world.run();
    CHECK(flush.left() == 0);
  }
  CHECK(world.set.collections->stuck());
  world.advance(999ms);
  CHECK(world.set.collections->at() == 0);
  world.advance(1ms);
  CHECK(world.set.collections->at() == world.log->tail());
  CHECK_FALSE(world.set.collections->stuck());
}
