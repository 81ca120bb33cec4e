#include <algorithm>
#include <set>

#include "backup/folder.hpp"
#include "tests/backup/house.hpp"

using namespace waybill;
using namespace waybill::backup;
using namespace waybill::tests;
using Catch::Matchers::Contains;

namespace {

auto objects_in(const std::string& folder) -> std::vector<fs::path> {
  std::vector<fs::path> all;
  for (const auto& entry : fs::recursive_directory_iterator(folder + "/objects"))
    if (entry.is_regular_file()) all.push_back(entry.path());
  std::ranges::sort(all);
  return all;
}

auto numbers_in(const std::string& folder) -> std::vector<std::uint64_t> {
  const auto open = backup_folder::open_to_read(folder);
  REQUIRE(open.ok());
  const auto all = (*open)->list();
  REQUIRE(all.ok());
  std::vector<std::uint64_t> numbers;
  for (const auto& one : *all) numbers.push_back(one.number);
  return numbers;
}

auto must_take(const backed_up_house& here) -> backup_finished {
  const auto made = here.take();
  if (!made) FAIL(made.why().message);
  return *made;
}

}  // namespace

TEST_CASE("given a log and files, when they are backed up and restored, then all of it is there again") {
  backed_up_house here;
  here.write(20);
  const auto import = here.submit("aaaaaaaa");
  const auto made = must_take(here);
  CHECK(made.at == here.log().tail());
  CHECK(made.number == 1);
  here.write(5);
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  CHECK(back->at == made.at);
  CHECK(told_until(*open_log_at(here.place("new") + "/log"), made.at) == told_until(here.log(), made.at));
  CHECK(file_text(here.place("new") + "/secrets/links.key") == std::string(32, 'k'));
  CHECK(file_text(here.place("new") + "/files/fil_1") == "what is known of a file");
  CHECK(file_text(here.place("new") + "/imports/usr_1/2025-06-28-1430-aaaaaaaa.json") ==
        "the file of aaaaaaaa");
  CHECK(back->paused == std::vector{import});
  CHECK(back->missing.empty());
}

TEST_CASE("given a backup, when the next is made, then what is there already is not copied again") {
  backed_up_house here;
  here.write(300);
  const auto first = must_take(here);
  CHECK(first.copied_bytes == first.size_bytes);
  here.write(3);
  const auto second = must_take(here);
  CHECK(second.number == 2);
  CHECK(second.size_bytes > first.size_bytes);
  CHECK(second.copied_bytes < first.size_bytes / 4);
  CHECK(here.restore("new").ok());
}

TEST_CASE("given more backups than are kept, when the next is finished, then the oldest and its files go") {
  backed_up_house here;
  auto how = here.plan();
  how.keep = 2;
  for (int i = 0; i < 5; ++i) {
    here.write(10);
    REQUIRE(take(how).ok());
  }
  const auto open = backup_folder::open_to_read(here.folder());
  REQUIRE(open.ok());
  const auto all = (*open)->list();
  REQUIRE(all.ok());
  REQUIRE(all->size() == 2);
  CHECK((*all)[0].number == 4);
  CHECK((*all)[1].number == 5);
  std::set<std::string> needed;
  for (const auto& one : *all)
    for (const auto& file : one.what->files) needed.insert(to_hex(file.sha256));
  CHECK(objects_in(here.folder()).size() == needed.size());
}

TEST_CASE("given two logs of one line in a folder, when either keeps two, then the other's backups stay") {
  backed_up_house here;
  here.write(10);
  const auto made = must_take(here);
  REQUIRE(here.restore("copy").ok());
  auto how = here.plan();
  how.keep = 2;
  std::vector<std::uint64_t> others;
  how.tell_others = [&others](const auto& numbers) { others = numbers; };
  {
    // The copy does not know what it was made of: that is still the first one's to keep.
    auto copy = open_rocksdb_log({.directory = here.place("copy") + "/log"});
    REQUIRE(copy.ok());
    const take_plan of_copy{here.place("copy"), **copy, here.folder(), 0, 2, how.clock, {}, {}, {},
                            how.tell_others};
    for (std::uint64_t i = 0; i < 3; ++i) {
      log_tests::must(**copy, log_tests::one("copy", i, {"of the copy"}));
      REQUIRE(take(of_copy).ok());
    }
    CHECK(others == std::vector{made.number});
    CHECK(numbers_in(here.folder()) == std::vector<std::uint64_t>{1, 3, 4});
  }
  for (int i = 0; i < 3; ++i) {
    here.write(5);
    REQUIRE(take(how).ok());
  }
  CHECK(others == std::vector<std::uint64_t>{3, 4});
  CHECK(numbers_in(here.folder()) == std::vector<std::uint64_t>{3, 4, 6, 7});
  CHECK(here.restore("new")->at == here.log().tail());
}

