// Lines at the console's prompt: their words, how a word could go on, and what is kept of them.
#include "cli/live/words.hpp"

#include <sys/stat.h>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "cli/live/history.hpp"
#include "tests/temporary_directory.hpp"

using namespace waybill;
using namespace waybill::cli::live;

namespace {

using words = std::vector<std::string>;

auto split(const std::string& line) -> words {
  const auto found = split_words(line);
  REQUIRE(found);
  return *found;
}

auto at_hand() -> vocabulary_at_hand {
  return {{"status", "stop", "show", "seats", "log tail", "log show", "level"}, [] {
            return words{"imp_02", "imp_01", "imp_1"};
          }};
}

auto candidates(const std::string& line) -> words { return complete(line, at_hand()).candidates; }

auto text_of(const std::string& path) -> std::string {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("given a line, when it is split, then quotes and backslashes hold words together") {
  CHECK(split("  show   imp_1\t") == words{"show", "imp_1"});
  CHECK(split("") == words{});
  CHECK(split(R"(log tail --stream 'a b' "c d" e\ f)") ==
        words{"log", "tail", "--stream", "a b", "c d", "e f"});
  CHECK(split(R"(a'b'"c"\"d '' "\"" '\')") == words{"abc\"d", "", "\"", "\\"});
  CHECK(split_words("show 'imp").why().code == errc::bad_value);
}

TEST_CASE("given the beginning of a verb, when it is completed, then all that begin so are there") {
  CHECK(candidates("st") == words{"status", "stop"});
  CHECK(complete("st", at_hand()).common.empty());
  CHECK(complete("sta", at_hand()).common == "tus ");
  CHECK(candidates("x").empty());
  CHECK(candidates("") == words{"help", "level", "log", "quit", "seats", "show", "status", "stop"});
  CHECK(candidates("log ") == words{"show", "tail"});
  CHECK(candidates("help se") == words{"seats"});
  CHECK(candidates("level d") == words{"debug"});
}

TEST_CASE(
    "given a verb that takes imports, when one is completed, then its ids are there, as far as they are "
    "one") {
  CHECK(candidates("show imp") == words{"imp_01", "imp_02", "imp_1"});
  CHECK(complete("show imp", at_hand()).common == "_");
  CHECK(complete("show imp_0", at_hand()).common.empty());
  CHECK(complete("show imp_01", at_hand()).common == " ");
  CHECK(candidates("seats ").empty());
  CHECK(candidates("show --").empty());
  CHECK(candidates("show 'imp").empty());
}

TEST_CASE("given lines that were said, when they are kept, then in a file for their owner alone, at once") {
  const tests::temporary_directory here;
  const auto path = here.path() + "/state/waybill/history";
  history_file kept{path};
  CHECK(kept.lines().empty());
  for (const auto* const line : {"status", "status", " secret", "", "a\x1b[2J", "show imp_1"}) kept.add(line);
  CHECK(text_of(path) == "status\nshow imp_1\n");
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  CHECK(history_file{path}.lines() == words{"status", "show imp_1"});
}

TEST_CASE("given a history that others may read, when it is opened, then it is its owner's alone again") {
  const tests::temporary_directory here;
  const auto path = here.path() + "/history";
  std::ofstream{path} << "status\n";
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  CHECK(history_file{path}.lines() == words{"status"});
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
}

TEST_CASE(
    "given a link where the history would be, when lines are said, then what it points to stays as it is") {
  const tests::temporary_directory here;
  std::ofstream{here.path() + "/other"} << "mine\n";
  std::filesystem::create_symlink(here.path() + "/other", here.path() + "/history");
  history_file kept{here.path() + "/history"};
  CHECK(kept.lines().empty());
  kept.add("status");
  CHECK(text_of(here.path() + "/other") == "mine\n");
}

TEST_CASE("given a history that is too long, when it is opened, then its newest lines are left") {
  const tests::temporary_directory here;
  const auto path = here.path() + "/history";
  {
    std::ofstream file{path};
    for (std::size_t i = 0; i < history_file::most_lines + 10; ++i) file << "show imp_" << i << "\n";
  }
  const history_file kept{path};
  CHECK(kept.lines().size() == history_file::most_lines);
  CHECK(kept.lines().front() == "show imp_10");
  CHECK(text_of(path).starts_with("show imp_10\n"));
}
