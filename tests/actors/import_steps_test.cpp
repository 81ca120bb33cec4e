// An import, disturbed at every one of its steps: commands, a stop, a log that refuses, actors that die. What
// it wrote must be what it would have written anyway, up to there; and in the end each record is there once.
#include <random>

#include "tests/actors/fault_points.hpp"
#include "tests/actors/stepped_import.hpp"

using namespace waybill;
using namespace waybill::tests;

namespace {

constexpr const char* undisturbed = "submitted parsing_started described parsing_finished completed";
constexpr const char* refused_once =
    "submitted parsing_started described parsing_finished chunk_retried completed";
const std::string taken_up = " taken_up";

/// How many steps an import takes that nobody disturbs.
auto steps_to_the_end(stepped_import& world) -> std::size_t {
  world.begin();
  const auto steps = world.rest();
  REQUIRE(world.story() == undisturbed);
  REQUIRE(world.applied() == stepped_import::records);
  REQUIRE(steps > 20);
  return steps;
}

/// Whether `story` is how every import begins, and then `last` (" paused").
auto goes_as_ever_until(const std::string& story, const std::string& last) -> bool {
  return story.ends_with(last) &&
         std::string_view(undisturbed).starts_with(story.substr(0, story.size() - last.size()));
}

void check_completed(stepped_import& world) {
  CHECK(world.story().ends_with(" completed"));
  CHECK(world.applied() == stepped_import::records);
  CHECK(world.wanted == world.freed);
  CHECK(world.rested > 0);
}

}  // namespace

TEST_CASE(
    "given an import at any step, when it is paused or cancelled, then it stands still, and goes on later") {
  struct row {
    import_verb first, second;
    std::string event;
  };
  const auto [first, second, event] = GENERATE(row{import_verb::pause, import_verb::resume, " paused"},
                                               row{import_verb::cancel, import_verb::retry, " cancelled"});
  stepped_import world;
  const auto steps = steps_to_the_end(world);
  std::size_t in_time = 0;
  for (std::size_t step = 0; step <= steps; ++step) {
    CAPTURE(step, event);
    world.begin();
    world.move(step);
    auto asked = world.command(first);
    world.rest();
    if (!asked->what) {
      CHECK(asked->what.why().code == errc::wrong_status);
      CHECK(world.story() == undisturbed);
      continue;
    }
    ++in_time;
    CHECK(goes_as_ever_until(world.story(), event));
    CHECK(world.wanted == world.freed);
    const auto applied = world.applied();
    CHECK((applied % stepped_import::chunk_records == 0 || applied == stepped_import::records));
    const auto tail = world.log->tail();
    CHECK(*asked->what <= tail);
    world.pass(std::chrono::seconds{3});
    CHECK(world.log->tail() == tail);
    CHECK(world.obey(second));
    check_completed(world);
  }
  CHECK(in_time > steps / 2);
  CHECK(in_time < steps);
}

TEST_CASE("given an import at any step, when a command comes that it cannot follow, then nothing changes") {
  struct row {
    import_verb verb;
    bool refused;
  };
  const auto [verb, refused] = GENERATE(row{import_verb::retry, true}, row{import_verb::resume, false});
  stepped_import world;
  const auto steps = steps_to_the_end(world);
  for (std::size_t step = 0; step < steps; ++step) {
    CAPTURE(step);
    world.begin();
    world.move(step);
    auto asked = world.command(verb);
    world.rest();
    if (refused) CHECK(asked->what.why().code == errc::wrong_status);
    CHECK(world.story() == undisturbed);
    CHECK(world.applied() == stepped_import::records);
  }
}

TEST_CASE(
    "given an import at any step, when two commands come at once, then both take effect in their order") {
  stepped_import world;
  const auto steps = steps_to_the_end(world);
  for (std::size_t step = 0; step <= steps; ++step) {
    CAPTURE(step);
    world.begin();
    world.move(step);
    auto pause = world.command(import_verb::pause);
    auto cancel = world.command(import_verb::cancel);
    auto remove = world.command(import_verb::remove);
    world.rest();
    if (pause->what) {
      CHECK(cancel->what);
      CHECK(goes_as_ever_until(world.story(), " paused cancelled removed"));
    } else {
      CHECK(cancel->what.why().code == errc::wrong_status);
      CHECK(world.story() == std::string(undisturbed) + " removed");
    }
    CHECK(remove->what);
    CHECK(world.obey(import_verb::resume).why().code == errc::not_found);
  }
}

