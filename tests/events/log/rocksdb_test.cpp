// What only the RocksDB log promises: opening, closing, sharing.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "tests/events/log/raw_store.hpp"

using namespace waybill;
using namespace waybill::log_tests;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

TEST_CASE("given a closed log, when opened again, then all is there and goes on") {
  const temporary_directory directory;
  fill_two_streams(directory);
  const auto before = told(*open_or_fail(directory));
  CHECK(before.size() == 12);
  auto log = open_or_fail(directory);
  CHECK(told(*log) == before);
  CHECK(log->tail() == 12);
  CHECK(must(*log, one("a", 6, {"more"})).first == 13);
  check_whole(*log);
}

TEST_CASE("given an open log, when opened a second time, then it is refused as locked") {
  const temporary_directory directory;
  auto log = open_or_fail(directory);
  const auto second = open_rocksdb_log(options_for(directory.path()));
  REQUIRE(!second);
  CHECK(second.why().code == errc::locked);
  CHECK_THAT(second.why().message, Contains(directory.path()));
  log.reset();
  CHECK(open_rocksdb_log(options_for(directory.path())).ok());
}

TEST_CASE("given a log held by another process, when opened, then it is refused as locked") {
  const temporary_directory directory;
  open_or_fail(directory).reset();
  // The lock is RocksDB's: a POSIX lock on its file LOCK. A child that holds it stands for another server.
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const auto child = ::fork();
  if (child == 0) {
    const auto path = directory.path() + "/LOCK";
    FILE* file = std::fopen(path.c_str(), "r+");
    const bool locked = file != nullptr && ::lockf(::fileno(file), F_LOCK, 0) == 0;
    if (locked && ::write(ready[1], "x", 1) == 1) ::pause();
    ::_exit(1);
  }
  char answer = 0;
  REQUIRE(::read(ready[0], &answer, 1) == 1);
  const auto second = open_rocksdb_log(options_for(directory.path()));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  REQUIRE(!second);
  CHECK(second.why().code == errc::locked);
  CHECK(open_rocksdb_log(options_for(directory.path())).ok());
}

TEST_CASE("given a log that is being written, when opened for reading only, then it reads what was there") {
  const temporary_directory directory;
  const auto log = open_or_fail(directory);
  must(*log, one("a", 0, {"1", std::string(10'000, 'x')}));
  auto options = options_for(directory.path());
  options.read_only = true;
  const auto reader = open_or_fail(options);
  must(*log, one("a", 2, {"later"}));
  CHECK(reader->tail() == 2);
  CHECK(payloads_of(reader->read_all(1, 10, all_bytes)) ==
        std::vector<std::string>{"1", std::string(10'000, 'x')});
  CHECK((*reader->head("a")).version == 2);
  CHECK(commit_one(*reader, one("a", 2, {"no"})).why().code == errc::unavailable);
  check_whole(*reader);
}

TEST_CASE("given no log, when opened for reading only, then nothing is found and nothing made") {
  const temporary_directory directory;
  log_options options{.directory = directory.path() + "/none", .read_only = true};
  const auto log = open_rocksdb_log(options);
  REQUIRE(!log);
  CHECK(log.why().code == errc::not_found);
  CHECK(!fs::exists(options.directory));
}

TEST_CASE("given a directory that cannot be made, when opened, then it is unavailable and named") {
  const temporary_directory directory;
  std::ofstream(directory.path() + "/file") << "no directory";
  const auto log = open_rocksdb_log({.directory = directory.path() + "/file/log"});
  REQUIRE(!log);
  CHECK(log.why().code == errc::unavailable);
  CHECK_THAT(log.why().message, Contains(directory.path() + "/file/log"));
}

TEST_CASE("given directories that are not there yet, when opened, then they are made") {
  const temporary_directory directory;
  const auto log = open_or_fail(options_for(directory.path() + "/a/b/c"));
  CHECK(must(*log, one("a", 0, {"1"})).first == 1);
}

TEST_CASE("given a store of an unknown format, when opened, then it is refused by its name") {
  const temporary_directory directory;
  fill_two_streams(directory);
  behind_its_back(directory, [](rocksdb::DB& store) {
    REQUIRE(store.Put({}, rocksdb_store::slice(rocksdb_store::format_key), "waybill event log 2").ok());
  });
  const auto log = open_rocksdb_log(options_for(directory.path()));
  REQUIRE(!log);
  CHECK(log.why().code == errc::corrupt);
  CHECK_THAT(log.why().message, Contains("waybill event log 2"));
}

TEST_CASE("given more streams than heads are kept in memory, when appended to, then versions still hold") {
  const temporary_directory directory;
  const auto log = open_or_fail(directory);
  static constexpr std::uint64_t streams = 10'500;
  for (std::uint64_t round = 0; round < 2; ++round) {
    std::vector<transaction> group;
    for (std::uint64_t i = 0; i < streams; ++i) group.push_back(one("s" + std::to_string(i), round, {"x"}));
    const auto answers = log->commit(group);
    for (const auto& answer : answers) REQUIRE(answer.ok());
  }
  CHECK(commit_one(*log, one("s0", 1, {"x"})).why().code == errc::wrong_version);
  CHECK((*log->head("s0")).version == 2);
  check_whole(*log);
}
