// Parts of a data directory that are each other's, somebody else's, or no folders: nothing of anybody is
// lost.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// Every file below the folder with its content's digest; and links with what they lead to.
auto content_of(const fs::path& folder) -> std::string {
  return run_shell(
             folder,
             "find . -type f ! -name lock -exec sha256sum {} + | sort; find . -type l -printf '%p %l\\n' "
             "| sort")
      .out;
}

/// A store of a user ada with an import of three bookmarks, and a log that is whole.
void fill(const fs::path& data) {
  REQUIRE(run_waybill({"import", "-", "--data", data.string()}, good_document(1, 3)).status == 0);
}

auto exported(const fs::path& data) -> std::string {
  return run_waybill({"export", "--data", data.string()}).out;
}

/// Refused in one sentence that has all of `words`, by every verb that works in the directory.
void check_refused(const fs::path& data, const std::vector<std::string>& words) {
  for (const std::string verb : {"list", "rebuild"}) {
    const auto refused = run_waybill({verb, "--data", data.string()});
    CAPTURE(verb, refused.err);
    CHECK(refused.status == 2);
    CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
    for (const auto& word : words) CHECK(holds(refused.err, word));
  }
}

/// Makes the part anew, as a link.
void lead(const fs::path& part, const fs::path& to) {
  fs::remove_all(part);
  fs::create_directory_symlink(to, part);
}

}  // namespace

TEST_CASE(
    "given two parts that are one folder, when the store is opened, then that is refused and both stay") {
  temp_directory here;
  const auto data = here / "data";
  fill(data);
  fs::create_directory(here / "disk");
  fs::create_directory(here / "disk" / "deep");
  std::vector<std::string> words;
  SECTION("read models and log") {
    lead(data / "projections", "log");
    words = {"'" + (data / "projections").string() + "'", "'" + (data / "log").string() + "'", "same folder"};
  }
  SECTION("log and read models on a disk") {
    fs::copy(data / "log", here / "disk");
    lead(data / "log", here / "disk");
    lead(data / "projections", "../disk");
    words = {"same folder"};
  }
  SECTION("read models and uploads") {
    fs::create_directories(data / "imports");
    lead(data / "projections", data / "imports");
    words = {"same folder"};
  }
  SECTION("read models and secrets") {
    fs::create_directories(data / "secrets");
    lead(data / "projections", data / "secrets");
    words = {"same folder"};
  }
  SECTION("read models in the log") {
    fs::create_directory(data / "log" / "deep");
    lead(data / "projections", data / "log" / "deep");
    words = {"leads into", (data / "log").string()};
  }
  SECTION("the log in the read models") {
    fs::rename(data / "log", data / "projections" / "log");
    lead(data / "log", data / "projections" / "log");
    words = {"leads into", (data / "projections").string()};
  }
  SECTION("the log where read models are set aside") {
    fs::rename(data / "log", data / "projections.old");
    lead(data / "log", data / "projections.old");
    words = {"same folder", "projections.old"};
  }
  SECTION("read models where read models are made") {
    fs::rename(data / "projections", data / "projections.new");
    lead(data / "projections", "projections.new");
    words = {"same folder", "projections.new"};
  }
  SECTION("a user's uploads and the log") {
    fs::create_directories(data / "imports");
    lead(data / "imports" / "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV", data / "log");
    words = {"same folder"};
  }
  SECTION("read models and the data directory") {
    lead(data / "projections", ".");
    words = {"the data directory itself"};
  }
  SECTION("read models above the data directory") {
    lead(data / "projections", "..");
    words = {"its own part", (data / "projections").string()};
  }
  SECTION("uploads above the data directory") {
    lead(data / "imports", here.path());
    words = {"its own part"};
  }
  const auto before = content_of(here.path());
  check_refused(data, words);
  CHECK(content_of(here.path()) == before);
}

TEST_CASE(
    "given a new directory whose log and read models are one folder, when a user is added, then it is "
    "refused") {
  temp_directory here;
  const auto data = here / "data";
  fs::create_directory(here / "disk");
  fs::create_directory(data);
  lead(data / "log", "../disk");
  lead(data / "projections", "../disk");
  const auto refused = run_waybill({"user", "add", "ada", "--data", data.string()});
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "same folder"));
  CHECK(fs::is_empty(here / "disk"));
}

