#include "events/log/replace_file.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/temporary_directory.hpp"

using namespace waybill;
using tests::temporary_directory;
namespace fs = std::filesystem;

namespace {

auto text_of(const fs::path& path) -> std::string {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

void put(const fs::path& path, std::string_view text) { std::ofstream(path, std::ios::binary) << text; }

auto names_in(const fs::path& folder) -> std::size_t {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{}));
}

}  // namespace

TEST_CASE("given a file, when it is replaced, then it has the new bytes, for its owner alone") {
  const temporary_directory directory;
  const auto path = directory.path() + "/kept";
  put(path, "old");
  fs::permissions(path, fs::perms::all);
  put(path + ".new", "what a process that was killed left");
  REQUIRE(replace_file(path, "new\n"));
  CHECK(text_of(path) == "new\n");
  CHECK((fs::status(path).permissions() & fs::perms::mask) == fs::perms(0600));
  CHECK(names_in(directory.path()) == 1);
}

TEST_CASE("given a link, when a file of its name is written, then what it leads to is left alone") {
  const temporary_directory directory;
  const auto elsewhere = directory.path() + "/elsewhere";
  const auto path = directory.path() + "/kept";
  put(elsewhere, "somebody's");
  fs::create_symlink(elsewhere, path);
  fs::create_symlink(elsewhere, path + ".new");
  REQUIRE(replace_file(path, "ours"));
  CHECK(text_of(elsewhere) == "somebody's");
  CHECK_FALSE(fs::is_symlink(path));
  CHECK(text_of(path) == "ours");
}

TEST_CASE("given a name that cannot be taken, when it is written, then errno says why and nothing is left") {
  const temporary_directory directory;
  const auto path = directory.path() + "/kept";
  fs::create_directory(path);
  REQUIRE_FALSE(replace_file(path, "text"));
  CHECK(errno == EISDIR);
  CHECK(names_in(directory.path()) == 1);
  REQUIRE_FALSE(replace_file(directory.path() + "/nowhere/kept", "text"));
  CHECK(errno == ENOENT);
}
