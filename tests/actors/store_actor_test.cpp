// The store as an actor: what it makes of chunks that come close behind each other, when it waits, whom it
// answers, and that it never keeps anybody for ever.
#include "actors/store_actor.hpp"

#include <map>

#include "actors/log_actor.hpp"
#include "tests/actors/refusing_log.hpp"
#include "tests/actors/stepped.hpp"
#include "tests/actors/store_fixture.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

using asked_chunk = question<chunk_answer>;

/// A store as an actor and the log's, stepped by hand; the index is moved by the test.
struct stepped_store : store_world, stepped {
  explicit stepped_store(std::size_t most_generations = collection_store::usual_generations)
      : store_world(most_generations, std::make_unique<refusing_log>()) {
    writer = spawn_log_actor(system(), *log);
    actor = spawn_store_actor(system(), *store, *log, writer, index.handle(), clock());
    run();
  }
  ~stepped_store() {
    end(actor);
    end(writer);
  }
  stepped_store(const stepped_store&) = delete;
  auto operator=(const stepped_store&) -> stepped_store& = delete;

  auto disk() -> refusing_log& { return dynamic_cast<refusing_log&>(*log); }

  /// A chunk on its way to the store. Not yet in it: the actor has to take a step.
  auto send_chunk(const std::shared_ptr<const candidate_chunk>& chunk,
                  std::shared_ptr<const candidate_chunk> next = nullptr, bool behind_another = false)
      -> asked_chunk {
    auto what = order("imp_of_" + owner.value, chunk);
    what.next = std::move(next);
    what.behind_another = behind_another;
    return ask<chunk_answer>(actor, apply_chunk{std::make_shared<const chunk_order>(std::move(what))});
  }
  auto send_deletion(std::uint64_t url) -> question<change_answer> {
    return ask<change_answer>(actor, delete_record{"bookmarks", owner, identity_of(url_of(url))});
  }
  /// All steps that it takes; the answer.
  auto apply_whole(const std::shared_ptr<const candidate_chunk>& chunk) -> result<chunk_header> {
    auto asked = send_chunk(chunk);
    run();
    return asked->what;
  }
  /// What the index's actor does when it has written something.
  void index_moves() {
    move_index();
    send(actor, index_advanced{set.collections->at()});
  }

  log_actor writer;
  probe<projector_actor> index{system()};
  store_actor actor;
};

/// Its memory is full after the first chunk, so that it waits for the index before every other.
struct forgetful_store : stepped_store {
  forgetful_store() : stepped_store(1) {}
};

/// Where two chunks of one import meet: the second reaches the store ...
enum class second_comes {
  before_the_log_wrote,    ///< while the first is being written
  before_it_was_answered,  ///< the log has answered, the store does not know it yet
  after_it_was_answered,   ///< the import did not know that, and sent it close behind
};

auto any_meeting() -> second_comes {
  return GENERATE(second_comes::before_the_log_wrote, second_comes::before_it_was_answered,
                  second_comes::after_it_was_answered);
}

/// Sends both as an import does: the second is announced with the first and sent before the first's answer.
auto send_two(stepped_store& world, second_comes when, const std::shared_ptr<const candidate_chunk>& first,
              const std::shared_ptr<const candidate_chunk>& second)
    -> std::pair<result<chunk_header>, result<chunk_header>> {
  auto one = world.send_chunk(first, second);
  REQUIRE(world.step(world.actor));
  if (when == second_comes::before_it_was_answered) world.run(world.writer);
  if (when == second_comes::after_it_was_answered) world.run();
  CHECK(one.answered() == (when == second_comes::after_it_was_answered));
  auto other = world.send_chunk(second, nullptr, true);
  if (when == second_comes::before_the_log_wrote) REQUIRE(world.step(world.actor));
  world.run();
  return {one->what, other->what};
}

}  // namespace

TEST_CASE("given two chunks sent at once, when both are applied, then each has the outcomes of its turn") {
  const auto when = any_meeting();
  const bool overlap = GENERATE(false, true);
  CAPTURE(when, overlap);
  stepped_store world;
  for (std::uint64_t number = 1; number < 10; number += 2) {
    const auto fresh = 10 * number;
    const auto first = chunk_of(number, {fresh, fresh + 1}, 2 * number - 1);
    const auto second = chunk_of(number + 1, {fresh + 2, overlap ? fresh : fresh + 3}, 2 * number + 1);
    const auto told = send_two(world, when, first, second);
    REQUIRE(told.first);
    CHECK(told.first->counts == tally{2, 0, 0, 0});
    REQUIRE(told.second);
    CHECK(told.second->counts == (overlap ? tally{1, 0, 1, 0} : tally{2, 0, 0, 0}));
  }
  CHECK(world.log->tail() == 10);
}

TEST_CASE(
    "given two chunks that touch nothing of each other, when both are sent, then both are in one group") {
  stepped_store world;
  const auto second = chunk_of(2, {3}, 3);
  auto one = world.send_chunk(chunk_of(1, {1, 2}), second);
  auto other = world.send_chunk(second, nullptr, true);
  world.run(world.actor);
  // The log takes both before it writes.
  REQUIRE(world.step(world.writer));
  REQUIRE(world.step(world.writer));
  CHECK(world.log->tail() == 0);
  REQUIRE(world.step(world.writer));
  CHECK(world.log->tail() == 2);
  world.run();
  CHECK(one->what);
  CHECK(other->what);
}