TEST_CASE("given a directory that was copied as it was, when both go on, then what only one has is its own") {
  backed_up_house here;
  here.write(10);
  fs::copy(here.data(), here.place("copy"), fs::copy_options::recursive);
  must_take(here);
  here.write(3);
  must_take(here);
  auto copy = open_rocksdb_log({.directory = here.place("copy") + "/log"});
  REQUIRE(copy.ok());
  log_tests::must(**copy, log_tests::one("copy", 0, {"of the copy"}));
  std::vector<std::uint64_t> others;
  const take_plan of_copy{here.place("copy"),
                          **copy,
                          here.folder(),
                          0,
                          1,
                          here.plan().clock,
                          {},
                          {},
                          {},
                          [&others](const auto& numbers) { others = numbers; }};
  REQUIRE(take(of_copy).ok());
  // What both had is one's as much as the other's.
  CHECK(others == std::vector<std::uint64_t>{2});
  CHECK(numbers_in(here.folder()) == std::vector<std::uint64_t>{2, 3});
}

TEST_CASE("given a backup that is stopped half-way, when one looks, then the one before is as it was") {
  backed_up_house here;
  here.write(50);
  const auto first = must_take(here);
  here.write(200);
  auto how = here.plan();
  int looks = 0;
  how.stopped = [&looks] { return ++looks > 3; };
  const auto cut_off = take(how);
  REQUIRE(!cut_off);
  CHECK(cut_off.why().code == errc::unavailable);
  CHECK_FALSE(fs::exists(here.data() + "/backup.staging"));
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  CHECK(back->at == first.at);
  CHECK(back->has_unfinished);
  CHECK(must_take(here).number == 2);
  CHECK_FALSE(here.restore("newer")->has_unfinished);
}

TEST_CASE("given a first backup that was cut off, when it is restored, then it is said that it is none") {
  backed_up_house here;
  here.write(50);
  auto how = here.plan();
  how.stopped = [] { return true; };
  REQUIRE(!take(how));
  const auto back = here.restore("new");
  REQUIRE(!back);
  CHECK(back.why().code == errc::not_found);
  CHECK_THAT(back.why().message, Contains("cut off"));
  CHECK(fs::is_empty(here.place("new")));
}

TEST_CASE("given an upload that is removed while a backup is made, when it is restored, then it is there") {
  backed_up_house here;
  here.write(200);
  const auto import = here.submit("bbbbbbbb");
  auto how = here.plan();
  // The first piece of the log is copied: by now what belongs to it has another name.
  how.tell = [&](const backup_progress&) { fs::remove(here.file_of(import)); };
  const auto made = take(how);
  REQUIRE(made.ok());
  CHECK(made->missing_files == 0);
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  CHECK(back->missing.empty());
  CHECK(file_text(here.place("new") + "/imports/usr_1/2025-06-28-1430-bbbbbbbb.json") ==
        "the file of bbbbbbbb");
}

TEST_CASE(
    "given events that come while a backup is made, when it is restored, then it ends at its position") {
  backed_up_house here;
  here.write(50);
  auto how = here.plan();
  how.tell = [&](const backup_progress&) { here.write(1); };
  const auto made = take(how);
  REQUIRE(made.ok());
  CHECK(made->at == 50);
  CHECK(here.log().tail() > 50);
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  CHECK(back->at == 50);
}

TEST_CASE("given unfinished uploads and what is made of whole ones, when backed up, then they are left out") {
  backed_up_house here;
  here.submit("cccccccc");
  for (const std::string name : {"2025-06-28-1430-dddddddd.part", "2025-06-28-1430-cccccccc.json.records"})
    write_text(here.data() + "/imports/usr_1/" + name, "not whole");
  write_text(here.data() + "/imports/usr_1/notes with spaces.txt", "somebody's");
  fs::create_symlink("/etc/passwd", here.data() + "/imports/usr_1/2025-06-28-1430-eeeeeeee.json");
  // Neither a file of ours nor passed over in silence.
  CHECK(must_take(here).missing_files == 1);
  REQUIRE(here.restore("new").ok());
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(here.place("new") + "/imports/usr_1"))
    names.push_back(entry.path().filename());
  CHECK(names == std::vector<std::string>{"2025-06-28-1430-cccccccc.json"});
}