TEST_CASE("given an import at any step, when the server stops and starts, then it goes on from the log") {
  stepped_import world;
  const auto steps = steps_to_the_end(world);
  std::size_t interrupted = 0;
  for (std::size_t step = 0; step <= steps; ++step) {
    CAPTURE(step);
    world.begin();
    world.move(step);
    auto waiting = world.command(import_verb::resume);
    world.send(world.import, halt{});
    world.rest();
    CHECK(waiting.answered());
    CHECK(world.ended(world.import));
    const auto before = world.story();
    CHECK(goes_as_ever_until(before, ""));
    world.wanted = world.freed = 0;
    world.start_again(true);
    world.rest();
    const bool at_work = before.ends_with("parsing_started") || before.ends_with("parsing_finished");
    interrupted += at_work ? 1 : 0;
    CHECK((world.story().find(taken_up) != std::string::npos) == at_work);
    check_completed(world);
  }
  CHECK(interrupted > 10);
}

TEST_CASE("given an import at any step, when its actor throws, then the next one goes on from the log") {
  stepped_import world;
  const auto steps = steps_to_the_end(world);
  std::size_t died = 0;
  for (std::size_t message = 0; message < steps; ++message) {
    CAPTURE(message);
    world.begin();
    {
      const fault_at thrown{"actor.import", fault_does::throw_up, 1, message};
      world.rest();
      if (thrown.left() == 1) break;  // it does not get so many
    }
    ++died;
    CHECK(world.ended(world.import));
    CHECK(goes_as_ever_until(world.story(), ""));
    world.wanted = world.freed = 0;
    world.start_again(false);
    world.rest();
    CHECK(world.story() == undisturbed);
    check_completed(world);
  }
  CHECK(died > 5);
}

TEST_CASE("given an import at any step, when its reader throws, then it fails, and a retry goes on") {
  stepped_import world;
  static_cast<void>(steps_to_the_end(world));
  std::size_t died = 0;
  for (std::size_t message = 0; message < 100; ++message) {
    CAPTURE(message);
    world.begin();
    {
      const fault_at thrown{"actor.reader", fault_does::throw_up, 1, message};
      world.rest();
      if (thrown.left() == 1) break;
    }
    if (world.story() == undisturbed) continue;  // it had read all that was needed
    ++died;
    CHECK(goes_as_ever_until(world.story(), " failed"));
    CHECK(world.wanted == world.freed);
    CHECK(world.obey(import_verb::retry));
    check_completed(world);
  }
  CHECK(died >= 2);
}

TEST_CASE(
    "given an import at any step, when the log refuses once, then a chunk is tried again, and what else "
    "failed goes on by a retry") {
  stepped_import world;
  const auto steps = steps_to_the_end(world);
  std::size_t failed = 0, again = 0;
  for (std::size_t step = 0; step < steps; ++step) {
    CAPTURE(step);
    world.begin();
    world.move(step);
    world.disk().refuse_next(1, {errc::storage_full, "full"});
    world.rest();
    world.pass(std::chrono::milliseconds{900});
    world.pass(std::chrono::milliseconds{200});
    world.disk().refuse_next(0, {});
    if (world.story() == refused_once) {
      ++again;
    } else if (world.story() != undisturbed) {
      ++failed;
      CHECK(goes_as_ever_until(world.story(), " failed"));
      CHECK(world.wanted == world.freed);
      CHECK(world.obey(import_verb::retry));
    }
    check_completed(world);
  }
  CHECK(failed > 0);
  CHECK(again > 0);
  CHECK(failed + again > steps / 2);
}

TEST_CASE("given an import at any step, when the log cannot be written, then nothing changes until it can") {
  stepped_import world;
  const auto steps = steps_to_the_end(world);
  for (std::size_t step = 0; step < steps; ++step) {
    CAPTURE(step);
    world.begin();
    world.move(step);
    const auto before = world.log->tail();
    world.disk().set_writable(false);
    world.rest();
    auto asked = world.command(import_verb::pause);
    world.pass(std::chrono::seconds{30});
    CHECK_FALSE(asked->what);
    CHECK(world.log->tail() == before);
    world.disk().set_writable(true);
    world.pass(std::chrono::seconds{3});
    if (world.story() != undisturbed) {
      CHECK(goes_as_ever_until(world.story(), " failed"));
      CHECK(world.obey(import_verb::retry));
    }
    check_completed(world);
  }
}

TEST_CASE("given a command of its own that the log refused, when a person's comes, then that goes first") {
  stepped_import world;
  world.begin();
  world.disk().refuse_next(1, {errc::unavailable, "gone"});
  world.rest();
  CHECK(world.story() == "submitted");
  auto asked = world.command(import_verb::cancel);
  world.rest();
  CHECK(asked->what);
  CHECK(world.story() == "submitted cancelled");
  world.pass(std::chrono::seconds{3});
  CHECK(world.story() == "submitted cancelled");
}

