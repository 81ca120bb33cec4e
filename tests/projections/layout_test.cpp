// Read models that another version of Waybill laid out.
#include <catch2/catch.hpp>

#include "projections/store.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

TEST_CASE(
    "given read models of another layout, when they are opened, then they are refused as not readable") {
  const tests::temporary_directory here;
  {
    auto rows = projection_store::open({here.path() + "/rows"});
    REQUIRE(rows);
    row_changes changes;
    projection_store::put_checkpoint(changes, "bookmarks", 7);
    SECTION("one that says which") { changes.put(family::checkpoints, "layout", "1"); }
    SECTION("one from before they said so") { changes.erase(family::checkpoints, "layout"); }
    REQUIRE((*rows)->write(changes));
  }
  const auto again = projection_store::open({here.path() + "/rows"});
  REQUIRE_FALSE(again);
  CHECK(again.why().code == errc::corrupt);
}

TEST_CASE("given read models of this layout, when they are opened again, then they are taken as they are") {
  const tests::temporary_directory here;
  for (int start = 0; start < 2; ++start) {
    auto rows = projection_store::open({here.path() + "/rows"});
    REQUIRE(rows);
    CHECK((*rows)->checkpoint("bookmarks").operator*() == (start == 0 ? 0 : 7));
    row_changes changes;
    projection_store::put_checkpoint(changes, "bookmarks", 7);
    REQUIRE((*rows)->write(changes));
  }
}
