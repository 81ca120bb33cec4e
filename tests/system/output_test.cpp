// Where the output of verbs goes, in the hands of scripts: closed descriptors, full disks, readers that go
// away.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;

namespace {

auto holds(const std::string& text, std::string_view what) -> bool {
  return text.find(what) != std::string::npos;
}

/// A store with an account `admin` and bookmarks.
struct store {
  temp_directory here;
  explicit store(std::uint64_t bookmarks = 20) {
    REQUIRE(run_waybill({"import", "-", "--data", (here / "data").string()}, good_document(1, bookmarks))
                .status == 0);
    id = "ID=" + sh("$W list --data data").out.substr(0, 30) + "; ";
  }
  std::string id;  ///< a line of shell that sets $ID to the import
  [[nodiscard]] auto sh(const std::string& script, const std::string& input = "") const -> ended {
    return run_shell(here.path(), script, input);
  }
};

/// The server cannot say which one it got: so it is told.
auto free_port() -> int {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) == 0);
  REQUIRE(::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  ::close(fd);
  return ntohs(address.sin_port);
}

const std::vector<std::string> verbs{"list --data data",
                                     "list --json --data data",
                                     "show --data data $ID",
                                     "show --json --data data $ID",
                                     "log show --data data",
                                     "log show --json --data data",
                                     "log verify --data data",
                                     "user list --data data",
                                     "token add t --data data",
                                     "token list --data data",
                                     "export --data data",
                                     "export -o - --data data",
                                     "export -o /dev/stdout --data data",
                                     "rebuild --data data",
                                     "identity https://a.example/",
                                     "config",
                                     "config --default",
                                     "version",
                                     "--version",
                                     "--help",
                                     "import --help",
                                     "user add bob --data data",
                                     "user password bob --data data"};

}  // namespace

TEST_CASE("given an output that takes nothing, when a verb writes to it, then it ends with 74 and says why") {
  const store at;
  REQUIRE(at.sh("$W token add first --data data").status == 0);
  for (const auto& verb : verbs) {
    CAPTURE(verb);
    const auto full = at.sh(at.id + "$W " + verb + " > /dev/full");
    CAPTURE(full.err);
    CHECK(full.status == 74);
    CHECK(holds(full.err, "cannot be written: No space left on device."));
    CHECK(full.err.starts_with("waybill: "));
  }
  const auto token = at.sh("$W token add second --data data > /dev/full");
  CHECK(holds(token.err, "The token tok_"));
  CHECK(holds(token.err, "revoke it with 'waybill token revoke tok_"));
  const auto made = at.sh("$W user add carol --data data > /dev/full");
  CHECK(holds(made.err, "The password that was made for carol is lost"));
  const auto import = at.sh("$W import - --data data > /dev/full", good_document(1, 1));
  CHECK(import.status == 74);
  CHECK(holds(import.err, " is completed."));
}

TEST_CASE(
    "given closed descriptors, when any verb runs, then no file of ours gets its output, and nobody waits") {
  const store at;
  for (const auto& verb : verbs) {
    for (const std::string closed : {" >&-", " <&- >&-", " <&- >&- 2>&-", " 2>&-"}) {
      CAPTURE(verb, closed);
      const auto end = at.sh(at.id + "$W " + verb + closed);
      if (closed == " 2>&-") {
        CHECK(end.status != 74);
      } else {
        const bool again = verb.starts_with("user add") && closed != " >&-";
        CHECK(end.status == (again ? 2 : 74));
      }
    }
    CHECK(read_file(at.here / "data" / "lock").find_first_not_of("0123456789") == std::string::npos);
  }
  CHECK(at.sh("grep -raE 'completed|normalized|Exit status' data/log/LOG data/projections/LOG").out.empty());
  CHECK(at.sh("$W log verify --data data").status == 0);
}

TEST_CASE("given an input that cannot be read, when any verb is to read it, then that is an error, with 2") {
  const store at;
  for (const std::string verb :
       {"identity --stdin", "identity https://a.example/ --stdin",
        "user add zoe --password-stdin --data data", "user password admin --password-stdin --data data",
        "import - --data data", "token add t --user admin --password-stdin --server http://127.0.0.1:1"}) {
    for (const std::string input : {" <&-", " < ."}) {
      CAPTURE(verb, input);
      const auto end = at.sh("$W " + verb + input);
      CHECK(end.status == 2);
      CHECK(holds(end.err, "waybill: Standard input cannot be read: "));
    }
  }
  CHECK(at.sh("$W identity --stdin < /dev/null").status == 0);
  // The lines before a fault are answered.
  CHECK(at.sh("printf 'https://a.example/' | $W identity --stdin").out.ends_with("\"}\n"));
}

