#include "events/log/rocksdb_notes.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/events/log/samples.hpp"

using namespace waybill;

TEST_CASE("given a disk without room, when RocksDB notes something again and again, then nobody dies of it") {
  const log_tests::temporary_directory here;
  std::filesystem::create_symlink("/dev/full", here.path() + "/LOG");
  const auto notes = rocksdb_store::open_notes(here.path());
  for (int i = 0; i < 3; ++i) rocksdb::Warn(notes.get(), "note number %d", i);
  CHECK(notes->Close().ok());
}

TEST_CASE("given notes, when something is noted, then warnings are in the file and smaller things are not") {
  const log_tests::temporary_directory here;
  {
    const auto notes = rocksdb_store::open_notes(here.path());
    rocksdb::Info(notes.get(), "chatter");
    rocksdb::Warn(notes.get(), "trouble with %s", "a file");
  }
  std::ifstream file(here.path() + "/LOG");
  std::string line;
  REQUIRE(std::getline(file, line));
  CHECK(line.ends_with(" trouble with a file"));
  CHECK_FALSE(std::getline(file, line));
}