TEST_CASE("given a backup, when one looks who may read it, then it is its owner alone") {
  backed_up_house here;
  fs::create_directories(here.folder());
  fs::permissions(here.folder(), fs::perms(0755));
  here.submit("aaaaaaaa");
  must_take(here);
  REQUIRE(here.restore("new").ok());
  // What RocksDB writes itself goes by the process's umask.
  for (const auto& root : {here.folder(), here.place("new") + "/secrets", here.place("new") + "/imports"})
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      CAPTURE(entry.path().string());
      CHECK((fs::status(entry).permissions() & fs::perms(0077)) == fs::perms::none);
    }
  CHECK(fs::status(here.folder()).permissions() == fs::perms(0700));
}

TEST_CASE("given a folder that is none for backups, when it is named, then it is refused and stays") {
  backed_up_house here;
  here.write(5);
  auto how = here.plan();
  SECTION("other things lie in it") {
    write_text(here.folder() + "/letters.txt", "somebody's");
    const auto made = take(how);
    REQUIRE(!made);
    CHECK(made.why().code == errc::bad_value);
    CHECK_THAT(made.why().message, Contains("other things"));
    CHECK(std::distance(fs::directory_iterator(here.folder()), {}) == 1);
  }
  SECTION("it is a link") {
    fs::create_directories(here.place("elsewhere"));
    fs::create_directory_symlink(here.place("elsewhere"), here.folder());
    CHECK_THAT(take(how).why().message, Contains("link"));
    CHECK(fs::is_empty(here.place("elsewhere")));
  }
  SECTION("a part of it is a link") {
    must_take(here);
    fs::rename(here.folder() + "/objects", here.place("objects"));
    fs::create_directory_symlink(here.place("objects"), here.folder() + "/objects");
    CHECK_THAT(take(how).why().message, Contains("link"));
    CHECK_THAT(here.restore("new").why().message, Contains("link"));
  }
  SECTION("it lies in the data directory") {
    how.folder = here.data() + "/backups";
    CHECK(take(how).why().code == errc::bad_value);
    CHECK_FALSE(fs::exists(how.folder));
  }
  SECTION("the data directory lies in it") {
    how.folder = here.place("");
    CHECK(take(how).why().code == errc::bad_value);
  }
  SECTION("it is a file") {
    write_text(here.folder(), "a file");
    CHECK(take(how).why().code == errc::unavailable);
  }
  SECTION("it has backups of another log") {
    backed_up_house other;
    other.submit("ffffffff");
    auto into_other = how;
    must_take(other);
    into_other.folder = other.folder();
    const auto made = take(into_other);
    REQUIRE(!made);
    CHECK_THAT(made.why().message, Contains("another log"));
  }
}

TEST_CASE("given a backup that is being made, when another begins in the same folder, then it is busy") {
  backed_up_house here;
  here.write(50);
  auto how = here.plan();
  std::optional<errc> second;
  how.tell = [&](const backup_progress&) { second = take(here.plan()).why().code; };
  REQUIRE(take(how).ok());
  CHECK(second == errc::busy);
}

TEST_CASE("given a limit of bytes a second, when a piece was copied, then the next waits for its time") {
  pace slow(1'000'000);
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 3; ++i) REQUIRE(slow.spend(50'000).ok());
  CHECK(std::chrono::steady_clock::now() - began >= std::chrono::milliseconds{149});
}

TEST_CASE("given a link whose upload is away, when a backup is made, then it counts as missing") {
  backed_up_house here;
  const auto there = here.submit("aaaaaaaa"), away = here.submit("bbbbbbbb");
  fs::rename(here.file_of(there), here.place("there"));
  fs::permissions(here.place("there"), fs::perms(0600));
  fs::create_symlink(here.place("there"), here.file_of(there));
  fs::remove(here.file_of(away));
  fs::create_symlink(here.place("away"), here.file_of(away));
  const auto made = must_take(here);
  CHECK(made.missing_files == 1);
  const auto back = here.restore("new");
  REQUIRE(back.ok());
  REQUIRE(back->missing.size() == 1);
  CHECK(back->missing.front().import == away);
  CHECK(file_text(here.place("new") + "/imports/usr_1/2025-06-28-1430-aaaaaaaa.json") ==
        "the file of aaaaaaaa");
}

TEST_CASE(
    "given a folder of uploads that is away, when a backup is made, then it is refused, and none is made") {
  backed_up_house here;
  here.submit("aaaaaaaa");
  const std::string folder = here.data() + "/imports/usr_1";
  fs::rename(folder, here.place("away"));
  fs::create_directory_symlink(here.place("gone"), folder);
  const auto refused = here.take();
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.why().message, Contains("leads nowhere"));
  CHECK(numbers_in(here.folder()).empty());
}
