// Backups of the real binary, and what a server does that was made of one.
#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

namespace {

constexpr const char* backups_path = "/api/v1/administration/backups";

auto make_admin(const fs::path& data) -> account {
  const auto made =
      run_waybill({"user", "add", "boss", "--role", "admin", "--password-stdin", "--data", data.string()},
                  "a password of boss\n");
  REQUIRE(made.status == 0);
  const auto token = run_waybill({"token", "add", "test", "--user", "boss", "--data", data.string()});
  REQUIRE(token.status == 0);
  auto text = token.out;
  text.pop_back();
  return {"boss", text.substr(text.rfind('\n') + 1)};
}

/// All its items; a document also says when it was made.
auto exported(const fs::path& data, const std::string& user) -> std::string {
  const auto end = run_waybill({"export", "--user", user, "--data", data.string()});
  CAPTURE(end.err);
  REQUIRE(end.status == 0);
  return json::parse(end.out).at("items").dump();
}

auto back_up(const fs::path& data, const fs::path& folder) -> ended {
  return run_waybill({"backup", "--data", data.string(), folder.string()});
}
auto restore(const fs::path& folder, const fs::path& data, const std::vector<std::string>& more = {})
    -> ended {
  std::vector<std::string> words{"restore", folder.string(), "--data", data.string()};
  words.insert(words.end(), more.begin(), more.end());
  return run_waybill(words);
}

/// Waits until none is being made; the newest of those that ended.
auto newest(const person& boss) -> json {
  json list;
  REQUIRE(eventually([&] {
    list = boss.get(backups_path).parsed();
    return list.at("running").is_null() && !list.at("items").empty();
  }));
  return list.at("items").front();
}

}  // namespace

TEST_CASE("given a server at work, when its directory is to be backed up, then it says whom to ask instead") {
  const temp_directory here;
  const auto data = here / "data";
  make_admin(data);
  const server at(data);
  const auto end = back_up(data, here / "backups");
  CHECK(end.status == 2);
  CHECK_THAT(end.err, Contains("in use by process") && Contains("POST /api/v1/administration/backups"));
  CHECK_FALSE(fs::exists(here / "backups"));
}

