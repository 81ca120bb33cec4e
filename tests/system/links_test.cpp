// Data directories of which a part lies elsewhere, behind a symbolic link: nothing that was accepted is lost.
#include <catch2/catch.hpp>
#include <functional>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

constexpr std::uint64_t records = 3'000;
const variables slow{{"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"}};

auto files_of(const fs::path& data) -> std::vector<fs::path> {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& owner : fs::directory_iterator(data / "imports", failed))
    if (owner.is_directory())
      for (const auto& file : fs::directory_iterator(owner.path())) files.push_back(file.path());
  return files;
}

/// Moves a part of the data directory to the "other disk", and leaves a link to it.
void move_out(const fs::path& part, const fs::path& to) {
  fs::rename(part, to);
  fs::create_symlink(to, part);
}

/// A store with two imports that still need their files: one is paused, one failed.
struct unfinished {
  temp_directory here;
  fs::path data = here / "data";
  fs::path disk = here / "disk";
  account who;
  std::string paused, failed;

  unfinished() {
    fs::create_directory(disk);
    who = make_account(data, "alice");
  }

  void begin() {
    server at(data, slow);
    const person alice(at, who);
    paused = alice.import(good_document(1, records));
    alice.wait_for_records(paused, 5);
    REQUIRE(alice.command(paused, "pause").status == 202);
    failed = alice.import("{");
    alice.wait_for_status(failed, "failed");
    REQUIRE(at.stop().status == 0);
  }

  /// Two starts, for the second finds what the first one left.
  void finish() {
    REQUIRE(files_of(data).size() == 2);
    {
      server at(data);
      CHECK(files_of(data).size() == 2);
      CHECK(at.stop().status == 0);
    }
    server at(data);
    CHECK(files_of(data).size() == 2);
    const person alice(at, who);
    CHECK(alice.command(paused, "resume").status == 202);
    const auto done = alice.outcome_of(paused);
    CAPTURE(done.dump(), at.log());
    CHECK(done.at("status") == "completed");
    CHECK(done.at("progress").at("created") == records);
    CHECK(alice.command(failed, "retry").status == 202);
    alice.wait_for_status(failed, "failed");
    CHECK(alice.look(failed).at("error").at("code") == "invalid_json");
    CHECK(alice.exported_items().size() == records);
    CHECK(at.stop().status == 0);
  }
};

}  // namespace

TEST_CASE(
    "given uploads on another disk, when the server starts again, then it keeps those that are needed") {
  unfinished store;
  fs::create_directory(store.disk / "files");
  fs::create_symlink(store.disk / "files", store.data / "imports");
  store.begin();
  store.finish();
  CHECK(fs::is_symlink(store.data / "imports"));
}

TEST_CASE("given a part that was moved behind a link, when the server starts, then nothing is lost") {
  unfinished store;
  store.begin();
  const auto user = files_of(store.data).front().parent_path();
  SECTION("the data directory") { move_out(store.data, store.disk / "data"); }
  SECTION("the uploads") { move_out(store.data / "imports", store.disk / "imports"); }
  SECTION("a user's uploads") { move_out(user, store.disk / "user"); }
  SECTION("single files") {
    for (const auto& file : files_of(store.data)) move_out(file, store.disk / file.filename());
  }
  SECTION("the log") { move_out(store.data / "log", store.disk / "log"); }
  SECTION("the read models") { move_out(store.data / "projections", store.disk / "projections"); }
  store.finish();
}

TEST_CASE(
    "given a log and read models that begin behind links, when the server works, then nothing is lost") {
  temp_directory here;
  const auto data = here / "data";
  fs::create_directory(data);
  for (const std::string part : {"log", "projections", "imports"}) {
    fs::create_directory(here / part);
    fs::create_symlink(here / part, data / part);
  }
  const auto who = make_account(data, "alice");
  {
    server at(data);
    const person alice(at, who);
    CHECK(alice.outcome_of(alice.import(good_document(1, 10))).at("status") == "completed");
    CHECK(at.stop().status == 0);
  }
  server again(data);
  CHECK(person(again, who).exported_items().size() == 10);
  for (const std::string part : {"log", "projections", "imports"}) CHECK(fs::is_symlink(data / part));
  CHECK(fs::exists(here / "log" / "CURRENT"));
}

