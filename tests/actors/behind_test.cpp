// Read models that are behind the log: who is answered has to find what was answered.
#include "tests/actors/engine_fixture.hpp"
#include "tests/actors/fault_points.hpp"

using namespace waybill;
using namespace waybill::tests;

TEST_CASE_METHOD(
    engine_fixture,
    "given a list of imports that is behind, when one was removed, then the list shows it no more") {
  const auto id = submit(document(""));
  completed(id);
  // One may meet the bookmarks' index, which flushes beside.
  const fault_at flush{"projection.before_flush", fault_does::refuse, 2};
  REQUIRE(core->imports().command(owner, id, import_verb::remove));
  CHECK(!core->import_view().get(owner, id));
  CHECK(flush.left() <= 1);
}
