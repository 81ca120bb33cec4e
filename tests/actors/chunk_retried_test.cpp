// A chunk that the store does not take: it is tried again, then its records are given up, then the import.
#include "tests/actors/fault_points.hpp"
#include "tests/actors/stepped_import.hpp"

using namespace waybill;
using namespace waybill::tests;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

const std::string applying = "submitted parsing_started described parsing_finished";
constexpr const char* no_chunk_is_taken = "store.decided";

/// What the import's own counts say, as the log has them.
auto progress_of(stepped_import& world) -> import_progress {
  REQUIRE(world.set.control->catch_up());
  const auto found = recover_import(*world.log, *world.rows, world.id);
  REQUIRE(found);
  return found->state.progress;
}

}  // namespace

TEST_CASE(
    "given a chunk that is refused, when the pause is over, then it is tried again, and the story tells of "
    "it") {
  const auto times = GENERATE(std::size_t{1}, std::size_t{3});
  stepped_import world;
  const fault_at refusing(no_chunk_is_taken, fault_does::refuse, times);
  world.begin();
  world.rest();
  CHECK(world.story() == applying + " chunk_retried");
  CHECK(world.applied() == 0);
  world.pass(seconds{6});
  CHECK(world.story() == applying +
                             (times == 1 ? " chunk_retried" : " chunk_retried chunk_retried chunk_retried") +
                             " completed");
  CHECK(world.applied() == stepped_import::records);
  CHECK(world.wanted == world.freed);
}

TEST_CASE("given a chunk that is refused, when less than its pause has passed, then it is not tried again") {
  stepped_import world;
  const fault_at refusing(no_chunk_is_taken, fault_does::refuse, 2);
  world.begin();
  world.pass(milliseconds{300});
  CHECK(refusing.left() == 1);
  world.pass(milliseconds{400});
  CHECK(refusing.left() == 0);
}

TEST_CASE(
    "given a chunk that is refused four times, when the log takes failures, then its records fail and the "
    "rest goes on") {
  stepped_import world;
  const fault_at refusing(no_chunk_is_taken, fault_does::refuse, 4);
  world.begin();
  world.pass(seconds{10});
  CHECK(refusing.left() == 0);
  CHECK(world.story() == applying + " chunk_retried chunk_retried chunk_retried chunk_retried completed");
  const auto counts = progress_of(world).counts;
  CHECK(counts.failed == stepped_import::chunk_records);
  CHECK(counts.processed() == stepped_import::records);
}

TEST_CASE(
    "given a chunk that is always refused, when its last try was refused, then the import fails, and a retry "
    "goes on") {
  stepped_import world;
  {
    const fault_at refusing(no_chunk_is_taken, fault_does::refuse, 1'000);
    world.begin();
    world.pass(seconds{10});
    CHECK(world.story() == applying + " chunk_retried chunk_retried chunk_retried chunk_retried failed");
    CHECK(world.applied() == 0);
    CHECK(world.wanted == world.freed);
  }
  CHECK(world.obey(import_verb::retry));
  world.rest();
  CHECK(world.story().ends_with(" completed"));
  CHECK(world.applied() == stepped_import::records);
  CHECK(progress_of(world).counts.failed == 0);
}

TEST_CASE(
    "given an import between two tries, when it is paused, cancelled or stopped, then it is at once, and "
    "goes on later") {
  const auto verb = GENERATE(import_verb::pause, import_verb::cancel);
  stepped_import world;
  const fault_at refusing(no_chunk_is_taken, fault_does::refuse, 1);
  world.begin();
  world.rest();
  CHECK(world.obey(verb));
  CHECK(world.wanted == world.freed);
  const auto tail = world.log->tail();
  world.pass(seconds{3});
  CHECK(world.log->tail() == tail);
  CHECK(world.obey(verb == import_verb::pause ? import_verb::resume : import_verb::retry));
  CHECK(world.story().ends_with(" completed"));
  CHECK(world.applied() == stepped_import::records);
}

TEST_CASE(
    "given an import between two tries, when the server stops and starts, then it goes on from the log") {
  stepped_import world;
  const fault_at refusing(no_chunk_is_taken, fault_does::refuse, 1);
  world.begin();
  world.rest();
  world.send(world.import, halt{});
  world.rest();
  CHECK(world.ended(world.import));
  world.start_again(true);
  world.pass(seconds{1});
  CHECK(world.story() == applying + " chunk_retried taken_up completed");
  CHECK(world.applied() == stepped_import::records);
}
