// A process that is killed at any moment has lost nothing that it was told is committed.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "tests/events/log/raw_store.hpp"

using namespace waybill;
using namespace waybill::log_tests;

namespace {

constexpr const char* directory_variable = "WAYBILL_TEST_LOG_DIRECTORY";
constexpr const char* pipe_variable = "WAYBILL_TEST_LOG_PIPE";

auto options_of_child(const std::string& directory) -> log_options {
  // Small buffers, so that flushes are cut off too.
  return {.directory = directory, .cache_bytes = 1U << 20, .write_buffer_bytes = 512U << 10};
}

auto payload_at(position at) -> std::string {
  return std::to_string(at) + std::string(at % 3 == 0 ? 60'000 : 20, '.');
}

/// Runs this test's own program as the child below. (A plain fork would lack RocksDB's threads.)
auto start_child(const std::string& directory, int pipe) -> pid_t {
  const auto child = ::fork();
  if (child != 0) return child;
  ::setenv(directory_variable, directory.c_str(), 1);
  ::setenv(pipe_variable, std::to_string(pipe).c_str(), 1);
  ::execl("/proc/self/exe", "test_event_log", "[log-kill-child]", "-o", "/dev/null",
          static_cast<char*>(nullptr));
  ::_exit(127);
}

/// Lets a child commit until it has acknowledged `enough` more, kills it, and answers the last acknowledged
/// position.
auto run_and_kill(const std::string& directory, int enough) -> position {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  const auto child = start_child(directory, ends[1]);
  ::close(ends[1]);
  position last = 0;
  position next = 0;
  for (int count = 0; ::read(ends[0], &next, sizeof next) == sizeof next; ++count) {
    last = next;
    if (count == enough) ::kill(child, SIGKILL);
  }
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  REQUIRE(WIFSIGNALED(status));
  return last;
}

}  // namespace

TEST_CASE("given a child of the kill test, when run, then it commits until it is killed",
          "[.][log-kill-child]") {
  const char* directory = std::getenv(directory_variable);
  const char* pipe = std::getenv(pipe_variable);
  REQUIRE(directory != nullptr);
  REQUIRE(pipe != nullptr);
  const auto log = open_or_fail(options_of_child(directory));
  for (;;) {
    std::vector<transaction> group;
    const auto version_a = (*log->head("a")).version;
    const auto version_b = (*log->head("b")).version;
    const auto at = log->tail();
    group.push_back({{append_to("a", version_a, {payload_at(at + 1), payload_at(at + 2)}),
                      append_to("b", version_b, {payload_at(at + 3)})},
                     noon,
                     "system",
                     0});
    group.push_back(one("b", version_b + 1, {payload_at(at + 4)}));
    for (const auto& answer : log->commit(group)) REQUIRE(answer.ok());
    const auto told_to_parent = log->tail();
    if (::write(std::atoi(pipe), &told_to_parent, sizeof told_to_parent) != sizeof told_to_parent) return;
  }
}

TEST_CASE("given a process that commits, when killed at any moment, then what was acknowledged is there") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  const temporary_directory directory;
  for (int round = 0; round < 8; ++round) {
    CAPTURE(round);
    const auto acknowledged = run_and_kill(directory.path(), static_cast<int>(random() % 60));
    const auto log = open_or_fail(options_of_child(directory.path()));
    CHECK(log->tail() >= acknowledged);
    CHECK(log->tail() % 4 == 0);  // a group of four events is there as a whole
    check_whole(*log);
    const auto events = *log->read_all(1, all_events, all_bytes);
    for (const auto& event : events)
      if (event.payload != payload_at(event.head.at))
        FAIL("position " << event.head.at << " holds something else");
  }
}