TEST_CASE("given no input, when it is to be imported, then that is an error at once and no store is made") {
  const temp_directory here;
  for (const std::string input : {" <&-", " < /dev/null", " < empty", " < ."}) {
    CAPTURE(input);
    const auto end = run_shell(here.path(), "touch empty; $W import - --data data" + input);
    CHECK(end.status == 2);
    CHECK(end.err.starts_with("waybill: Standard input "));
    CHECK_FALSE(fs::exists(here / "data"));
  }
  const auto fifo = run_shell(here.path(), "mkfifo p; : > p & $W import p --data data");
  CHECK(fifo.status == 2);
  CHECK(holds(fifo.err, "is empty"));
  CHECK_FALSE(fs::exists(here / "data"));
}

TEST_CASE("given an import that waits for its input, when another verb comes, then the directory is free") {
  const store at;
  const auto end = at.sh(
      "mkfifo p; $W import - --data data < p & exec 3> p; $W list --data data > listed; rc=$?; "
      "cat >&3; exec 3>&-; wait $!; exit $rc",
      good_document(100, 2));
  CAPTURE(end.out, end.err);
  CHECK(end.status == 0);
  CHECK(holds(end.out, "2 created"));
}

TEST_CASE("given an import that waits for its input, when it is interrupted, then it ends") {
  const temp_directory here;
  REQUIRE(::mkfifo((here / "p").c_str(), 0600) == 0);
  process waiting({"/bin/sh", "-c",
                   "cd '" + here.path().string() + "' && exec " + program() + " import - --data data < p"},
                  {}, "");
  const int writer = ::open((here / "p").c_str(), O_WRONLY | O_CLOEXEC);
  const auto threads = "/proc/" + std::to_string(waiting.pid()) + "/task";
  // The second thread is the one that takes signals.
  REQUIRE(eventually([&] { return std::distance(fs::directory_iterator(threads), {}) > 1; }));
  waiting.signal(SIGINT);
  CHECK(waiting.wait().status == 130);
  ::close(writer);
}

TEST_CASE("given a reader that goes away, when a verb goes on writing, then it ends quietly, by SIGPIPE") {
  const store at(3'000);
  for (const std::string verb :
       {"log show --json --data data", "export --data data", "export -o /dev/stdout --data data"}) {
    CAPTURE(verb);
    // The tests ignore SIGPIPE, and who inherits that hears of it.
    const auto loud = at.sh("$W " + verb + " | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}");
    CHECK(loud.status == 74);
    CHECK(holds(loud.err, "cannot be written: Broken pipe."));
    const auto quiet = at.sh("env --default-signal=PIPE bash -c '$W " + verb +
                             " | head -c 1 > /dev/null; exit ${PIPESTATUS[0]}'");
    CHECK(quiet.status == 141);
    CHECK(quiet.err.empty());
  }
  const auto token =
      at.sh("env --default-signal=PIPE bash -c '$W token add t --data data | :; exit ${PIPESTATUS[0]}'");
  if (token.status != 0) {
    CHECK(token.status == 74);
    CHECK(holds(token.err, "The token tok_"));
  }
  CHECK(at.sh("$W log verify --data data").status == 0);
}

TEST_CASE("given a standard error that takes nothing, when verbs run, then they do what they do without it") {
  const store at;
  for (const std::string lost : {"/dev/full", "&-"}) {
    CAPTURE(lost);
    const auto import = at.sh("$W import - --data data 2>" + lost, good_document(500, 3));
    CHECK((import.status == 0));
    CHECK(at.sh("$W list --nonsense 2>" + lost).status == 2);
    CHECK(at.sh("$W list --data data > /dev/full 2>" + lost).status == 74);
  }
}

TEST_CASE("given a server whose output is full or closed, when it is used, then it goes on, and stops well") {
  const store at;
  for (const std::string lost :
       {"> /dev/full 2>&1", ">&- 2>&-", "<&- >&- 2> /dev/full", "> /dev/null 2>&3", ">&3 2> /dev/null"}) {
    CAPTURE(lost);
    // Descriptor 3 is a pipe that is full, and that nobody reads.
    const auto end = at.sh(
        "rm -f p; mkfifo p; exec 3<>p; head -c 65536 /dev/zero >&3; "
        "P=" +
        std::to_string(free_port()) + "; $W serve --data data --listen 127.0.0.1:$P " + lost +
        " & for i in {1..3000}; do curl -s -m 5 http://127.0.0.1:$P/healthz > said && break; done; "
        "kill -TERM $!; wait $!; rc=$?; cat said; exit $rc");
    CAPTURE(end.out, end.err);
    CHECK(end.status == 0);
    CHECK(holds(end.out, "alive"));
  }
}

TEST_CASE("given an output that does not wait, when an export is written through it, then all of it comes") {
  const store at(5'000);
  const std::string does_not_wait =
      "import fcntl, os, sys; fcntl.fcntl(1, 1031, 4096); "
      "fcntl.fcntl(1, fcntl.F_SETFL, os.O_NONBLOCK); os.execv(sys.argv[1], sys.argv[1:])";
  const auto end = process({"/usr/bin/python3", "-c", does_not_wait, program(), "export", "-o", "/dev/stdout",
                            "--data", (at.here / "data").string()},
                           {}, "")
                       .wait();
  CAPTURE(end.err);
  CHECK(end.status == 0);
  CHECK(end.out.ends_with("]}\n"));
}
