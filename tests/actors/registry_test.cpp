// Who works, who waits, and which key was used: the registry and real imports, stepped by hand.
#include <deque>

#include "tests/actors/stepped_registry.hpp"

using namespace waybill;
using namespace waybill::tests;

TEST_CASE("given one seat, when imports of two users come, then they work one by one, as they came") {
  stepped_registry world;
  world.open();
  world.hold(world.keeper);
  world.submit("imp_c", "usr_1");
  world.submit("imp_a", "usr_2");
  world.submit("imp_b", "usr_3");
  CHECK(world.counts() == numbers{1, 2});
  world.release(world.keeper);
  world.rest();
  CHECK(world.counts() == numbers{0, 0});
  for (const auto* import : {"imp_a", "imp_b", "imp_c"}) CHECK(world.story_of({import}) == completed);
  CHECK(world.began("imp_c") < world.began("imp_a"));
  CHECK(world.began("imp_a") < world.began("imp_b"));
  for (const auto* whose : {"usr_1", "usr_2", "usr_3"})
    CHECK(world.applied_of({whose}) == stepped_parts::records);
}

TEST_CASE("given a user with many imports, when another user's comes behind them, then it is the next") {
  stepped_registry world;
  world.open();
  world.hold(world.keeper);
  for (const auto* import : {"imp_1", "imp_2", "imp_3"}) world.submit(import, "usr_1");
  world.submit("imp_4", "usr_2");
  world.release(world.keeper);
  world.rest();
  for (const auto* import : {"imp_1", "imp_2", "imp_3", "imp_4"})
    CHECK(world.story_of({import}) == completed);
  CHECK(world.began("imp_1") < world.began("imp_4"));
  CHECK(world.began("imp_4") < world.began("imp_2"));
  CHECK(world.began("imp_2") < world.began("imp_3"));
}

TEST_CASE(
    "given imports of one user, when the oldest is paused and goes on, then it comes before the others") {
  stepped_registry world;
  world.open();
  world.hold(world.keeper);
  for (const auto* import : {"imp_1", "imp_2", "imp_3"}) world.submit(import, "usr_1");
  auto pause = world.order("imp_2", import_verb::pause);
  auto resume = world.order("imp_2", import_verb::resume);
  world.rest();
  CHECK(resume->what);
  world.release(world.keeper);
  world.rest();
  CHECK(pause->what);
  CHECK(world.began("imp_1") < world.began("imp_2"));
  CHECK(world.began("imp_2") < world.began("imp_3"));
}

TEST_CASE("given two seats, when three imports come, then two work at once and the third after one of them") {
  stepped_registry world;
  world.open(2);
  world.hold(world.keeper);
  for (const std::string one : {"1", "2", "3"}) world.submit("imp_" + one, "usr_" + one);
  CHECK(world.counts() == numbers{2, 1});
  CHECK(world.began("imp_3") == 0);
  world.release(world.keeper);
  world.rest();
  CHECK(world.story_of({"imp_3"}) == completed);
}

TEST_CASE("given a full line, when one more import comes, then it is refused") {
  stepped_registry world;
  const bool of_one_user = GENERATE(false, true);
  (of_one_user ? world.plan.waiting_per_user_limit : world.plan.waiting_limit) = 1;
  world.open();
  world.hold(world.keeper);
  world.submit("imp_1", "usr_1");
  world.submit("imp_2", "usr_1");
  const auto refused = world.submit(world.submission_of("imp_3"));
  REQUIRE_FALSE(refused);
  CHECK(refused.why().code == errc::too_many_requests);
  CHECK(refused.why().retry_after_s == 30);
  CHECK(world.story_of({"imp_3"}).empty());
  world.owner.value = "usr_2";
  CHECK(world.submit(world.submission_of("imp_4")).ok() == of_one_user);
  // Who leaves the line makes room in it.
  world.owner.value = "usr_1";
  REQUIRE(world.obey("imp_2", import_verb::cancel));
  CHECK(world.submit(world.submission_of("imp_3")));
}

TEST_CASE_METHOD(busy_registry,
                 "given an import at work, when it is paused, then the next one has its seat") {
  owner.value = "usr_2";
  auto asked = order("imp_b", import_verb::pause);
  release(keeper);
  rest();
  CHECK(asked->what);
  CHECK(story_of({"imp_b"}) == at_work + " paused");
  CHECK(story_of({"imp_a"}) == completed);
  CHECK(counts() == numbers{0, 0});
  CHECK(obey("imp_b", import_verb::resume));
  CHECK(story_of({"imp_b"}) == at_work + " paused resumed parsing_started parsing_finished completed");
  CHECK(applied_of(owner) == records);
}

TEST_CASE_METHOD(busy_registry, "given an import that waits, when it is cancelled, then it never begins") {
  CHECK(obey("imp_a", import_verb::cancel));
  CHECK(counts() == numbers{1, 0});
  release(keeper);
  rest();
  CHECK(story_of({"imp_a"}) == "submitted cancelled");
  CHECK(applied_of(owner) == 0);
}

TEST_CASE_METHOD(busy_registry,
                 "given an import, when somebody commands it whose it is not, then there is no such import") {
  const auto* const import = GENERATE("imp_b", "imp_none");
  CHECK(obey(import, import_verb::cancel).why().code == errc::not_found);
  CHECK(story_of({"imp_b"}) == at_work);
}

TEST_CASE_METHOD(busy_registry, "given imports, when a stranger speaks for them, then nobody listens") {
  const probe<import_actor> stranger{system()};
  const auto say = [&](auto message) {
    caf::send_as(caf::actor_cast<caf::actor>(stranger.handle()), registry, std::move(message));
  };
  for (const std::string import : {"imp_a", "imp_b"}) {
    say(import_rests{{import}});
    say(seat_freed{{import}});
    say(seat_wanted{{import}, 7});
  }
  rest();
  CHECK(counts() == numbers{1, 1});
  release(keeper);
  rest();
  CHECK(story_of({"imp_a"}) == completed);
  CHECK(story_of({"imp_b"}) == completed);
}

TEST_CASE("given one key, when it comes many times at once, then there is one import") {
  stepped_registry world;
  world.open();
  std::deque<question<submit_answer>> asked;
  for (int i = 0; i < 16; ++i)
    asked.emplace_back(world.system(), world.registry,
                       submit_order{{"usr_1"}, world.submission_of("imp_" + std::to_string(i), "the key")});
  world.rest();
  for (std::size_t i = 0; i < asked.size(); ++i) {
    REQUIRE(asked[i]->what);
    CHECK(asked[i]->what->id.value == "imp_0");
    CHECK(asked[i]->what->repeated == (i != 0));
  }
  CHECK(world.story_of({"imp_1"}).empty());
}

TEST_CASE(
    "given one key that comes twice at once, when the log refuses the first, then the second is taken") {
  stepped_registry world;
  world.open();
  world.disk().refuse_next(1, {errc::storage_full, "full"});
  auto one = world.hand_in(world.submission_of("imp_1", "the key"));
  auto other = world.hand_in(world.submission_of("imp_2", "the key"));
  world.rest();
  CHECK(one->what.why().code == errc::storage_full);
  REQUIRE(other->what);
  CHECK_FALSE(other->what->repeated);
  CHECK(world.story_of({"imp_1"}).empty());
  CHECK(world.story_of({"imp_2"}) == completed);
}