TEST_CASE(
    "given a chunk with the store, when the import is cancelled, then the chunk counts and is the last") {
  stepped_import world;
  world.hold(world.keeper);
  world.begin();
  world.rest();
  auto asked = world.command(import_verb::cancel);
  world.rest();
  CHECK_FALSE(asked.answered());
  world.release(world.keeper);
  world.rest();
  CHECK(asked->what);
  CHECK(world.story() == "submitted parsing_started described parsing_finished cancelled");
  // Two were sent close behind each other.
  CHECK(world.applied() == 2 * stepped_import::chunk_records);
}

TEST_CASE("given a reader that was sent away, when it still says something, then nobody listens") {
  stepped_import world;
  world.hold(world.keeper);
  world.begin();
  world.rest();
  auto asked = world.command(import_verb::pause);
  world.release(world.keeper);
  world.rest();
  REQUIRE(asked->what);
  const auto foreign = chunk_of(3, {100, 101}, 5);
  const auto say_late = [&] {
    for (const std::uint64_t reader : {1, 2}) {
      world.send(world.import, chunk_read{reader, foreign});
      world.send(world.import, chunk_read{reader, error{errc::file_changed, "late"}});
      world.send(world.import, file_checked{reader, file_summary{"activitystreams", 1, 1}});
      world.send(world.import, file_checked{reader, error{errc::invalid_json, "late"}});
    }
  };
  const auto before = world.story();
  say_late();
  world.rest();
  CHECK(world.story() == before);
  auto again = world.command(import_verb::resume);
  for (int moves = 0; moves < 50 && world.move(); ++moves) say_late();
  world.rest();
  CHECK(again->what);
  check_completed(world);
  CHECK(world.story().find("failed") == std::string::npos);
}

TEST_CASE("given an import that waits, when a seat comes that it gave back before, then it does not begin") {
  stepped_import world;
  world.grants = false;
  world.begin();
  world.rest();
  CHECK(world.wanted == 1);
  auto pause = world.command(import_verb::pause);
  auto resume = world.command(import_verb::resume);
  world.rest();
  CHECK(pause->what);
  CHECK(resume->what);
  CHECK(world.wanted == 2);
  CHECK(world.freed == 1);
  world.send(world.import, seat_granted{1});
  world.rest();
  CHECK(world.story() == "submitted paused resumed");
  world.send(world.import, seat_granted{2});
  world.rest();
  CHECK(world.story() == "submitted paused resumed parsing_started described parsing_finished completed");
}

TEST_CASE(
    "given an import, when somebody else wrote into its stream, then its actor ends and another goes on") {
  stepped_import world;
  world.grants = false;
  world.begin();
  world.rest();
  world.append(import_stream(world.id), import_paused::tag, encode(import_paused{}));
  world.send(world.import, seat_granted{1});
  auto asked = world.command(import_verb::cancel);
  world.rest();
  CHECK(world.ended(world.import));
  CHECK(asked->what.why().code == errc::unavailable);
  world.grants = true;
  world.start_again(false);
  CHECK(world.obey(import_verb::resume));
  CHECK(world.story() == "submitted paused resumed parsing_started described parsing_finished completed");
}

TEST_CASE(
    "given an import, when it is disturbed by chance in any order, then in the end each record is there "
    "once") {
  const auto seed = std::getenv("WAYBILL_TEST_SEED") != nullptr
                        ? std::strtoull(std::getenv("WAYBILL_TEST_SEED"), nullptr, 10)
                        : std::random_device{}();
  CAPTURE(seed);
  std::mt19937_64 random{seed};
  stepped_import world;
  constexpr std::array verbs{import_verb::pause, import_verb::resume, import_verb::cancel,
                             import_verb::retry};
  for (int round = 0; round < 50; ++round) {
    CAPTURE(round);
    world.begin();
    std::deque<question<change_answer>> asked;
    for (int moves = 0; moves < 200; ++moves) {
      world.move_any(random());
      if (random() % 10 == 0)
        asked.emplace_back(world.system(), world.import,
                           import_request{world.owner, verbs[random() % verbs.size()]});
      if (random() % 20 == 0) world.disk().refuse_next(1, {errc::storage_full, "full"});
    }
    world.disk().refuse_next(0, {});
    world.pass(std::chrono::seconds{3});
    for (auto& each : asked) CHECK(each.answered());
    asked.clear();
    if (world.story().ends_with("paused"))
      asked.emplace_back(world.system(), world.import, import_request{world.owner, import_verb::resume});
    if (!world.story().ends_with("completed") && asked.empty())
      asked.emplace_back(world.system(), world.import, import_request{world.owner, import_verb::retry});
    world.rest();
    CAPTURE(world.story());
    check_completed(world);
  }
}