TEST_CASE(
    "given a part that leads to somebody else's files, when the store is opened, then none of them changes") {
  temp_directory here;
  const auto data = here / "data";
  fill(data);
  const auto photos = here / "photos";
  fs::create_directories(photos / "2019");
  for (const std::string name : {"thesis.sst", "000001.log", "LOG", "notes.txt", "2019/000007.sst"})
    write_file(photos / name, "precious " + name);
  fs::permissions(photos / "000001.log", fs::perms(0644));
  std::vector<std::string> words{"not Waybill's"};
  SECTION("read models") { lead(data / "projections", "../photos"); }
  SECTION("read models of one file") {
    for (const std::string name : {"thesis.sst", "000001.log", "notes.txt", "2019"})
      fs::remove_all(photos / name);
    lead(data / "projections", "../photos");
  }
  SECTION("a plain folder of read models") {
    fs::remove_all(data / "projections");
    fs::copy(photos, data / "projections", fs::copy_options::recursive);
  }
  SECTION("a folder among read models with a name of theirs") {
    fs::create_directory(data / "projections" / "000009.sst");
    write_file(data / "projections" / "000009.sst" / "notes.txt", "precious");
  }
  SECTION("a data directory of somebody else's for read models") {
    fill(here / "other");
    lead(data / "projections", "../other");
  }
  SECTION("another log for read models") {
    fill(here / "other");
    lead(data / "projections", "../other/log");
  }
  SECTION("the log") { lead(data / "log", photos), words.clear(); }
  SECTION("a log without tables") {
    for (const std::string name : {"thesis.sst", "000001.log", "2019"}) fs::remove_all(photos / name);
    lead(data / "log", photos);
  }
  SECTION("read models for a log") {
    fill(here / "other");
    lead(data / "log", here / "other" / "projections");
    words = {"no event log"};
  }
  const auto before = content_of(here.path());
  check_refused(data, words);
  CHECK(content_of(here.path()) == before);
  CHECK(mode_of(photos) != 0700);
  if (fs::exists(photos / "000001.log")) CHECK(mode_of(photos / "000001.log") == 0644);
}

TEST_CASE(
    "given files of others among read models, when those are set aside or made anew, then the files stay") {
  temp_directory here;
  const auto data = here / "data";
  fill(data);
  const auto models = data / "projections";
  const bool damaged = GENERATE(true, false);
  CAPTURE(damaged);
  const std::vector<std::string> foreign{"notes.txt",   "thesis.sst",        "my.log",         "LOGBOOK",
                                         "CURRENT.bak", "photos/000007.sst", "photos/deep/LOG"};
  for (const auto& name : foreign) {
    fs::create_directories((models / name).parent_path());
    write_file(models / name, "precious " + name);
  }
  for (const std::string beside : {"projections.old", "projections.new"}) {
    fs::create_directory(data / beside);
    write_file(data / beside / "000007.sst", "precious");
  }
  if (damaged) write_file(models / "CURRENT", "nonsense\n");
  const auto done = run_waybill({damaged ? "list" : "rebuild", "--data", data.string()});
  CAPTURE(done.err);
  CHECK(done.status == 0);
  for (const auto& name : foreign) {
    CAPTURE(name);
    CHECK(read_file(models / name) == "precious " + name);
    CHECK(holds(done.err, name.substr(0, name.find('/'))));
  }
  for (const std::string beside : {"projections.old", "projections.new"}) {
    CHECK(read_file(data / beside / "000007.sst") == "precious");
    CHECK(holds(done.err, beside));
  }
  CHECK(holds(done.err, "projections.left"));
  CHECK_FALSE(fs::exists(models / "rebuilt"));
  CHECK_FALSE(fs::exists(models / "DAMAGED"));
  CHECK(holds(exported(data), "\"totalItems\": 3"));
}

TEST_CASE(
    "given read models from before they had a mark, when they are opened, then they are known as ours") {
  temp_directory here;
  const auto data = here / "data";
  fill(data);
  CHECK(fs::exists(data / "projections" / "PROJECTIONS"));
  fs::remove(data / "projections" / "PROJECTIONS");
  const auto opened = run_waybill({"list", "--data", data.string()});
  CAPTURE(opened.err);
  CHECK(opened.status == 0);
  CHECK(opened.err.empty());
  CHECK(fs::exists(data / "projections" / "PROJECTIONS"));
}

TEST_CASE("given a part that is no folder, when the store is opened, then a sentence says so") {
  temp_directory here;
  const auto data = here / "data";
  fill(data);
  const std::string part =
      GENERATE("log", "projections", "imports", "secrets", "imports/usr_01ARZ3NDEKTSV4RRFFQ69G5FAV",
               "imports/prj_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  CAPTURE(part);
  fs::remove_all(data / part);
  fs::create_directories((data / part).parent_path());
  SECTION("a file") {
    write_file(data / part, "somebody's");
    check_refused(data, {(data / part).string(), "is no folder"});
    CHECK(read_file(data / part) == "somebody's");
  }
  SECTION("a link to a file") {
    write_file(here / "file", "somebody's");
    fs::create_symlink(here / "file", data / part);
    check_refused(data, {(data / part).string(), "is no folder"});
  }
  SECTION("a link to nothing") {
    fs::create_symlink(here / "nothing", data / part);
    const auto refused = run_waybill({"list", "--data", data.string()});
    CAPTURE(refused.err);
    CHECK(refused.status == 2);
    CHECK(holds(refused.err, "leads nowhere"));
    CHECK_FALSE(fs::exists(here / "nothing"));
  }
}
