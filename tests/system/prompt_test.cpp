// `waybill console` without a verb: the prompt on a real terminal.
#include <catch2/catch.hpp>
#include <csignal>
#include <stdexcept>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"
#include "tests/system/terminal.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

namespace {

struct prompt_of : on_terminal {
  prompt_of(const fs::path& data, const fs::path& home)
      : on_terminal({"console", "--data", data.string()}, 120, 30,
                    {{"HOME", home.string()}, {"TERM", "xterm"}}) {
    drawn_until("'quit' leaves.");
    ready();
  }
  /// The prompt is drawn before keys are its own: until then a Ctrl-C would throw away what was typed.
  void ready() {
    drawn_until("waybill> ");
    if (!eventually([this] { return !as_it_was(); })) throw std::runtime_error("it reads no keys");
  }
  /// What came of a line, as far as the next prompt.
  auto say(const std::string& line) -> std::string {
    press(line + "\r");
    drawn_until("\r\n");
    auto drawn = drawn_until("waybill> ");
    if (!eventually([this] { return !as_it_was(); })) throw std::runtime_error("it reads no keys");
    return drawn;
  }
  auto leave() -> ended {
    press("quit\r");
    return wait();
  }
};

}  // namespace

TEST_CASE("given a prompt, when verbs are said, then each answers as on the command line, and quit leaves") {
  const temp_directory here;
  const server running{here / "data"};
  prompt_of prompt{here / "data", here.path()};
  CHECK_FALSE(prompt.as_it_was());
  CHECK_THAT(prompt.say("status"), Contains("process " + std::to_string(running.pid())));
  CHECK_THAT(prompt.say("imports --json"), Contains("{\"items\":[]}"));
  CHECK_THAT(prompt.say("seats 3"), Contains("There are 3 seats"));
  CHECK_THAT(prompt.say("help"), Contains("kick") && Contains("log tail") && Contains("help VERB"));
  CHECK_THAT(prompt.say("help seats"), Contains("1 to 256"));
  CHECK_THAT(prompt.say("dance"), Contains("There is no verb 'dance'"));
  CHECK_THAT(prompt.say("show 'imp"), Contains("A quote is not closed"));
  CHECK_THAT(prompt.say("show imp_none"), Contains("waybill: "));
  CHECK_THAT(prompt.say("status --data x"), Contains("The prompt has its server"));
  CHECK_THAT(prompt.say(""), !Contains("waybill: "));
  CHECK(prompt.leave().status == 0);
  CHECK(prompt.as_it_was());
  const auto history = here / ".local/state/waybill/console_history";
  CHECK_THAT(read_file(history), Contains("status\nimports --json\nseats 3\n"));
  CHECK((fs::status(history).permissions() & fs::perms::all) ==
        (fs::perms::owner_read | fs::perms::owner_write));
}

TEST_CASE(
    "given a prompt, when a verb that could harm is said, then it asks, and no answer but yes does it") {
  const temp_directory here;
  const server running{here / "data"};
  prompt_of prompt{here / "data", here.path()};
  prompt.press("drain\r");
  prompt.drawn_until("Go on? [y/N] ");
  prompt.press("n\r");
  prompt.drawn_until("Nothing was done.");
  prompt.ready();
  prompt.press("drain\r");
  prompt.drawn_until("Go on? [y/N] ");
  prompt.press("y\r");
  prompt.drawn_until("No new imports are taken");
  prompt.ready();
  prompt.press("undrain\r");
  prompt.drawn_until("New imports are taken again");
  prompt.ready();
  CHECK(prompt.leave().status == 0);
}