TEST_CASE(
    "given files that nobody needs, when the server starts, then it removes only those that are its own") {
  unfinished store;
  store.begin();
  const auto user = files_of(store.data).front().parent_path();
  const auto imports = user.parent_path();
  const auto stranger = imports / "usr_00000000000000000000000000";
  fs::create_directory(stranger);
  fs::create_directory(imports / "lost+found");
  write_file(user / "2026-01-02-0304-abcdefgh.json", "cut off by an earlier version");
  write_file(user / "2026-01-02-0304-abcdefgi.json.part", "cut off by an earlier version");
  const std::vector<fs::path> own{user / "2026-01-02-0304-abcdefgm.part",
                                  user / "2026-01-02-0304-abcdefgm.xlsx",
                                  user / "2026-01-02-0304-abcdefgn.csv"};
  for (const auto& file : own) write_file(file, "cut off");
  const std::vector<fs::path> foreign{user / "notes.txt",
                                      user / "2026-01-02-0304-ABCDEFGH.json",
                                      user / "2026-01-02-0304-abcdefgh.json.bak",
                                      user / "2026-01-02-0304-abcdefgh.exe",
                                      stranger / "2026-01-02-0304-abcdefgh.json",
                                      imports / "2026-01-02-0304-abcdefgh.json",
                                      imports / "lost+found" / "2026-01-02-0304-abcdefgh.json"};
  for (const auto& file : foreign) write_file(file, "somebody's");
  fs::create_directory(user / "2026-01-02-0304-abcdefgj.json");
  fs::create_hard_link(user / "notes.txt", user / "2026-01-02-0304-abcdefgk.json");
  fs::create_symlink(user / "notes.txt", user / "2026-01-02-0304-abcdefgl.json");
  server at(store.data);
  for (const auto& file : foreign) {
    CAPTURE(file);
    CHECK(read_file(file) == "somebody's");
  }
  for (const std::string kind : {"j", "k", "l"})
    CHECK(fs::exists(fs::symlink_status(user / ("2026-01-02-0304-abcdefg" + kind + ".json"))));
  CHECK_FALSE(fs::exists(user / "2026-01-02-0304-abcdefgh.json"));
  CHECK_FALSE(fs::exists(user / "2026-01-02-0304-abcdefgi.json.part"));
  for (const auto& file : own) CHECK_FALSE(fs::exists(file));
  const auto told = at.log();
  for (const std::string name : {"notes.txt", "ABCDEFGH", "lost+found", "usr_0000", "abcdefgj", "abcdefgk"})
    CHECK(told.find(name) != std::string::npos);
}

TEST_CASE(
    "given an import whose file is a link, when it is deleted, then the link goes, and what it led to stays "
    "and is told") {
  unfinished store;
  store.begin();
  for (const auto& file : files_of(store.data)) {
    write_file(store.disk / "beside", "somebody's");
    move_out(file, store.disk / file.filename());
  }
  server at(store.data);
  const person alice(at, store.who);
  CHECK(alice.remove("/api/v1/imports/" + store.failed).status == 204);
  CHECK(alice.get("/api/v1/imports/" + store.failed).status == 404);
  CHECK(alice.command(store.paused, "resume").status == 202);
  CHECK(alice.outcome_of(store.paused).at("status") == "completed");
  REQUIRE(at.stop().status == 0);
  CHECK(files_of(store.data).empty());
  CHECK(std::distance(fs::directory_iterator(store.disk), fs::directory_iterator()) == 3);
  const auto told = at.log();
  CHECK(told.find("file.link_removed") != std::string::npos);
  CHECK(told.find("what it led to stays: " + store.disk.string()) != std::string::npos);
}

TEST_CASE(
    "given a folder where an import's file was, when the import is deleted, then the folder stays and is "
    "told") {
  unfinished store;
  store.begin();
  for (const auto& file : files_of(store.data)) {
    fs::remove(file);
    fs::create_directory(file);
  }
  server at(store.data);
  const person alice(at, store.who);
  CHECK(alice.remove("/api/v1/imports/" + store.failed).status == 204);
  REQUIRE(at.stop().status == 0);
  CHECK(files_of(store.data).size() == 2);
  CHECK(at.log().find("file.not_removed") != std::string::npos);
}

TEST_CASE("given two stores that share the folder of uploads, when one starts, then the other's files stay") {
  unfinished store;
  fs::create_directory(store.disk / "files");
  fs::create_symlink(store.disk / "files", store.data / "imports");
  // A copy of the store: the same account, and no import yet.
  fs::copy(store.data, store.here / "copy", fs::copy_options::recursive | fs::copy_options::copy_symlinks);
  store.begin();
  {
    server copy(store.here / "copy");
    CHECK(copy.log().find("upload.left") != std::string::npos);
  }
  store.finish();
}

TEST_CASE(
    "given an upload that waits and was moved behind a link, when the store is opened, then it waits on") {
  const temp_directory here;
  const auto data = here / "data";
  make_account(data, "alice");
  write_file(here / "list.json", good_document(1, 10));
  auto id =
      run_waybill({"upload", (here / "list.json").string(), "--data", data.string(), "--user", "alice"}).out;
  REQUIRE(id.starts_with("fil_"));
  id.pop_back();
  const auto shown = [&] {
    return run_waybill({"file", "show", id, "--data", data.string(), "--user", "alice"});
  };
  REQUIRE(files_of(data).size() == 1);
  move_out(files_of(data).front(), here / "moved.json");
  CHECK(shown().status == 0);
  CHECK(shown().status == 0);
  // Its disk is away.
  fs::rename(here / "moved.json", here / "away");
  const auto refused = shown();
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Catch::Matchers::Contains("leads nowhere"));
  fs::rename(here / "away", here / "moved.json");
  CHECK(shown().status == 0);
  REQUIRE(files_of(data).size() == 1);
  CHECK(fs::is_symlink(files_of(data).front()));
}

TEST_CASE("given uploads behind links, when they are backed up, then the backup has what they lead to") {
  unfinished store;
  store.begin();
  const auto user = files_of(store.data).front().parent_path();
  SECTION("single files") {
    for (const auto& file : files_of(store.data)) move_out(file, store.disk / file.filename());
  }
  SECTION("a user's uploads") { move_out(user, store.disk / "user"); }
  const auto folder = (store.here / "backups").string(), back = (store.here / "back").string();
  REQUIRE(run_waybill({"backup", folder, "--data", store.data.string()}).status == 0);
  const auto restored = run_waybill({"restore", folder, "--data", back});
  CAPTURE(restored.out, restored.err);
  CHECK(restored.status == 0);
  CHECK(files_of(back).size() == 2);
  store.data = back;
  store.finish();
}
