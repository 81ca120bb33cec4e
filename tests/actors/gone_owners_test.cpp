// Projects that are deleted: nobody begins to work on an import of theirs while that is decided, and what
// waits ends with them, also when the server ended in between.
#include "tests/actors/stepped_registry.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

struct projects : stepped_registry {
  auto hand_in_for(const std::string& import, const std::string& whose) -> result<submit_receipt> {
    auto what = submission_of(import);
    what.owner = project_id{whose};
    auto asked = ask<submit_answer>(registry, submit_order{{"usr_1"}, what});
    rest();
    return asked->what;
  }
  auto stop(const std::string& whose) -> result<done> {
    auto asked = ask<answered>(registry, stop_owner{project_id{whose}});
    rest();
    return asked->what;
  }
  void settle(const std::string& whose, bool gone) {
    auto asked = ask<answered>(registry, owner_settled{project_id{whose}, {"usr_9"}, gone});
    rest();
    REQUIRE(asked->what);
  }
  void again() {
    send(registry, stop_imports{});
    rest();
    release_all();
    rest();
    end(registry);
    open();
    auto asked = ask<answered>(registry, recover_imports{});
    rest();
    REQUIRE(asked->what);
  }
  auto files_removed() -> std::size_t {
    std::size_t files = 0;
    while (janitor.next<remove_file>()) ++files;
    return files;
  }
};

}  // namespace

TEST_CASE("given a project with an import at work, when it is to go, then it is busy, and all goes on") {
  projects world;
  world.open();
  world.hold(world.keeper);
  REQUIRE(world.hand_in_for("imp_1", "prj_1"));
  REQUIRE(world.story_of({"imp_1"}) == at_work);
  const auto refused = world.stop("prj_1");
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::busy);
  world.release_all();
  world.rest();
  CHECK(world.story_of({"imp_1"}) == completed);
}

TEST_CASE(
    "given a project that is about to go, when a seat is free, then it waits; when it stays, it is given") {
  projects world;
  world.open();
  world.hold(world.keeper);
  world.submit("imp_b", "usr_2");
  REQUIRE(world.hand_in_for("imp_1", "prj_1"));
  REQUIRE(world.stop("prj_1"));
  CHECK(world.hand_in_for("imp_2", "prj_1").why().code == errc::not_found);
  world.release_all();
  world.rest();
  CHECK(world.story_of({"imp_b"}) == completed);
  CHECK(world.story_of({"imp_1"}) == "submitted");
  SECTION("it stays") {
    world.settle("prj_1", false);
    CHECK(world.story_of({"imp_1"}) == completed);
    CHECK(world.hand_in_for("imp_3", "prj_1"));
  }
  SECTION("it goes") {
    static_cast<void>(world.files_removed());
    world.settle("prj_1", true);
    CHECK(world.story_of({"imp_1"}) == "submitted cancelled");
    CHECK(world.files_removed() == 1);
    CHECK(world.hand_in_for("imp_3", "prj_1").why().code == errc::not_found);
    CHECK(world.hand_in_for("imp_4", "prj_2"));
  }
}

TEST_CASE(
    "given a project that went as the server ended, when it begins again, then its imports are cancelled") {
  projects world;
  world.open();
  world.hold(world.keeper);
  world.submit("imp_b", "usr_2");
  REQUIRE(world.hand_in_for("imp_1", "prj_1"));
  world.plan.gone_owners = {"prj_1"};
  world.again();
  CHECK(world.story_of({"imp_1"}) == "submitted cancelled");
  CHECK(world.hand_in_for("imp_2", "prj_1").why().code == errc::not_found);
}
