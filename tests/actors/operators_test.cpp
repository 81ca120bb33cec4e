// What operators ask of the registry: kick, drain, seats.
#include <catch2/catch.hpp>

#include "actors/operator_desk.hpp"
#include "tests/actors/fault_points.hpp"
#include "tests/actors/stepped_registry.hpp"

using namespace waybill;
using namespace waybill::tests;
using namespace std::chrono_literals;

namespace {

template <class Message>
auto tell(stepped_registry& world, Message what) -> result<done> {
  auto asked = world.ask<answered>(world.registry, std::move(what));
  world.rest();
  return asked->what;
}

}  // namespace

TEST_CASE(
    "given an import whose chunks wait in the store, when it is kicked again and again, then it completes "
    "once, "
    "and no death is counted") {
  busy_registry world;
  const fault_at revived{"import.revived", fault_does::nothing};
  for (std::size_t i = 0; i < 7; ++i) {
    CAPTURE(i);
    CHECK(tell(world, kick_import{{"imp_b"}}));
    CHECK(revived.came_by() == i + 1);
  }
  world.release_all();
  // A chunk that a kicked actor had sent comes first; who works now is out of step then, and begins again.
  world.pass(500ms);
  CHECK(world.story_of({"imp_b"}) == completed);
  CHECK(world.story_of({"imp_a"}) == completed);
  CHECK(world.applied_of({user_id{"usr_2"}}) == stepped_parts::records);
  CHECK(world.counts() == numbers{0, 0});
}

TEST_CASE("given an import that nobody works on, when it is kicked, then there is nobody to kick") {
  stepped_registry world;
  world.open();
  CHECK(tell(world, kick_import{{"imp_none"}}).why().code == errc::not_found);
}

TEST_CASE("given a registry that drains, when an import is handed in, then it is refused, and others go on") {
  busy_registry world;
  CHECK(tell(world, set_draining{true}));
  world.owner.value = "usr_3";
  const auto refused = world.submit(world.submission_of("imp_c"));
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::unavailable);
  CHECK(refused.why().retry_after_s == 60);
  world.release_all();
  world.rest();
  CHECK(world.story_of({"imp_b"}) == completed);
  CHECK(world.story_of({"imp_a"}) == completed);
  CHECK(tell(world, set_draining{false}));
  CHECK(world.submit(world.submission_of("imp_c")));
}

TEST_CASE("given an import that waits for a seat, when there are more seats, then it begins at once") {
  busy_registry world;
  CHECK(world.counts() == numbers{1, 1});
  CHECK(tell(world, set_seats{2}));
  CHECK(world.counts() == numbers{2, 0});
  CHECK(tell(world, set_seats{1}));
  CHECK(world.counts() == numbers{2, 0});
}

TEST_CASE("given names of operators, when they are looked at, then only what can stand in a stream is one") {
  for (const std::string_view good : {"anna", "www-data", "uid-1000", "A.b_c"}) CHECK(is_operator_name(good));
  for (const std::string_view bad : {"", "a/b", "a b", "a\n", "é"}) CHECK_FALSE(is_operator_name(bad));
  CHECK(is_operator_name(std::string(64, 'a')));
  CHECK_FALSE(is_operator_name(std::string(65, 'a')));
}
