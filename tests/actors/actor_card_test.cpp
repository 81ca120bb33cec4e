// What actors tell about themselves, at times and by steps that the test gives.
#include "actors/actor_card.hpp"

#include <catch2/catch.hpp>

#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "tests/actors/fault_points.hpp"
#include "tests/actors/stepped.hpp"
#include "tests/actors/stepped_registry.hpp"

using namespace waybill;
using namespace std::chrono_literals;

namespace {

using time_point = actor_card::time;

auto at(std::chrono::milliseconds since_start) -> time_point { return time_point{1h} + since_start; }

/// A message at work from one time to another.
void work(actor_card& card, std::chrono::milliseconds from, std::chrono::milliseconds to) {
  card.came();
  card.begins(at(from));
  card.ends(at(to), true);
}

auto figures_of(const caf::actor_system& system, const std::string& name) -> std::vector<actor_figures> {
  auto all = actor_cards::all().read(system);
  std::erase_if(all, [&](const auto& one) { return one.name != name; });
  return all;
}

/// Throws at a negative number, and skips a zero until it has heard something else.
struct listener_state {
  int heard = 0;
};
using listener = caf::typed_actor<caf::reacts_to<int>, caf::replies_to<bool>::with<int>>;
auto listen(listener::stateful_pointer<listener_state> self) -> listener::behavior_type {
  end_actor_when_it_throws(self, "listener");
  return {[self](int number) {
            if (number < 0) throw std::runtime_error("it was negative");
            ++self->state.heard;
          },
          [self](bool) { return self->state.heard; }};
}

}  // namespace

TEST_CASE("given a card, when messages come and go, then it counts those that wait and the most there were") {
  actor_card card{"a", true, at(0ms)};
  for (int i = 0; i < 3; ++i) card.came();
  card.begins(at(10ms));
  const auto during = card.read(at(14ms));
  CHECK(during.mailbox == 3);
  CHECK(during.at_work == 4ms);
  CHECK(during.busy == 4ms);
  card.ends(at(15ms), true);
  const auto after = card.read(at(20ms));
  CHECK(after.mailbox == 2);
  CHECK(after.mailbox_most == 3);
  CHECK(after.handled == 1);
  CHECK(after.at_work == 0ms);
  CHECK(after.busy == 5ms);
  CHECK(after.age == 20ms);
  CHECK(after.own_thread);
}

TEST_CASE("given a message that is skipped, when it was looked at, then it waits on and was not handled") {
  actor_card card{"a", false, at(0ms)};
  card.came();
  card.begins(at(1ms));
  card.ends(at(2ms), false);
  CHECK(card.read(at(3ms)).mailbox == 1);
  CHECK(card.read(at(3ms)).handled == 0);
  CHECK(card.read(at(3ms)).busy == 1ms);
}

TEST_CASE(
    "given an actor that was idle for an hour, when it works, then its share is that of the last while") {
  actor_card card{"a", true, at(0ms)};
  CHECK(card.read(at(0ms)).busy_share == 0);
  work(card, 0ms, 1s);
  CHECK(card.read(at(2s)).busy_share == Approx(0.5));
  CHECK(card.read(at(3'600s)).busy_share < 0.001);
  work(card, 3'600s, 3'601s);
  for (int second = 3'601; second < 3'615; ++second)
    work(card, std::chrono::seconds{second}, std::chrono::seconds{second} + 500ms);
  CHECK(card.read(at(3'615s)).busy_share == Approx(0.5).margin(0.1));
}

TEST_CASE("given a message that takes minutes, when its actor is looked at, then it is busy all the time") {
  actor_card card{"a", true, at(0ms)};
  card.came();
  card.begins(at(0ms));
  CHECK(card.read(at(180s)).busy_share == Approx(1.0));
  CHECK(card.read(at(180s)).at_work == 180s);
  card.ends(at(180s), true);
  CHECK(card.read(at(181s)).busy_share > 0.9);
}

TEST_CASE("given an actor, when it was spawned, then it has a card for as long as it lives") {
  tests::stepped world;
  auto one = spawn_in_pool(world.system(), "one", listen);
  for (int i = 0; i < 3; ++i) world.send(one, 1);
  REQUIRE(figures_of(world.system(), "one").size() == 1);
  CHECK(figures_of(world.system(), "one").front().mailbox == 3);
  CHECK(world.step(one));
  CHECK(world.step(one));
  auto asked = world.ask<int>(one, true);
  world.run();
  CHECK(asked.answer() == 3);
  const auto seen = figures_of(world.system(), "one").front();
  CHECK(seen.handled == 4);
  CHECK(seen.mailbox == 0);
  CHECK(seen.mailbox_most == 3);
  CHECK_FALSE(seen.own_thread);
  world.end(one);
  CHECK(figures_of(world.system(), "one").empty());
}

TEST_CASE("given an actor that threw, when the next of its name begins, then its card tells of the fault") {
  tests::stepped world;
  auto first = spawn_in_pool(world.system(), "one", listen);
  world.send(first, -1);
  world.run();
  CHECK(world.ended(first));
  CHECK(figures_of(world.system(), "one").empty());
  auto second = spawn_in_pool(world.system(), "one", listen);
  const auto seen = figures_of(world.system(), "one").front();
  CHECK(seen.restarts == 1);
  CHECK(seen.last_fault == "it was negative");
  CHECK(seen.handled == 0);
  world.end(second);
  auto third = spawn_in_pool(world.system(), "one", listen);
  CHECK(figures_of(world.system(), "one").front().restarts == 1);
  world.end(third);
}

TEST_CASE(
    "given more names with faults than are remembered, when one more comes, then the oldest is forgotten") {
  tests::stepped world;
  auto& cards = actor_cards::all();
  for (std::size_t i = 0; i <= actor_cards::most_faults; ++i) {
    const auto card = cards.open(world.system(), "actor " + std::to_string(i), false);
    cards.close(world.system(), *card, "a fault");
  }
  const auto restarts_of = [&](const std::string& name) {
    const auto card = cards.open(world.system(), name, false);
    const auto seen = figures_of(world.system(), name).front().restarts;
    cards.close(world.system(), *card, "");
    return seen;
  };
  CHECK(restarts_of("actor 0") == 0);
  CHECK(restarts_of("actor 1") == 1);
  CHECK(restarts_of("actor " + std::to_string(actor_cards::most_faults)) == 1);
}

TEST_CASE(
    "given an import whose actor throws once, when it goes on, then its card says that it began again") {
  tests::stepped_registry world;
  world.open();
  world.hold(world.keeper);
  auto asked = world.hand_in(world.submission_of("imp_1"));
  REQUIRE(world.step(world.registry));
  world.run(world.writer);
  REQUIRE(world.step(world.registry));
  {
    const tests::fault_at thrown{"actor.import", tests::fault_does::throw_up};
    world.rest();
  }
  world.pass(100ms);
  const auto seen = figures_of(world.system(), "import imp_1");
  REQUIRE(seen.size() == 1);
  CHECK(seen.front().restarts == 1);
  CHECK_FALSE(seen.front().last_fault.empty());
  CHECK(figures_of(world.system(), "reader imp_1").size() == 1);
  CHECK(figures_of(world.system(), "log").size() == 1);
  world.release(world.keeper);
  world.rest();
  CHECK(figures_of(world.system(), "import imp_1").empty());
}
