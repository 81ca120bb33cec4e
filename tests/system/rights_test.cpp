// Who may read the data directory, however it came to be; and what a start does about a lock that is none.
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// What others may use in any way, below and with `folder`; links are followed.
auto open_to_others(const fs::path& folder) -> std::string {
  return run_shell(folder, "find -L . -perm /077").out;
}

/// An import, so that there is something of every kind.
auto fill(const fs::path& data) -> ended {
  return run_waybill({"import", "-", "--data", data.string()}, good_document(1, 2'000));
}

}  // namespace

TEST_CASE(
    "given a directory that others can read, when a store is made in it, then it is closed and that is "
    "said") {
  temp_directory here;
  const auto data = here / "data";
  fs::create_directory(data);
  fs::permissions(data, fs::perms(0755));
  write_file(data / "notes.txt", "somebody's");
  fs::permissions(data / "notes.txt", fs::perms(0644));
  const auto made = run_shell(here.path(), "umask 022; $W import - --data data", good_document(1, 2'000));
  CAPTURE(made.err);
  REQUIRE(made.status == 0);
  CHECK(holds(made.err, "directory.mended"));
  CHECK(mode_of(data) == 0700);
  CHECK(open_to_others(data) == "./notes.txt\n");
  CHECK_FALSE(holds(fill(data).err, "directory.mended"));
}

TEST_CASE(
    "given a store that others can read, when it is opened again, then all of it is closed, behind links "
    "too") {
  temp_directory here;
  const auto data = here / "data";
  REQUIRE(fill(data).status == 0);
  REQUIRE(run_waybill({"import", "-", "--data", data.string()}, "{").status == 2);  // its file is kept
  for (const std::string part : {"log", "projections", "imports"}) {
    fs::rename(data / part, here / part);
    fs::create_symlink(here / part, data / part);
  }
  write_file(here / "imports" / "notes.txt", "somebody's");
  REQUIRE(run_shell(here.path(), "chmod -R go+rwX data log projections imports").status == 0);
  const auto opened = run_waybill({"list", "--data", data.string()});
  CAPTURE(opened.err);
  CHECK(opened.status == 0);
  CHECK(holds(opened.err, "directory.mended"));
  CHECK(open_to_others(data) == "./imports\n./imports/notes.txt\n");
  CHECK_FALSE(holds(run_waybill({"user", "list", "--data", data.string()}).err, "directory.mended"));
  if (can_be_nobody()) {
    fs::permissions(here.path(), fs::perms(0755));
    CHECK(run_shell(here.path(), std::string(as_nobody) + "$W log show --data data").status == 2);
    CHECK(run_shell(here.path(), std::string(as_nobody) + "grep -r argon2 data log projections").out.empty());
  }
}

TEST_CASE(
    "given a directory of another user, when a store is opened in it, then it is refused with a sentence") {
  if (!can_be_nobody()) return;
  temp_directory here;
  const auto data = here / "data";
  REQUIRE(fill(data).status == 0);
  SECTION("the directory") { REQUIRE(::lchown(data.c_str(), 65534, 65534) == 0); }
  SECTION("the log") { REQUIRE(::lchown((data / "log").c_str(), 65534, 65534) == 0); }
  SECTION("a file of the log") { REQUIRE(::lchown((data / "log" / "CURRENT").c_str(), 65534, 65534) == 0); }
  SECTION("the lock") { REQUIRE(::lchown((data / "lock").c_str(), 65534, 65534) == 0); }
  SECTION("a link that another user made") {
    fs::create_directory(here / "elsewhere");
    fs::permissions(here / "elsewhere", fs::perms(0755));
    fs::remove_all(data / "imports");
    fs::create_symlink(here / "elsewhere", data / "imports");
    REQUIRE(::lchown((data / "imports").c_str(), 65534, 65534) == 0);
  }
  const auto refused = run_waybill({"list", "--data", data.string()});
  CAPTURE(refused.err);
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "65534"));
  CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
  if (fs::exists(here / "elsewhere")) CHECK(mode_of(here / "elsewhere") == 0755);
}

TEST_CASE(
    "given a folder that all users share, when it is to be the data directory, then it is left as it is") {
  temp_directory here;
  const auto shared = here / "shared";
  fs::create_directory(shared);
  fs::permissions(shared, fs::perms(01777));
  const auto refused = run_waybill({"user", "add", "ada", "--data", shared.string()});
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "all users share"));
  CHECK(mode_of(shared) == 01777);
  CHECK(fs::is_empty(shared));
}

TEST_CASE(
    "given a lock that is no file of ours, when the directory is opened, then it is refused and nothing "
    "changes") {
  temp_directory here;
  const auto data = here / "data";
  fs::create_directory(data);
  fs::permissions(data, fs::perms(0700));
  const auto victim = here / "victim";
  write_file(victim, "precious");
  const auto lock = data / "lock";
  SECTION("a link") { fs::create_symlink(victim, lock); }
  SECTION("a link to nothing") { fs::create_symlink(here / "nothing", lock); }
  SECTION("another name of a file") { fs::create_hard_link(victim, lock); }
  SECTION("a FIFO") { REQUIRE(::mkfifo(lock.c_str(), 0600) == 0); }
  SECTION("a folder") { fs::create_directory(lock); }
  SECTION("a socket") {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, lock.c_str(), sizeof address.sun_path - 1);
    REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::close(fd);
  }
  const auto kind = fs::symlink_status(lock).type();
  const auto refused = run_waybill({"user", "add", "ada", "--data", data.string()});
  CAPTURE(refused.err);
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "its lock"));
  CHECK(read_file(victim) == "precious");
  CHECK(fs::symlink_status(lock).type() == kind);
  CHECK_FALSE(fs::exists(here / "nothing"));
  CHECK_FALSE(fs::exists(data / "log"));
}

