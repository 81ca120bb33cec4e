// `export -o FILE`: a file is replaced whole or not at all, whatever it is; what is no file is written
// through.
#include <sys/stat.h>
#include <sys/xattr.h>

#include <catch2/catch.hpp>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// A store with bookmarks, and a folder `out` for what comes out of it.
struct store {
  temp_directory here;
  fs::path out = here / "out";
  explicit store(std::uint64_t bookmarks = 20) {
    REQUIRE(run_waybill({"import", "-", "--data", (here / "data").string()}, good_document(1, bookmarks))
                .status == 0);
    fs::create_directory(out);
  }
  /// In `out`; $X is the whole command up to the file.
  [[nodiscard]] auto sh(const std::string& script) const -> ended {
    return run_shell(out, "X=\"$W export --data ../data -o\"; " + script);
  }
  /// What a client at a server needs in its environment.
  [[nodiscard]] auto token() const -> std::string {
    const auto made = run_waybill({"token", "add", "t", "--data", (here / "data").string()}).out;
    return made.substr(made.rfind("wbt_"), made.size() - made.rfind("wbt_") - 1);
  }
  [[nodiscard]] auto names() const -> std::string { return run_shell(out, "ls -A | tr '\\n' ' '").out; }
};

auto is_export(const std::string& text) -> bool {
  return holds(text, "\"totalItems\": 20") && text.ends_with("]}\n");
}

}  // namespace

TEST_CASE("given a link, when it is exported to, then the file at its end is replaced, and the link stays") {
  const store at;
  CHECK(at.sh("echo old > target; ln -s target link; ln -s link further; $X further").status == 0);
  CHECK(fs::is_symlink(at.out / "link"));
  CHECK(fs::is_symlink(at.out / "further"));
  CHECK(is_export(read_file(at.out / "target")));
  CHECK(at.sh("ln -s later dangling; $X dangling").status == 0);
  CHECK(is_export(read_file(at.out / "later")));
  CHECK(at.sh("mkdir sub; ln -s ../sub/end sub/up; $X sub/up").status == 0);
  CHECK(is_export(read_file(at.out / "sub" / "end")));
  CHECK(at.names() == "dangling further later link sub target ");
  const auto loop = at.sh("ln -s b a; ln -s a b; $X a");
  CHECK(loop.status == 2);
  CHECK(holds(loop.err, "symbolic links"));
}

TEST_CASE(
    "given a file with a mode and an owner, when it is exported to, then they stay; a new one is private") {
  const store at;
  for (const auto mode : {0600U, 0640U, 0644U, 0666U, 0700U}) {
    write_file(at.out / "file", "old");
    fs::permissions(at.out / "file", fs::perms(mode));
    if (can_be_nobody()) REQUIRE(::chown((at.out / "file").c_str(), 65534, 65533) == 0);
    CHECK(at.sh("umask 0; $X file").status == 0);
    CHECK(mode_of(at.out / "file") == mode);
    struct stat about {};
    REQUIRE(::stat((at.out / "file").c_str(), &about) == 0);
    if (can_be_nobody()) CHECK((about.st_uid == 65534 && about.st_gid == 65533));
    CHECK(is_export(read_file(at.out / "file")));
  }
  CHECK(at.sh("umask 0; $X new").status == 0);
  CHECK(mode_of(at.out / "new") == 0600);
}

TEST_CASE("given other files beside it, when a file is exported to, then none of them is touched") {
  const store at;
  CHECK(at.sh("echo keep > e.json.part; echo old > e.json; ln e.json other-name; $X e.json").status == 0);
  CHECK(is_export(read_file(at.out / "e.json")));
  CHECK(read_file(at.out / "e.json.part") == "keep\n");
  CHECK(read_file(at.out / "other-name") == "old\n");
  CHECK(at.names() == "e.json e.json.part other-name ");
}

