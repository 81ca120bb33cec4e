// A disk that is full or broken: nothing half done, a clear answer, and on it goes when it is mended.
#include "tests/events/log/failing_disk.hpp"
#include "tests/events/log/raw_store.hpp"

using namespace waybill;
using namespace waybill::log_tests;

namespace {

constexpr std::size_t chunk_bytes = 100'000;
constexpr std::uint64_t commits = 8;

struct disk_under_test {
  std::shared_ptr<disk_state> state = std::make_shared<disk_state>();
  std::unique_ptr<rocksdb::Env> env = std::make_unique<failing_environment>(state);
  temporary_directory directory;

  /// Small buffers: flushing to the final files meets the failure as well.
  [[nodiscard]] auto open() const -> std::unique_ptr<event_log> {
    return open_or_fail(
        {.directory = directory.path(), .cache_bytes = 1U << 20, .write_buffer_bytes = 256U << 10},
        env.get());
  }
};

auto chunk(std::uint64_t number) -> std::string {
  const auto text = std::to_string(number);
  return text + std::string(chunk_bytes - text.size(), '.');
}

auto group_of_two(std::uint64_t version, std::uint64_t number) -> std::vector<transaction> {
  return {one("a", version, {chunk(number)}), one("a", version + 1, {"small"})};
}

/// Commits groups of two, mending the disk at the first refusal; answers how many groups were refused.
auto commit_through_failure(disk_under_test& disk, event_log& log, errc expected) -> int {
  int refused = 0;
  for (std::uint64_t done_groups = 0; done_groups < commits;) {
    const auto before = log.tail();
    const auto head = *log.head("a");
    const auto answers = log.commit(group_of_two(head.version, done_groups));
    REQUIRE(answers.size() == 2);
    REQUIRE(answers[0].ok() == answers[1].ok());
    if (answers[0].ok()) {
      REQUIRE((*answers[1]).last == before + 2);
      ++done_groups;
      continue;
    }
    ++refused;
    REQUIRE(refused < 5);
    CHECK(answers[0].why().code == expected);
    CHECK(answers[1].why().code == expected);
    CHECK(log.tail() == before);
    CHECK((*log.head("a")).version == head.version);
    CHECK((*log.read_all(1, all_events, all_bytes)).size() == before);
    disk.state->mend();
  }
  return refused;
}

/// Answers whether a commit met the failure: late ones may meet a write behind the commits only.
auto fail_at(std::int64_t write, errc expected) -> bool {
  CAPTURE(write);
  disk_under_test disk;
  disk.state->broken_device = expected == errc::unavailable;
  auto log = disk.open();
  disk.state->fail_after(write);
  const auto refused = commit_through_failure(disk, *log, expected);
  disk.state->mend();
  const auto before = told(*log);
  check_whole(*log);
  log.reset();
  log = disk.open();
  CHECK(told(*log) == before);
  CHECK(log->tail() == 2 * commits);
  return refused > 0;
}

}  // namespace

TEST_CASE(
    "given a disk that is full at the n-th write, when appended, then nothing is left of it and it goes on") {
  int met = 0;
  for (std::int64_t write = 0; write < 30; ++write) met += fail_at(write, errc::storage_full) ? 1 : 0;
  CHECK(met >= 20);
}

TEST_CASE(
    "given a disk that breaks at the n-th write, when appended, then it is unavailable until it is mended") {
  int met = 0;
  for (std::int64_t write = 0; write < 12; ++write) met += fail_at(write, errc::unavailable) ? 1 : 0;
  CHECK(met >= 8);
}

TEST_CASE(
    "given a full disk, when appended again and again, then each time it is said, and reading goes on") {
  disk_under_test disk;
  const auto log = disk.open();
  must(*log, one("a", 0, {"1"}));
  disk.state->fail_after(0);
  CHECK(log->writable());
  for (int i = 0; i < 5; ++i) CHECK(commit_one(*log, one("a", 1, {"2"})).why().code == errc::storage_full);
  CHECK_FALSE(log->writable());
  CHECK(payloads_of(log->read_all(1, 10, all_bytes)) == std::vector<std::string>{"1"});
  CHECK(log->commit({}).empty());
  CHECK_FALSE(log->writable());
  disk.state->mend();
  CHECK(log->commit({}).empty());
  CHECK(log->writable());
  CHECK(must(*log, one("a", 1, {"2"})).first == 2);
}

TEST_CASE(
    "given little room, when appended, then large ones and those of imports are refused before small ones") {
  disk_under_test disk;
  const auto log = disk.open();
  static constexpr std::uint64_t reserve = 64U << 20;
  disk.state->free_bytes = reserve;
  auto of_an_import = one("a", 0, {"small"});
  of_an_import.bulk = true;
  const std::vector<transaction> group{one("a", 0, {chunk(1)}), of_an_import, one("a", 0, {"small"})};
  auto answers = log->commit(group);
  CHECK(answers[0].why().code == errc::storage_full);
  CHECK(answers[1].why().code == errc::storage_full);
  CHECK(answers[2].ok());
  disk.state->free_bytes = reserve / 4;
  CHECK(commit_one(*log, one("a", 1, {"small"})).why().code == errc::storage_full);
  CHECK(log->tail() == 1);
  disk.state->free_bytes = reserve + 4 * chunk_bytes;
  const std::vector<transaction> three{one("a", 1, {chunk(2)}), one("a", 2, {chunk(3)}),
                                       one("a", 2, {"small"})};
  answers = log->commit(three);
  CHECK(answers[0].ok());
  CHECK(answers[1].why().code == errc::storage_full);  // the first one took the room
  CHECK(answers[2].ok());
  CHECK(log->tail() == 3);
  check_whole(*log);
}

TEST_CASE("given a disk that is full, when a log is opened, then it says so") {
  disk_under_test disk;
  disk.state->fail_after(0);
  const auto log = rocksdb_store::open_log({.directory = disk.directory.path()}, disk.env.get());
  REQUIRE(!log);
  CHECK(log.why().code == errc::storage_full);
}
