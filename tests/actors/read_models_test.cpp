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