TEST_CASE(
    "given a chunk with a record of the one being written, when it is sent, then it waits for that one") {
  stepped_store world;
  const auto second = chunk_of(2, {1}, 3);
  auto one = world.send_chunk(chunk_of(1, {1, 2}), second);
  auto other = world.send_chunk(second, nullptr, true);
  world.run(world.actor);
  world.run(world.writer);
  CHECK(world.log->tail() == 1);
  world.run();
  CHECK(one->what);
  REQUIRE(other->what);
  CHECK(other->what->counts == tally{0, 0, 1, 0});
}

TEST_CASE("given two chunks sent at once, when the log refuses the first, then the second is refused too") {
  const auto when = any_meeting();
  // An import that the store knows, and one that it has not seen since it started.
  const std::uint64_t applied_before = GENERATE(0, 1);
  CAPTURE(when, applied_before);
  stepped_store world;
  if (applied_before == 1) REQUIRE(world.apply_whole(chunk_of(1, {1})));
  const auto number = applied_before + 1;
  world.disk().refuse_next(1, {errc::storage_full, "full"});
  const auto refused =
      send_two(world, when, chunk_of(number, {2, 3}, number), chunk_of(number + 1, {4}, number + 2));
  REQUIRE_FALSE(refused.first);
  CHECK(refused.first.why().code == errc::storage_full);
  REQUIRE_FALSE(refused.second);
  CHECK(refused.second.why().code == errc::wrong_version);
  CHECK(world.log->tail() == applied_before);
  // The import begins again behind what was applied.
  const auto applied =
      send_two(world, when, chunk_of(number, {2}, number), chunk_of(number + 1, {3}, number + 1));
  CHECK(applied.first);
  CHECK(applied.second);
  CHECK(world.log->tail() == applied_before + 2);
}

TEST_CASE(
    "given two chunks being written, when the log refuses both, then the next finds everything in order") {
  stepped_store world;
  const auto second = chunk_of(2, {2}, 2);
  auto one = world.send_chunk(chunk_of(1, {1}), second);
  auto other = world.send_chunk(second, nullptr, true);
  world.run(world.actor);
  world.disk().set_writable(false);
  world.run();
  CHECK(one->what.why().code == errc::unavailable);
  CHECK(other->what.why().code == errc::unavailable);
  world.disk().set_writable(true);
  CHECK(world.apply_whole(chunk_of(1, {1, 2})));
  CHECK(world.log->tail() == 1);
}

TEST_CASE("given a chunk that was decided ahead, when a deletion comes first, then it is decided again") {
  stepped_store world;
  REQUIRE(world.apply_whole(chunk_of(1, {1})));
  const auto third = chunk_of(3, {1}, 3);
  auto before = world.send_chunk(chunk_of(2, {2}, 2), third);
  REQUIRE(world.step(world.actor));
  auto deletion = world.send_deletion(1);
  REQUIRE(world.step(world.actor));
  auto after = world.send_chunk(third, nullptr, true);
  world.run();
  CHECK(before->what);
  CHECK(deletion->what);
  // Had the deletion not come, it would have been a duplicate.
  REQUIRE(after->what);
  CHECK(after->what->counts == tally{1, 0, 0, 0});
}

TEST_CASE("given chunks of two owners, when one is being written, then the other does not wait for it") {
  stepped_store world;
  auto one = world.send_chunk(chunk_of(1, {1}));
  world.owner.value = "usr_2";
  auto other = world.send_chunk(chunk_of(1, {1}));
  world.run(world.actor);
  // Both lie there before the log writes.
  REQUIRE(world.step(world.writer));
  REQUIRE(world.step(world.writer));
  CHECK(world.log->tail() == 0);
  world.run();
  CHECK(one->what);
  REQUIRE(other->what);
  CHECK(other->what->counts == tally{1, 0, 0, 0});
}

TEST_CASE("given a full memory, when a chunk comes, then it is applied once the index has moved on") {
  forgetful_store world;
  REQUIRE(world.apply_whole(chunk_of(1, {1, 2})));
  for (std::uint64_t number = 2; number <= 5; ++number) {
    auto asked = world.send_chunk(chunk_of(number, {number, number + 1}, 2 * number - 1));
    world.run();
    CHECK_FALSE(asked.answered());
    CHECK(world.log->tail() == number - 1);
    CHECK(world.index.next<show_everything>());
    world.index_moves();
    world.run();
    REQUIRE(asked->what);
    CHECK(asked->what->counts == tally{1, 0, 1, 0});
  }
  world.index_moves();
  CHECK(world.apply_whole(chunk_of(22, {1})).why().code == errc::wrong_version);
}

TEST_CASE("given an index that does not move on, when the engine stops, then who waits is answered") {
  forgetful_store world;
  REQUIRE(world.apply_whole(chunk_of(1, {1})));
  auto chunk = world.send_chunk(chunk_of(2, {2}));
  auto deletion = world.send_deletion(1);
  world.run();
  CHECK_FALSE(chunk.answered());
  CHECK_FALSE(deletion.answered());
  world.send(world.actor, let_go{});
  world.run();
  CHECK(chunk->what.why().code == errc::unavailable);
  CHECK(deletion->what.why().code == errc::unavailable);
  CHECK(world.apply_whole(chunk_of(2, {2})).why().code == errc::unavailable);
  CHECK(world.log->tail() == 1);
}

TEST_CASE("given a chunk being written, when the engine stops, then it is answered as the log has it") {
  stepped_store world;
  auto chunk = world.send_chunk(chunk_of(1, {1}));
  world.run(world.actor);
  world.send(world.actor, let_go{});
  world.run(world.actor);
  CHECK_FALSE(chunk.answered());
  world.run();
  CHECK(chunk->what);
  CHECK(world.log->tail() == 1);
}
