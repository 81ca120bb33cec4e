// Imports whose actors die, rows that are behind, and the stop: the registry and real imports, stepped by
// hand.
#include "actors/row_waiting.hpp"
#include "tests/actors/fault_points.hpp"
#include "tests/actors/stepped_registry.hpp"

using namespace waybill;
using namespace waybill::tests;
using namespace std::chrono_literals;

TEST_CASE(
    "given an import whose actor died, when the dead one's last words come late, then the next one works "
    "on") {
  stepped_registry world;
  world.open();
  world.hold(world.keeper);
  auto asked = world.hand_in(world.submission_of("imp_1"));
  // The registry begins to write; the log writes; the registry makes the actor.
  REQUIRE(world.step(world.registry));
  world.run(world.writer);
  REQUIRE(world.step(world.registry));
  const auto dead = world.newest<import_actor>();
  {
    const fault_at thrown{"actor.import", fault_does::throw_up};
    world.rest();
  }
  CHECK(world.ended(dead));
  world.pass(100ms);
  REQUIRE(world.story_of({"imp_1"}) == at_work);
  const auto say = [&](auto message) {
    caf::send_as(caf::actor_cast<caf::actor>(dead), world.registry, std::move(message));
  };
  say(seat_freed{{"imp_1"}});
  say(import_rests{{"imp_1"}});
  say(seat_wanted{{"imp_1"}, 9});
  world.rest();
  CHECK(world.counts() == numbers{1, 0});
  CHECK(asked->what);
  world.release(world.keeper);
  world.rest();
  CHECK(world.story_of({"imp_1"}) == completed);
}