TEST_CASE(
    "given a server, when an administrator asks for a backup, then it is made, listed and can be restored") {
  const temp_directory here;
  const auto data = here / "data";
  const auto alice_account = make_account(data, "alice");
  const auto boss_account = make_admin(data);
  server at(data, {{"WAYBILL_BACKUP_FOLDER", (here / "backups").string()}});
  const person alice(at, alice_account), boss(at, boss_account);
  REQUIRE(alice.outcome_of(alice.import(good_document(1, 2'000))).at("status") == "completed");
  CHECK(alice.post(backups_path).code() == "forbidden");
  CHECK(boss.post(backups_path, {{"folder", "/tmp/elsewhere"}}).code() == "unknown_field");
  const auto begun = boss.post(backups_path);
  REQUIRE(begun.status == 202);
  CHECK(begun.parsed().at("running").at("by") == "boss");
  const auto made = newest(boss);
  CHECK(made.at("status") == "finished");
  CHECK(made.at("by") == "boss");
  CHECK(made.at("missing_files") == 0);
  REQUIRE(at.stop().status == 0);
  const auto back = restore(here / "backups", here / "new");
  CAPTURE(back.err);
  REQUIRE(back.status == 0);
  CHECK(exported(here / "new", "alice") == exported(data, "alice"));
  // Sessions, tokens and links go on: its keys came along.
  const server again(here / "new");
  CHECK(person(again, alice_account).get("/api/v1/me").status == 200);
  CHECK(person(again, boss_account).get(backups_path).parsed().at("items").front().at("status") ==
        "restored");
}

TEST_CASE("given a server without a folder for backups, when one is asked for, then it says which setting") {
  const temp_directory here;
  const auto boss_account = make_admin(here / "data");
  const server at(here / "data");
  const person boss(at, boss_account);
  const auto told = boss.post(backups_path);
  CHECK(told.status == 409);
  CHECK(told.code() == "not_configured");
  CHECK(told.parsed().at("reason") == "no_backup_folder");
  CHECK(boss.get(backups_path).parsed().at("folder").is_null());
}

TEST_CASE(
    "given a folder that cannot be one of backups, when one is asked for, then the list tells why not") {
  const temp_directory here;
  const auto boss_account = make_admin(here / "data");
  write_file(here / "backups", "a file");
  const server at(here / "data", {{"WAYBILL_BACKUP_FOLDER", (here / "backups").string()}});
  const person boss(at, boss_account);
  REQUIRE(boss.post(backups_path).status == 202);
  const auto failed = newest(boss);
  CHECK(failed.at("status") == "failed");
  CHECK(failed.at("code") == "unavailable");
}

TEST_CASE("given a server that makes backups by itself, when it has none, then it makes one at once") {
  const temp_directory here;
  const auto boss_account = make_admin(here / "data");
  const server at(here / "data",
                  {{"WAYBILL_BACKUP_FOLDER", (here / "backups").string()}, {"WAYBILL_BACKUP_EVERY", "24"}});
  const auto made = newest(person(at, boss_account));
  CHECK(made.at("status") == "finished");
  CHECK(made.at("by").is_null());
}

TEST_CASE("given a backup under way, when the server is told to stop, then it stops and the backup is none") {
  const temp_directory here;
  const auto data = here / "data";
  const auto alice_account = make_account(data, "alice");
  const auto boss_account = make_admin(data);
  REQUIRE(run_waybill({"import", "-", "--user", "alice", "--data", data.string()}, good_document(1, 2'000))
              .status == 0);
  server at(data, {{"WAYBILL_BACKUP_FOLDER", (here / "backups").string()}, {"WAYBILL_BACKUP_RATE", "4KiB"}});
  const person boss(at, boss_account);
  REQUIRE(boss.post(backups_path).status == 202);
  REQUIRE(eventually([&] { return boss.get(backups_path).parsed().at("running").at("bytes_done") > 0; }));
  CHECK(boss.post(backups_path).code() == "busy");
  CHECK(at.stop().status == 0);
  CHECK_FALSE(fs::exists(data / "backup.staging"));
  const auto back = restore(here / "backups", here / "new");
  CHECK(back.status == 2);
  CHECK_THAT(back.err, Contains("cut off"));
  CHECK_FALSE(fs::exists(here / "new"));
  CHECK(back_up(data, here / "backups").status == 0);
  CHECK(restore(here / "backups", here / "new").status == 0);
}

TEST_CASE(
    "given an import in the middle, when its backup is restored, then it is paused and goes on when told") {
  const temp_directory here;
  const auto data = here / "data";
  const auto alice_account = make_account(data, "alice");
  std::string id;
  {
    server at(data, {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "5"}});
    const person alice(at, alice_account);
    id = alice.import(good_document(1, 20'000));
    alice.wait_for_records(id, 10);
    at.kill();
  }
  REQUIRE(back_up(data, here / "backups").status == 0);
  const auto back = restore(here / "backups", here / "new");
  REQUIRE(back.status == 0);
  CHECK_THAT(back.out, Contains(id));
  const server at(here / "new");
  const person alice(at, alice_account);
  CHECK(alice.status_of(id) == "paused");
  const auto story =
      alice.get("/api/v1/imports/" + id + "/events?detail=steps&limit=100").parsed().at("items");
  CHECK(story.back().at("type") == "import.paused.v1");
  CHECK(story.back().at("by") == "system");
  CHECK_THAT(story.back().at("summary").get<std::string>(), Contains("came out of a backup"));
  REQUIRE(alice.command(id, "resume").status < 300);
  CHECK(alice.outcome_of(id).at("status") == "completed");
  CHECK(alice.exported_items().size() == 20'000);
}

TEST_CASE("given a completed import, when it is restored up to its middle, then its missing file is told") {
  const temp_directory here;
  const auto data = here / "data";
  const auto alice_account = make_account(data, "alice");
  std::string id;
  {
    server at(data, {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "5"}});
    const person alice(at, alice_account);
    id = alice.import(good_document(1, 50));
    REQUIRE(alice.outcome_of(id).at("status") == "completed");
    REQUIRE(at.stop().status == 0);
  }
  REQUIRE(back_up(data, here / "backups").status == 0);
  // The last event is that it was completed; the one before, its last chunk.
  const auto shown =
      run_waybill({"log", "show", "--json", "--data", data.string(), "--stream", "import/" + id});
  const auto last = json::parse(shown.out.substr(shown.out.rfind('\n', shown.out.size() - 2) + 1));
  const auto until = std::to_string(last.at("position").get<std::uint64_t>() - 2);
  const auto back = restore(here / "backups", here / "new", {"--until", until});
  CHECK(back.status == 1);
  CHECK_THAT(back.out, Contains("Without their file") && Contains(id));
  const server at(here / "new");
  const person alice(at, alice_account);
  CHECK(alice.status_of(id) == "paused");
  REQUIRE(alice.command(id, "resume").status < 300);
  const auto end = alice.outcome_of(id);
  CHECK(end.at("status") == "failed");
  CHECK(end.at("error").at("code") == "file_missing");
  CHECK(alice.exported_items().size() == 45);
}

TEST_CASE(
    "given a restore that was cut off, when the directory is opened, then nobody takes it for a new one") {
  const temp_directory here;
  make_account(here / "data", "alice");
  REQUIRE(back_up(here / "data", here / "backups").status == 0);
  fs::create_directories(here / "new/log.restoring");
  const auto served = run_waybill({"serve", "--data", (here / "new").string(), "--listen", "127.0.0.1:0"});
  CHECK(served.status == 2);
  CHECK_THAT(served.err, Contains("cut off"));
  CHECK_FALSE(fs::exists(here / "new/log"));
  CHECK(restore(here / "backups", here / "new").status == 2);
}

TEST_CASE(
    "given backup and restore, when they are told what cannot be, then a sentence says so and nothing is "
    "made") {
  const temp_directory here;
  make_account(here / "data", "alice");
  REQUIRE(back_up(here / "data", here / "backups").status == 0);
  CHECK(back_up(here / "nothing", here / "b").status == 2);
  CHECK(back_up(here / "data", here / "data/backups").status == 2);
  CHECK(restore(here / "nothing", here / "new").status == 2);
  CHECK(restore(here / "backups", here / "new", {"--until", "yesterday"}).status == 2);
  CHECK(restore(here / "backups", here / "new", {"--until", "1000000"}).status == 2);
  CHECK_FALSE(fs::exists(here / "new"));
  CHECK_FALSE(fs::exists(here / "b"));
  CHECK_FALSE(fs::exists(here / "data/backups"));
  CHECK(restore(here / "backups", here / "backups/new").status == 2);
  CHECK_FALSE(fs::exists(here / "backups/new"));
  CHECK(restore(here / "backups", here / "new\nline").status == 2);
  CHECK_FALSE(fs::exists(here / "new\nline"));
  write_file(here / "data/notes.txt", "");
  CHECK(restore(here / "backups", here / "data").status == 2);
}

TEST_CASE("given a link, when a backup is to be restored to it, then nothing is changed behind it") {
  const temp_directory here;
  make_account(here / "data", "alice");
  REQUIRE(back_up(here / "data", here / "backups").status == 0);
  fs::create_directory(here / "other");
  fs::permissions(here / "other", fs::perms(0755));
  fs::create_directory_symlink("other", here / "link");
  const auto refused = restore(here / "backups", here / GENERATE("link", "link/"));
  CHECK(refused.status == 2);
  CHECK(refused.err.find("is a link") != std::string::npos);
  CHECK(fs::is_empty(here / "other"));
  CHECK(fs::status(here / "other").permissions() == fs::perms(0755));
  // Nor is anything left in a directory that was there and empty.
  const auto damaged = (here / "backups") / "backups";
  for (const auto& one : fs::directory_iterator(damaged)) write_file(one.path(), "nonsense");
  CHECK(restore(here / "backups", here / "other").status == 2);
  CHECK(fs::is_empty(here / "other"));
}
