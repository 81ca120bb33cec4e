// `waybill console top` on a terminal: what it draws, and that the terminal is as it was, whatever ends it.
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/terminal.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;
using Catch::Matchers::EndsWith;

namespace {

const std::string entered = "\x1b[?1049h", left_again = "\x1b[?1049l";

struct top_of : on_terminal {
  explicit top_of(const fs::path& data, unsigned short columns = 100, unsigned short rows = 30)
      : on_terminal({"console", "top", "--data", data.string()}, columns, rows) {}
};

/// All that it drew last is the way back: attributes, wrapping, the cursor, the screen from before.
void check_given_back(const on_terminal& screen, const ended& how) {
  CHECK(screen.as_it_was());
  CHECK_THAT(how.out, Contains("\x1b[?7h\x1b[?25h" + left_again));
  CHECK(how.out.find(entered, how.out.rfind(left_again)) == std::string::npos);
}

}  // namespace

TEST_CASE("given a server, when an operator looks at it, then figures and actors are drawn, and q leaves") {
  const temp_directory here;
  const server running{here / "data"};
  top_of screen{here / "data"};
  CHECK_THAT(screen.drawn_until("process " + std::to_string(running.pid())), Contains(entered));
  CHECK_THAT(screen.drawn_until("MAILBOX"), Contains("commits/s, p50"));
  screen.drawn_until("projector control");
  CHECK_FALSE(screen.as_it_was());
  screen.press("q");
  const auto how = screen.wait();
  CHECK(how.status == 0);
  check_given_back(screen, how);
}

TEST_CASE("given a server at work, when an operator looks at it, then the import has a bar and a rate") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  // A commit a record: it is at work for minutes.
  const server running{here / "data", {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"}}};
  const person asks{running, anna};
  top_of screen{here / "data"};
  screen.drawn_until("AT WORK");
  const auto answered = asks.upload(good_document(0, 100'000));
  REQUIRE(answered.status == 202);
  const auto id = answered.parsed()["id"].get<std::string>();
  screen.drawn_until(id);
  screen.press("q");
  CHECK(screen.wait().status == 0);
}

TEST_CASE("given the full screen, when a signal or a key ends it, then the terminal is as it was") {
  const temp_directory here;
  const server running{here / "data"};
  struct way {
    int signal;
    std::string keys;
    int status;
  };
  const auto end =
      GENERATE(way{SIGTERM, "", 130}, way{SIGINT, "", 130}, way{SIGHUP, "", 128 + SIGHUP},
               way{SIGQUIT, "", 128 + SIGQUIT}, way{SIGABRT, "", 128 + SIGABRT}, way{0, "\x03", 0});
  CAPTURE(end.signal);
  top_of screen{here / "data"};
  screen.drawn_until("MAILBOX");
  if (end.signal != 0)
    screen.signal(end.signal);
  else
    screen.press(end.keys);
  const auto how = screen.wait();
  CHECK(how.status == end.status);
  check_given_back(screen, how);
}

TEST_CASE("given a window of 20 by 5, when it grows, then what has room is drawn, and no more") {
  const temp_directory here;
  const server running{here / "data"};
  top_of screen{here / "data", 20, 5};
  const auto drawn = screen.drawn_until("process memory") + screen.drawn_until("\x1b[J");
  CHECK_THAT(drawn, !Contains("MAILBOX"));
  screen.resize(100, 30);
  screen.drawn_until("MAILBOX");
  screen.resize(1, 1);
  screen.press("q");
  const auto how = screen.wait();
  CHECK(how.status == 0);
  check_given_back(screen, how);
}

TEST_CASE("given the full screen, when its process is stopped, then the terminal is free until it goes on") {
  const temp_directory here;
  const server running{here / "data"};
  top_of screen{here / "data"};
  screen.drawn_until("MAILBOX");
  screen.signal(SIGTSTP);
  screen.drawn_until(left_again);
  CHECK(eventually([&] { return screen.stopped(); }));
  CHECK(screen.as_it_was());
  screen.signal(SIGCONT);
  screen.drawn_until(entered);
  screen.drawn_until("MAILBOX");
  CHECK_FALSE(screen.as_it_was());
  screen.press("q");
  CHECK(screen.wait().status == 0);
}

TEST_CASE("given the full screen, when its server is killed, then it says so on the screen from before") {
  const temp_directory here;
  server running{here / "data"};
  top_of screen{here / "data"};
  screen.drawn_until("MAILBOX");
  running.kill();
  const auto how = screen.wait();
  CHECK(how.status == 2);
  CHECK_THAT(how.out, Contains(left_again));
  CHECK_THAT(how.out.substr(how.out.rfind(left_again)), Contains("closed the connection"));
  CHECK(screen.as_it_was());
}

TEST_CASE("given a server that does not answer, when q is pressed, then the screen is left all the same") {
  const temp_directory here;
  server running{here / "data"};
  top_of screen{here / "data"};
  screen.drawn_until("MAILBOX");
  running.signal(SIGSTOP);
  screen.drawn_until("NO ANSWER FOR");
  screen.press("q");
  const auto how = screen.wait();
  running.signal(SIGCONT);
  CHECK(how.status == 0);
  check_given_back(screen, how);
}

TEST_CASE("given the full screen, when its window is closed, then it ends") {
  const temp_directory here;
  const server running{here / "data"};
  top_of screen{here / "data"};
  screen.drawn_until("MAILBOX");
  screen.close_window();
  CHECK(screen.wait().status == 128 + SIGHUP);
}

TEST_CASE("given no terminal, when top is asked for, then it is refused, and --json prints one document") {
  const temp_directory here;
  const server running{here / "data"};
  const std::vector<std::string> top{"console", "top", "--data", (here / "data").string()};
  const auto refused = run_waybill(top);
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("there is none") && Contains("--json"));
  auto with_json = top;
  with_json.emplace_back("--json");
  const auto once = run_waybill(with_json);
  CHECK(once.status == 0);
  const auto told = json::parse(once.out);
  CHECK(told["pid"] == running.pid());
  CHECK(told["records_per_second"] == 0);
  CHECK(told["log"]["commits"].get<int>() > 0);
  CHECK(told["imports"] == json{{"items", json::array()}});
  CHECK(told["actors"]["items"].size() > 5);
}