TEST_CASE(
    "given a FIFO in the place of a file of a store, when it is opened, then nobody waits for its other "
    "end") {
  temp_directory here;
  const auto data = here / "data";
  REQUIRE(fill(data).status == 0);
  for (const std::string name : {"log/CURRENT", "log/CLOSED", "projections/DAMAGED", "projections/CURRENT"}) {
    CAPTURE(name);
    const auto kept = here / "kept";
    const bool was_there = fs::exists(data / name);
    if (was_there) fs::rename(data / name, kept);
    REQUIRE(::mkfifo((data / name).c_str(), 0600) == 0);
    CHECK(run_waybill({"list", "--data", data.string()}).status == 2);
    if (name.starts_with("log")) CHECK(run_waybill({"log", "show", "--data", data.string()}).status == 2);
    fs::remove(data / name);
    if (was_there) fs::rename(kept, data / name);
  }
  CHECK(run_waybill({"list", "--data", data.string()}).status == 0);
}

TEST_CASE("given read models behind a link, when they are rebuilt or damaged, then they stay on their disk") {
  temp_directory here;
  const auto data = here / "data";
  REQUIRE(fill(data).status == 0);
  fs::rename(data / "projections", here / "disk");
  fs::create_symlink(here / "disk", data / "projections");
  write_file(here / "disk" / "notes.txt", "somebody's");
  const auto rebuilt = run_waybill({"rebuild", "--data", data.string()});
  CAPTURE(rebuilt.out, rebuilt.err);
  CHECK(rebuilt.status == 0);
  write_file(here / "disk" / "CURRENT", "nonsense\n");
  CHECK(run_waybill({"list", "--data", data.string()}).status == 0);
  CHECK(holds(run_waybill({"export", "--data", data.string()}).out, "\"totalItems\": 2000"));
  CHECK(fs::is_symlink(data / "projections"));
  CHECK(fs::exists(here / "disk" / "CURRENT"));
  CHECK(read_file(here / "disk" / "notes.txt") == "somebody's");
  CHECK_FALSE(fs::exists(here / "disk" / "DAMAGED"));
  CHECK_FALSE(fs::exists(here / "disk" / "rebuilt"));
  CHECK_FALSE(fs::exists(data / "projections.new"));
}

TEST_CASE(
    "given a part that is a link to nothing, when the store is opened, then it is refused and nothing is "
    "made") {
  temp_directory here;
  const auto data = here / "data";
  REQUIRE(fill(data).status == 0);
  const std::string part = GENERATE("log", "projections", "imports");
  fs::rename(data / part, here / "unplugged");
  fs::create_symlink(here / "plugged", data / part);
  for (const std::string verb : {"list", "rebuild"}) {
    const auto refused = run_waybill({verb, "--data", data.string()});
    CAPTURE(part, verb, refused.err);
    CHECK(refused.status == 2);
    CHECK(holds(refused.err, "leads nowhere"));
  }
  CHECK_FALSE(fs::exists(here / "plugged"));
  fs::rename(here / "unplugged", here / "plugged");
  CHECK(holds(run_waybill({"export", "--data", data.string()}).out, "\"totalItems\": 2000"));
}

TEST_CASE(
    "given keys that others can read, when the store is opened, then they are closed, behind a link too") {
  temp_directory here;
  const auto data = here / "data";
  REQUIRE(fill(data).status == 0);
  const bool linked = GENERATE(false, true);
  CAPTURE(linked);
  const auto folder = linked ? here / "keys" : data / "secrets";
  // The store has made it for keys of its own.
  if (linked) fs::rename(data / "secrets", folder);
  if (linked) fs::create_directory_symlink("../keys", data / "secrets");
  write_file(folder / "known_browsers.key", std::string(32, 'k'));
  fs::permissions(folder, fs::perms(0755));
  fs::permissions(folder / "known_browsers.key", fs::perms(0644));
  const auto opened = run_waybill({"list", "--data", data.string()});
  CAPTURE(opened.err);
  CHECK(opened.status == 0);
  CHECK(holds(opened.err, "folders=1 files=1"));
  CHECK(mode_of(folder) == 0700);
  CHECK(mode_of(folder / "known_browsers.key") == 0600);
  CHECK(read_file(folder / "known_browsers.key") == std::string(32, 'k'));
}

TEST_CASE("given a key that is a link, when the store is opened, then it is refused with a sentence") {
  temp_directory here;
  const auto data = here / "data";
  REQUIRE(fill(data).status == 0);
  fs::create_directories(data / "secrets");
  write_file(here / "key", std::string(32, 'k'));
  fs::create_symlink(here / "key", data / "secrets" / "known_browsers.key");
  const auto refused = run_waybill({"list", "--data", data.string()});
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "known_browsers.key' is a link"));
}

TEST_CASE(
    "given a store of somebody else, when it is asked for, then permission is denied, and it is there") {
  if (!can_be_nobody()) return;
  const temp_directory here;
  fs::permissions(here.path(), fs::perms(0711));
  REQUIRE(fill(here / "data").status == 0);
  for (const std::string verb : {"user list", "list", "log verify", "backup there", "console status"}) {
    const auto did = run_shell(here.path(), as_nobody + std::string("$W ") + verb + " --data data");
    CAPTURE(verb, did.err);
    CHECK(did.status == 2);
    CHECK(holds(did.err, "permission denied"));
    CHECK_FALSE(holds(did.err, "There is no"));
  }
}
