// Which tables were written here.
#include "actors/written_files.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "events/hash.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;

namespace {

auto number(int which) -> digest { return sha256_of(std::to_string(which)); }

auto known_of(const written_files& all, int count) -> std::vector<int> {
  std::vector<int> known;
  for (int i = 0; i < count; ++i)
    if (all.knows(number(i))) known.push_back(i);
  return known;
}

}  // namespace

TEST_CASE(
    "given as many files as are remembered, when another one is written, then the oldest is forgotten") {
  const tests::temporary_directory folder;
  written_files all{folder.path(), 3};
  all.load();
  for (const int which : {0, 1, 2, 0, 3}) REQUIRE(all.remember(number(which)).ok());
  CHECK(known_of(all, 5) == std::vector{0, 2, 3});
  written_files again{folder.path(), 3};
  again.load();
  CHECK(known_of(again, 5) == std::vector{0, 2, 3});
  CHECK(std::filesystem::file_size(folder.path() + "/written") == 96);
}

TEST_CASE(
    "given a file of digests that is cut off or none, when a server starts, then it knows what is whole") {
  const tests::temporary_directory folder;
  const auto path = folder.path() + "/written";
  written_files all{folder.path()};
  REQUIRE(all.remember(number(0)).ok());
  REQUIRE(all.remember(number(1)).ok());
  std::filesystem::resize_file(path, 40);
  all.load();
  CHECK(known_of(all, 3) == std::vector{0});
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  all.load();
  CHECK(known_of(all, 3).empty());
  // It cannot be kept, and is known as long as the process lives.
  CHECK(all.remember(number(2)).why().code == errc::unavailable);
  CHECK(known_of(all, 3) == std::vector{2});
  CHECK_FALSE(std::filesystem::exists(path + ".new"));
}
