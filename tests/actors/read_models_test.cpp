// What a start makes of read models that it cannot use.
#include "actors/data_directory.hpp"
#include "tests/actors/engine_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

TEST_CASE(
    "given read models laid out by another version, when the engine starts, then they are folded again from "
    "the "
    "log") {
  engine_fixture world;
  world.completed(world.submit(many(100)));
  world.stop();
  {
    auto rows = open_projections(world.config, projections_path(world.config));
    REQUIRE(rows);
    row_changes changes;
    changes.put(family::checkpoints, "layout", "1");
    changes.erase_prefix(family::live, "");
    REQUIRE((*rows)->write(changes));
  }
  world.start();
  CHECK(world.urls().size() == 100);
  CHECK(world.completed(world.submit(many(100))).progress.counts == tally{0, 0, 100, 0});
}

TEST_CASE(
    "given events that the index of words lacks, when the engine starts, then it takes them in by itself") {
  engine_fixture world;
  world.stop();
  world.config.search_segment_documents = 0;
  world.start();
  world.completed(world.submit(many(100)));
  world.stop();
  world.config.search_segment_documents = settings{}.search_segment_documents;
  world.start();
  const auto until = std::chrono::steady_clock::now() + patience_of(std::chrono::seconds{60});
  while (world.core->health().search_at < world.core->log().tail() &&
         std::chrono::steady_clock::now() < until)
    std::this_thread::yield();
  CHECK(world.core->health().search_at == world.core->log().tail());
}