TEST_CASE("given a prompt, when Tab is pressed, then verbs and imports are completed") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  const server running{here / "data"};
  const person asks{running, anna};
  const auto id = asks.import(good_document(0, 3));
  CHECK(asks.outcome_of(id)["status"] == "completed");
  prompt_of prompt{here / "data", here.path()};
  prompt.press("sta\t\r");
  prompt.drawn_until("read models");
  prompt.ready();
  prompt.press("show im\t\r");
  CHECK_THAT(prompt.drawn_until("completed"), Contains(id));
  prompt.ready();
  // The line before comes back.
  prompt.press("\x10\r");
  prompt.drawn_until("completed");
  prompt.ready();
  prompt.press("st\t");
  prompt.drawn_until("status");
  prompt.drawn_until("story");
  prompt.press("\x15");
  CHECK(prompt.leave().status == 0);
}

TEST_CASE("given a line that is half written, when Ctrl-C comes, then it is given up; Ctrl-D leaves") {
  const temp_directory here;
  const server running{here / "data"};
  prompt_of prompt{here / "data", here.path()};
  prompt.press("stop --ye");
  prompt.drawn_until("--ye");
  prompt.press("\x03");
  prompt.drawn_until("^C");
  prompt.ready();
  CHECK_THAT(prompt.say("status"), Contains("read models"));
  prompt.press("\x04");
  CHECK(prompt.wait().status == 0);
  CHECK(prompt.as_it_was());
}

TEST_CASE("given a server that was started anew, when the next verb is said, then it connects and says so") {
  const temp_directory here;
  auto running = std::make_unique<server>(here / "data");
  prompt_of prompt{here / "data", here.path()};
  running->stop();
  CHECK_THAT(prompt.say("status"), Contains("closed the connection"));
  CHECK_THAT(prompt.say("status"), Contains("The connection is lost"));
  running = std::make_unique<server>(here / "data");
  CHECK_THAT(prompt.say("status"),
             Contains("connected again") && Contains("process " + std::to_string(running->pid())));
  CHECK(prompt.leave().status == 0);
}

TEST_CASE(
    "given a server that does not answer, when Ctrl-C comes, then the verb is given up, not the prompt") {
  const temp_directory here;
  server running{here / "data"};
  prompt_of prompt{here / "data", here.path()};
  running.signal(SIGSTOP);
  prompt.press("status\r");
  prompt.drawn_until("\r\n");
  prompt.press("\x03");
  prompt.drawn_until("Interrupted.");
  prompt.ready();
  running.signal(SIGCONT);
  CHECK_THAT(prompt.say("status"), Contains("connected again"));
  CHECK(prompt.leave().status == 0);
}

TEST_CASE("given a prompt, when a signal ends it, then the terminal is as it was") {
  const temp_directory here;
  const server running{here / "data"};
  const auto signal = GENERATE(SIGTERM, SIGHUP, SIGQUIT);
  prompt_of prompt{here / "data", here.path()};
  prompt.press("sta");
  prompt.drawn_until("sta");
  prompt.signal(signal);
  CHECK(prompt.wait().status == (signal == SIGTERM ? 130 : 128 + signal));
  CHECK(prompt.as_it_was());
}

TEST_CASE("given a prompt, when top is said and left, then the prompt is there again") {
  const temp_directory here;
  const server running{here / "data"};
  prompt_of prompt{here / "data", here.path()};
  for (const std::string key : {"q", "\x03"}) {
    prompt.press("top\r");
    prompt.drawn_until("MAILBOX");
    prompt.press(key);
    prompt.drawn_until("\x1b[?1049l");
    prompt.ready();
  }
  CHECK_THAT(prompt.say("status"), Contains("read models") && !Contains("connected again"));
  CHECK(prompt.leave().status == 0);
  CHECK(prompt.as_it_was());
}

TEST_CASE("given no terminal, when no verb is said, then it is refused with the verbs there are") {
  const temp_directory here;
  const server running{here / "data"};
  const auto refused = run_waybill({"console", "--data", (here / "data").string()}, "status\n");
  CHECK(refused.status == 2);
  CHECK(refused.out.empty());
  CHECK_THAT(refused.err, Contains("status, top, actors") && Contains("log tail"));
  // What stands before the verb is for it, too.
  CHECK(run_waybill({"console", "--data", (here / "data").string(), "status"}).status == 0);
}