TEST_CASE(
    "given an import whose actor throws each time, when it died five times, then the import has failed") {
  stepped_registry world;
  world.open();
  const fault_at revived{"import.revived", fault_does::nothing};
  world.hold(world.keeper);
  REQUIRE(world.submit(world.submission_of("imp_1")));
  REQUIRE(world.story_of({"imp_1"}) == at_work);
  std::size_t times = 0;
  for (const auto pause : {100ms, 200ms, 400ms, 800ms, 1'600ms}) {
    CAPTURE(pause.count());
    const fault_at thrown{"actor.import", fault_does::throw_up};
    const auto dead = world.obey("imp_1", import_verb::cancel);
    CHECK(dead.why().code == errc::unavailable);
    world.pass(pause - 1ms);
    CHECK(revived.came_by() == times);
    CHECK(world.story_of({"imp_1"}) == at_work);
    world.pass(1ms);
    CHECK(revived.came_by() == ++times);
  }
  const auto failed = world.failure_of("imp_1");
  CHECK(failed.code == "internal");
  CHECK(failed.message == "The import ended unexpectedly 5 times.");
  CHECK(world.counts() == numbers{0, 0});
}

TEST_CASE("given an import that is at work, when its actor dies at any message, then all goes on by itself") {
  stepped_registry world;
  world.open();
  std::size_t died = 0;
  for (std::size_t message = 0; message < 100; ++message) {
    CAPTURE(message);
    const auto number = std::to_string(message);
    const fault_at thrown{"actor.import", fault_does::throw_up, 1, message};
    world.owner.value = "usr_" + number;
    auto submitted = world.hand_in(world.submission_of("imp_" + number));
    auto resumed = world.order("imp_" + number, import_verb::resume);
    world.rest();
    CHECK(submitted->what);
    CHECK(resumed.answered());
    if (thrown.left() == 1) break;
    ++died;
    // Its seat is free meanwhile.
    CHECK(world.counts() == numbers{0, 0});
    world.pass(100ms);
    CHECK(world.story_of({"imp_" + number}) == completed);
    CHECK(world.applied_of(world.owner) == stepped_parts::records);
    CHECK(world.counts() == numbers{0, 0});
  }
  CHECK(died > 5);
}

TEST_CASE(
    "given an import of a kind that is not known here, when it is recovered, then it fails and says so") {
  stepped_registry world;
  auto what = world.submission_of("imp_1");
  what.kind = "minerals";
  world.append(import_stream({"imp_1"}), import_submitted::tag, encode(what));
  REQUIRE(world.set.control->catch_up());
  world.open();
  auto recovered = world.ask<answered>(world.registry, recover_imports{});
  world.rest();
  CHECK(recovered->what);
  CHECK(world.failure_of("imp_1").message == "Imports of this kind are not known here.");
}

TEST_CASE(
    "given rows that are behind, when a finished import is commanded, then the command waits for them") {
  stepped_registry world;
  world.open();
  world.submit("imp_1", "usr_1");
  REQUIRE(world.story_of({"imp_1"}) == completed);
  world.rows_follow = false;
  world.append(import_stream({"imp_2"}), import_submitted::tag, encode(world.submission_of("imp_2")));
  auto asked = world.order("imp_1", import_verb::remove);
  world.pass(1'900ms);
  CHECK_FALSE(asked.answered());
  SECTION("they catch up") {
    REQUIRE(world.set.control->catch_up());
    world.pass(5ms);
    CHECK(asked->what);
    CHECK(world.story_of({"imp_1"}) == completed + " removed");
  }
  SECTION("they do not") {
    world.pass(105ms);
    CHECK(asked->what.why().code == errc::unavailable);
    CHECK(world.story_of({"imp_1"}) == completed);
  }
  SECTION("the engine stops") {
    auto stopped = world.ask<answered>(world.registry, stop_imports{});
    world.rest();
    CHECK(asked->what.why().code == errc::unavailable);
    CHECK(stopped.answered());
  }
}

TEST_CASE("given rows that are behind, when a dead import is to be revived, then it waits, and tries again") {
  stepped_registry world;
  world.open();
  world.hold(world.keeper);
  world.rows_follow = false;
  auto asked = world.hand_in(world.submission_of("imp_1"));
  {
    const fault_at thrown{"actor.import", fault_does::throw_up};
    world.rest();
  }
  CHECK(asked->what);
  // 100 ms until the first try, 2 s that it waits for the rows, 5 s until the next.
  const fault_at revived{"import.revived", fault_does::nothing};
  world.pass(7'000ms);
  CHECK(revived.came_by() == 0);
  REQUIRE(world.set.control->catch_up());
  world.pass(200ms);
  CHECK(revived.came_by() == 1);
  CHECK(world.story_of({"imp_1"}) == at_work);
}

TEST_CASE_METHOD(
    busy_registry,
    "given an import at work and one that waits, when all stops, then it stops at a chunk's border") {
  auto stopped = ask<answered>(registry, stop_imports{});
  rest();
  CHECK_FALSE(stopped.answered());
  release(keeper);
  rest();
  CHECK(stopped->what);
  CHECK(story_of({"imp_b"}) == at_work);
  CHECK(story_of({"imp_a"}) == "submitted");
  CHECK(applied_of({"usr_2"}) % chunk_records == 0);
  CHECK(submit(submission_of("imp_c")).why().code == errc::unavailable);
  CHECK(obey("imp_a", import_verb::cancel).why().code == errc::unavailable);
}

TEST_CASE("given an import that the log is about to take, when all stops, then the stop waits for it, too") {
  stepped_registry world;
  world.open();
  world.hold(world.writer);
  auto asked = world.hand_in(world.submission_of("imp_1"));
  world.rest();
  auto stopped = world.ask<answered>(world.registry, stop_imports{});
  world.rest();
  CHECK_FALSE(stopped.answered());
  world.release(world.writer);
  while (!asked.answered()) REQUIRE(world.step());
  CHECK(asked->what);
  const auto begun = world.newest<import_actor>();
  CHECK_FALSE(stopped.answered());
  world.rest();
  CHECK(stopped->what);
  CHECK(world.ended(begun));
  CHECK(world.story_of({"imp_1"}) == "submitted");
}

TEST_CASE("given an import whose actor died, when all stops, then that does not wait for it") {
  stepped_registry world;
  world.open();
  auto asked = world.hand_in(world.submission_of("imp_1"));
  {
    const fault_at thrown{"actor.import", fault_does::throw_up};
    world.rest();
  }
  CHECK(asked->what);
  auto stopped = world.ask<answered>(world.registry, stop_imports{});
  world.rest();
  CHECK(stopped->what);
  world.pass(200ms);
  CHECK(world.story_of({"imp_1"}) == "submitted");
}

TEST_CASE(
    "given rows that are behind, when they catch up, fall behind for long, or all stops, then each is told") {
  row_waiting waiting;
  const row_waiting::clock::time_point start{};
  std::vector<std::string> told;
  const auto note = [&](const std::string& name) {
    return [&told, name](const result<done>& shown) { told.push_back(name + (shown ? "" : " refused")); };
  };
  waiting.add(5, start, note("a"));
  waiting.add(7, start, note("b"));
  waiting.look(4, start, false);
  CHECK(told.empty());
  waiting.look(6, start, false);
  CHECK(told == std::vector<std::string>{"a"});
  waiting.look(6, start + row_waiting::patience, false);
  CHECK(told.back() == "b refused");
  waiting.add(9, start, note("c"));
  waiting.look(9, start, true);
  CHECK(told.back() == "c refused");
  CHECK(waiting.size() == 0);
}