TEST_CASE(
    "given a FIFO, a socket or an open descriptor, when it is exported to, then it is written through") {
  const store at;
  CHECK(is_export(at.sh("mkfifo p; cat p & $X p; wait").out));
  CHECK(fs::is_fifo(at.out / "p"));
  CHECK(is_export(at.sh("ln -s p q; cat p & $X q; wait").out));
  CHECK(fs::is_symlink(at.out / "q"));
  CHECK(is_export(at.sh("$X /dev/stdout").out));
  CHECK(is_export(at.sh("$X -").out));
  CHECK(is_export(at.sh("$X /dev/stderr").err));
  CHECK(is_export(at.sh("$X /proc/self/fd/1 | cat").out));
  CHECK(is_export(at.sh("$X /dev/fd/7 7>&1").out));
  CHECK(at.sh("echo before > file; $X /dev/stdout >> file").status == 0);
  const auto file = read_file(at.out / "file");
  CHECK(file.starts_with("before\n"));
  CHECK(is_export(file));
  CHECK(at.names() == "file p q ");
}

TEST_CASE(
    "given a FIFO whose reader goes away, when it is exported to, then that is no success and it stays") {
  const store at(3'000);
  const auto loud = at.sh("mkfifo p; head -c 1 p > /dev/null & $X p; rc=$?; wait; exit $rc");
  CHECK(loud.status == 74);
  CHECK(holds(loud.err, "Broken pipe"));
  CHECK(at.sh("head -c 1 p > /dev/null & env --default-signal=PIPE $X p; rc=$?; wait; exit $rc").status ==
        141);
  CHECK(fs::is_fifo(at.out / "p"));
}

TEST_CASE(
    "given a disk that takes no more, when a file is exported to, then it stays and nothing is left beside "
    "it") {
  const store at(2'000);
  const auto token = at.token();
  const server there(at.here / "data");
  const auto full = run_shell(at.out, "export WAYBILL_SERVER=" + there.url() + " WAYBILL_TOKEN=" + token +
                                          "; echo old > file; ulimit -f 8; $W export -o file");
  CAPTURE(full.err);
  CHECK(full.status == 74);
  CHECK(holds(full.err, "The file file cannot be written: File too large."));
  CHECK(read_file(at.out / "file") == "old\n");
  CHECK(at.names() == "file ");
}

TEST_CASE("given a file that a store may be made of, when it is exported to, then nothing is written") {
  const store at;
  const auto data = at.here / "data";
  fs::create_directory_symlink(data / "log", at.out / "way");
  fs::rename(data / "projections", at.here / "elsewhere");
  fs::create_directory_symlink(at.here / "elsewhere", data / "projections");
  for (const std::string part : {"files", "secrets"}) {
    fs::create_directories(data / part);
    fs::rename(data / part, at.here / part);
    fs::create_directory_symlink(at.here / part, data / part);
  }
  fs::create_directory(at.here / "of-anna");
  fs::create_directories(data / "imports");
  fs::create_directory_symlink(at.here / "of-anna", data / "imports" / "usr_01ARZ3NDEKTSV4RRFFQ69G5FAV");
  write_file(at.here / "upload", "of an import");
  fs::create_symlink(at.here / "upload", at.here / "of-anna" / "2026-01-02-0304-abcdefgh.json");
  const auto token = at.token();
  for (const std::string path :
       {"../data/log/CURRENT", "../data/log/new", "../data/lock", "../data/new", "../data/imports/new",
        "way/CURRENT", "../elsewhere/CURRENT", "../data/projections/CURRENT", "../secrets/links.key",
        "../files/new", "../of-anna/new", "../upload"}) {
    CAPTURE(path);
    const auto refused = at.sh("$X " + path);
    CHECK(refused.status == 2);
    CHECK(holds(refused.err, "is part of a data directory."));
  }
  CHECK(at.sh("ln -s ../data/log/CURRENT link; $X link").status == 2);
  CHECK(at.sh("cd ../data/log && $W export --data .. -o CURRENT").status == 2);
  {
    const server there(data);
    const auto remote = run_shell(at.out, "export WAYBILL_SERVER=" + there.url() + " WAYBILL_TOKEN=" + token +
                                              "; $W export -o ../data/log/CURRENT");
    CHECK(remote.status == 2);
  }
  CHECK(at.sh("$W log verify --data ../data").status == 0);
  CHECK(at.sh("$X ../data-of-mine").status == 0);
  CHECK(is_export(read_file(at.here / "data-of-mine")));
}

TEST_CASE(
    "given an option without a value, when a verb gets it, then it is refused, and nothing is written") {
  const store at;
  for (const std::string empty :
       {"-o ''", "--output=", "--tag ''", "--since ''", "--user ''", "--config ''"}) {
    CAPTURE(empty);
    const auto refused = at.sh("$W export --data ../data " + empty);
    CHECK(refused.status == 2);
    CHECK(refused.out.empty());
    CHECK(refused.err.starts_with("waybill: "));
  }
  CHECK(holds(at.sh("$W export --data ''").err, "The option '--data' is empty"));
  CHECK(at.sh("$W identity ''").status == 0);
}

TEST_CASE("given a path that cannot be written, when it is exported to, then one sentence says why, with 2") {
  const store at;
  for (const std::string path :
       {"no/such/file", "sub", "sub/", ".", "file/below", "$(printf 'x%.0s' {1..300})"}) {
    CAPTURE(path);
    const auto refused = at.sh("mkdir -p sub; touch file; $X " + path);
    CAPTURE(refused.err);
    CHECK(refused.status == 2);
    CHECK(holds(refused.err, "cannot be written: "));
  }
  CHECK(at.names() == "file sub ");
  CHECK(at.sh("$X good --tag x --user nobody-there").status == 2);
  CHECK(at.names() == "file sub ");
  // A name as long as names may be: that of the temporary file does not depend on it.
  CHECK(at.sh("$X $(printf 'y%.0s' {1..255})").status == 0);
}

TEST_CASE(
    "given rights that let only the file be written, or not even that, when it is exported to, then they "
    "count") {
  if (!can_be_nobody()) return;
  const store at;
  fs::permissions(at.here.path(), fs::perms(0755));
  const auto text = at.token();
  server again(at.here / "data");
  const auto nobody = [&](const std::string& script) {
    return run_shell(at.out, std::string(as_nobody) + "env WAYBILL_SERVER=" + again.url() +
                                 " WAYBILL_TOKEN=" + text + " bash -c '" + script + "'");
  };
  write_file(at.out / "open", std::string(100'000, 'o'));
  write_file(at.out / "closed", "old");
  fs::permissions(at.out / "open", fs::perms(0666));
  fs::permissions(at.out / "closed", fs::perms(0644));
  fs::permissions(at.out, fs::perms(0755));
  CHECK(nobody("$W export -o open").status == 0);
  CHECK(is_export(read_file(at.out / "open")));
  CHECK(nobody("$W export -o closed").status == 2);
  CHECK(nobody("$W export -o new").status == 2);
  fs::permissions(at.out, fs::perms(0777));
  CHECK(nobody("$W export -o closed").status == 2);
  CHECK(read_file(at.out / "closed") == "old");
  write_file(at.out / "open", "short");
  const auto full = nobody("ulimit -f 1; $W export -o open");
  CHECK(full.status == 74);
  CHECK(read_file(at.out / "open") == "short");
  struct stat about {};
  REQUIRE(::stat((at.out / "open").c_str(), &about) == 0);
  CHECK(about.st_uid == 0);
  CHECK(at.names() == "closed open ");
}

TEST_CASE(
    "given a link of another user in a shared folder, when it is exported to, then it is not followed") {
  if (!can_be_nobody()) return;
  const store at;
  const auto shared = at.here / "shared";
  fs::permissions(at.here.path(), fs::perms(0711));
  fs::create_directory(shared);
  fs::permissions(shared, fs::perms(01777));
  write_file(at.out / "target", "old");
  REQUIRE(run_shell(shared, as_nobody + std::string("ln -s ../out/target theirs")).status == 0);
  fs::create_symlink("../out/target", shared / "ours");
  const auto refused = at.sh("$X ../shared/theirs");
  CHECK(refused.status == 2);
  CHECK(holds(refused.err, "Permission denied"));
  CHECK(read_file(at.out / "target") == "old");
  CHECK(at.sh("$X ../shared/ours").status == 0);
  CHECK(is_export(read_file(at.out / "target")));
}
