// A signal while a server is silent, or while nobody takes the output: what may have been done is said.
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/terminal.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

namespace {

/// Listens, takes in what is asked, and answers only what it is told to.
class silent_server {
 public:
  silent_server() : listening_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    REQUIRE(::bind(listening_, reinterpret_cast<const sockaddr*>(&address), size) == 0);
    REQUIRE(::listen(listening_, 8) == 0);
    REQUIRE(::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port));
  }
  ~silent_server() {
    if (peer_ >= 0) ::close(peer_);
    ::close(listening_);
  }
  silent_server(const silent_server&) = delete;
  auto operator=(const silent_server&) -> silent_server& = delete;

  [[nodiscard]] auto url() const -> const std::string& { return url_; }
  /// What is asked, until all of `text` was in it.
  void hear(std::string_view text) {
    if (peer_ < 0) peer_ = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
    for (std::string all; all.find(text) == std::string::npos;) {
      std::array<char, 4096> piece{};
      const auto got = ::recv(peer_, piece.data(), piece.size(), 0);
      REQUIRE(got > 0);
      all.append(piece.data(), static_cast<std::size_t>(got));
    }
  }
  /// And closes: the next question comes by a connection of its own.
  void answer(const std::string& document) {
    const auto text =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: " +
        std::to_string(document.size()) + "\r\n\r\n" + document;
    REQUIRE(::send(peer_, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
    ::close(std::exchange(peer_, -1));
  }

 private:
  int listening_, peer_ = -1;
  std::string url_;
};

auto asking(const silent_server& at, std::vector<std::string> words) -> std::vector<std::string> {
  words.insert(words.begin(), WAYBILL_BINARY);
  for (const auto& word : {std::string("--server"), at.url(), std::string("--token"), std::string("wbt_x")})
    words.push_back(word);
  return words;
}

/// A FIFO that takes nothing, and that nobody reads.
class full_pipe {
 public:
  explicit full_pipe(const std::string& path) {
    REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    both_ends_ = ::open(path.c_str(), O_RDWR | O_NONBLOCK | O_CLOEXEC);
    const std::string zeros(4'096, '0');
    while (::write(both_ends_, zeros.data(), zeros.size()) > 0) continue;
  }
  ~full_pipe() { ::close(both_ends_); }
  full_pipe(const full_pipe&) = delete;
  auto operator=(const full_pipe&) -> full_pipe& = delete;

 private:
  int both_ends_;
};

/// Its signals are taken by a thread of their own.
auto has_two_threads(const process& one) -> bool {
  const auto all = fs::directory_iterator("/proc/" + std::to_string(one.pid()) + "/task");
  return std::distance(all, {}) >= 2;
}

}  // namespace

TEST_CASE("given a server that has all of a file, when the import is interrupted, then it may be accepted") {
  const temp_directory here;
  write_file(here / "file.json", good_document(1, 3));
  const int signal = GENERATE(SIGINT, SIGTERM);
  silent_server at;
  process importing(asking(at, {"import", (here / "file.json").string()}), {}, "");
  at.hear("--\r\n");
  importing.signal(signal);
  const auto end = importing.wait();
  CHECK(end.status == 130);
  CHECK_THAT(end.err, Contains("may have been accepted") && Contains("waybill list --server " + at.url()));
  CHECK_THAT(end.err, !Contains("nothing was imported"));
}

TEST_CASE("given a server that was asked to commit, when that is interrupted, then it may be committed") {
  silent_server at;
  process committing(asking(at, {"commit", "imp_x"}), {}, "");
  at.hear("\r\n\r\n");
  SECTION("before it was asked") {
    committing.signal(SIGTERM);
    const auto end = committing.wait();
    CHECK(end.status == 130);
    CHECK_THAT(end.err, Contains("nothing was committed"));
  }
  SECTION("after it was asked") {
    at.answer(R"({"version": 1, "plan": {"create": 1, "update": 0, "skip": 0}})");
    at.hear("accept_changed");
    committing.signal(SIGTERM);
    const auto end = committing.wait();
    CHECK(end.status == 130);
    CHECK_THAT(end.err, Contains("may be committed") && Contains("waybill show imp_x"));
  }
}

TEST_CASE("given a server that was asked for a change, when that is interrupted, then it may be done") {
  silent_server at;
  const auto words = GENERATE(std::vector<std::string>{"token", "add", "of-mine"},
                              std::vector<std::string>{"project", "add", "of-mine"});
  process making(asking(at, words), {}, "");
  at.hear("of-mine");
  making.signal(SIGINT);
  const auto end = making.wait();
  CHECK(end.status == 130);
  CHECK_THAT(end.err, Contains("Interrupted. ") && Contains("may have been done"));
}

TEST_CASE(
    "given an output that nobody takes, when a new token's verb is ended, then that it is lost is said") {
  const temp_directory here;
  const auto data = (here / "data").string();
  make_account(here / "data", "alice");
  const auto out = (here / "out").string();
  const full_pipe pipe(out);
  const int signal = GENERATE(SIGINT, SIGTERM, SIGHUP);
  process making({"/bin/bash", "-c",
                  std::string("exec ") + WAYBILL_BINARY + " token add lost --user alice --data '" + data +
                      "' > '" + out + "'"},
                 {}, "");
  REQUIRE(eventually([&] {
    const auto log = run_waybill({"log", "show", "--json", "--data", data}).out;
    return log.find("\"lost\"") != std::string::npos;
  }));
  making.signal(signal);
  const auto end = making.wait();
  CHECK(end.status == (signal == SIGHUP ? 128 + SIGHUP : 130));
  // The end may have been quicker than the answer of the log.
  CHECK_THAT(end.err, Contains("was made, but its text is lost") || Contains("may have been done"));
}

TEST_CASE("given a standard error that nobody takes, when a verb is ended, then one signal is enough") {
  const temp_directory here;
  const auto err = (here / "err").string();
  const full_pipe pipe(err);
  process refused({"/bin/bash", "-c",
                   std::string("exec ") + WAYBILL_BINARY + " list --data '" + (here / "none").string() +
                       "' 2> '" + err + "'"},
                  {}, "");
  const auto name = "/proc/" + std::to_string(refused.pid()) + "/comm";
  REQUIRE(eventually([&] { return read_file(name) == "waybill\n"; }));
  refused.signal(GENERATE(SIGINT, SIGTERM));
  // A signal that comes before the process has begun ends it itself.
  CHECK(refused.wait().status >= 130);
}

TEST_CASE(
    "given a FIFO that nobody writes to, when a verb that reads it is ended, then one signal is enough") {
  const temp_directory here;
  const auto fifo = (here / "fifo").string(), data = (here / "data").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  const int signal = GENERATE(SIGINT, SIGTERM);
  SECTION("a file to import") {
    process importing({WAYBILL_BINARY, "import", fifo, "--data", data}, {}, "");
    REQUIRE(eventually([&] { return has_two_threads(importing); }));
    importing.signal(signal);
    const auto end = importing.wait();
    CHECK(end.status == 130);
    CHECK_THAT(end.err, Contains("nothing was imported"));
  }
  SECTION("settings") {
    process serving({WAYBILL_BINARY, "serve", "--config", fifo, "--data", data}, {}, "");
    REQUIRE(eventually([&] { return has_two_threads(serving); }));
    serving.signal(signal);
    CHECK(serving.wait().status == 0);
  }
  CHECK_FALSE(fs::exists(data));
}

TEST_CASE("given a FIFO, when somebody writes a document to it later, then it is imported") {
  const temp_directory here;
  const auto fifo = (here / "fifo").string();
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  process importing({WAYBILL_BINARY, "import", fifo, "--data", (here / "data").string()}, {}, "");
  REQUIRE(eventually([&] { return has_two_threads(importing); }));
  write_file(fifo, good_document(1, 3));
  const auto end = importing.wait();
  CAPTURE(end.err);
  CHECK(end.status == 0);
}

TEST_CASE("given a terminal that is asked for a password, when Ctrl-C comes, then keys are shown again") {
  const temp_directory here;
  on_terminal asked({"user", "add", "anna", "--data", (here / "data").string()}, 120, 30);
  asked.drawn_until("one is made): ");
  REQUIRE(eventually([&] { return !asked.as_it_was(); }));
  const auto how = GENERATE("\x03", "\x1c");
  asked.press(how);
  const auto end = asked.wait();
  CHECK(end.status == (how == std::string("\x03") ? 130 : 128 + SIGQUIT));
  CHECK(asked.as_it_was());
}
