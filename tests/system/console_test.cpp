// The console of the real binary: what an operator asks, from another process.
#include <catch2/catch.hpp>
#include <csignal>

#include "tests/system/console.hpp"
#include "tests/system/documents.hpp"
#include "tests/system/shell.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

TEST_CASE("given a running server, when an operator asks how it is, then one document says it") {
  const temp_directory here;
  const server running{here / "data"};
  const console_of ask{here / "data"};
  const auto status = ask({"status", "--json"});
  REQUIRE(status.status == 0);
  const auto told = json::parse(status.out);
  std::string keys;
  for (const auto& [key, value] : told.items()) keys += key + " ";
  CHECK(keys ==
        "version pid uptime_s log read_models seats draining records_applied memory descriptors "
        "disk_free_bytes last_errors stalled ");
  CHECK(told["pid"] == running.pid());
  CHECK(told["log"]["open"] == true);
  CHECK_THAT(ask({"status"}).out, Contains("read models: imports"));
  const auto imports = ask({"imports", "--json"});
  CHECK(json::parse(imports.out) == json{{"items", json::array()}});
}

TEST_CASE(
    "given a running server, when an operator asks for its actors, then each is an item with its figures") {
  const temp_directory here;
  const server running{here / "data"};
  const console_of ask{here / "data"};
  const auto told = json::parse(ask({"actors", "--json"}).out);
  std::string keys;
  for (const auto& [key, value] : told["items"][0].items()) keys += key + " ";
  CHECK(keys == "name thread mailbox handled busy_share busy_ms at_work_ms since restarts last_fault ");
  const auto few = ask({"actors", "--limit", "2"});
  CHECK(few.status == 0);
  CHECK_THAT(few.out, Contains("mailbox") && Contains("--limit shows them"));
}

TEST_CASE("given verbs that could harm, when nobody can be asked, then they are refused without --yes") {
  const temp_directory here;
  server running{here / "data"};
  const console_of ask{here / "data"};
  for (const auto& words :
       std::vector<std::vector<std::string>>{{"cancel", "imp_1"}, {"kick", "imp_1"}, {"drain"}, {"stop"}}) {
    CAPTURE(words.front());
    const auto refused = ask(words);
    CHECK(refused.status == 2);
    CHECK_THAT(refused.err, Contains("takes --yes"));
  }
  CHECK(ask({"kick", "imp_1", "--yes"}).status == 2);
  CHECK(json::parse(ask({"status", "--json"}).out)["draining"] == false);
}

TEST_CASE(
    "given a server that is drained, when somebody hands in an import, then it is 503, until undrained") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  server running{here / "data"};
  const person asks{running, anna};
  const console_of ask{here / "data"};
  const auto before = asks.import(good_document(0, 3));
  CHECK(asks.outcome_of(before)["status"] == "completed");
  REQUIRE(ask({"drain", "--yes"}).status == 0);
  const auto refused = asks.upload(good_document(0, 3));
  CHECK(refused.status == 503);
  CHECK(refused.code() == "unavailable");
  CHECK(refused.headers.contains("retry-after"));
  REQUIRE(ask({"undrain"}).status == 0);
  CHECK(asks.upload(good_document(0, 3)).status == 202);
  const auto shown = json::parse(ask({"show", before, "--json"}).out);
  CHECK(shown["status"] == "completed");
  CHECK(shown["processed"] == 3);
  const auto cancelled = ask({"cancel", before, "imp_none", "--yes", "--json"});
  CHECK(cancelled.status == 2);
  CHECK(json::parse(cancelled.out)["items"][0]["error"]["code"] == "wrong_status");
}

TEST_CASE(
    "given an operator, when they stop the server, then it ends in order, and the log says who it was") {
  const temp_directory here;
  server running{here / "data"};
  const console_of ask{here / "data"};
  CHECK(ask({"seats", "2"}).status == 0);
  CHECK(ask({"level", "debug"}).status == 0);
  CHECK(ask({"level", "info", "for", "10m"}).out.find("for 600 s") != std::string::npos);
  CHECK(ask({"level", "info", "for", "2d"}).status == 2);
  CHECK(ask({"level", "info", "10m"}).status == 2);
  CHECK(ask({"level", "info", "for", "48h"}).status == 2);
  CHECK(ask({"stop", "--yes"}).status == 0);
  CHECK(running.wait().status == 0);
  CHECK_FALSE(fs::exists(here / "data" / "console"));
  CHECK_FALSE(fs::exists(here / "data" / "console.secret"));
  const auto gone = ask({"status"});
  CHECK(gone.status == 2);
  CHECK_THAT(gone.err, Contains("no running server with a console"));
  const auto log = run_waybill({"log", "show", "--data", (here / "data").string(), "--json"});
  for (const std::string verb : {"seats", "level", "stop"})
    CHECK_THAT(log.out, Contains("\"verb\":\"" + verb + "\""));
}

TEST_CASE("given a server that was killed, when its console is asked, then it says that it runs no more") {
  const temp_directory here;
  server running{here / "data"};
  running.kill();
  CHECK_THAT(console_of{here / "data"}({"status"}).err, Contains("runs no more"));
}

TEST_CASE("given a copy of the secret and the address, when a console connects by them, then it is let in") {
  const temp_directory here;
  const server running{here / "data"};
  const auto place = read_file(here / "data" / "console");
  const auto begin = place.find(' ') + 1;
  const auto address = place.substr(begin, place.find('\n') - begin);
  const auto secret = (here / "data" / "console.secret").string();
  CHECK(run_waybill({"console", "status", "--connect", address, "--secret-file", secret}).status == 0);
  // As Kubernetes mounts secrets, and as a shell hands over what a program prints.
  std::filesystem::create_symlink(secret, here / "link");
  const auto linked = (here / "link").string();
  CHECK(run_waybill({"console", "status", "--connect", address, "--secret-file", linked}).status == 0);
  CHECK(run_shell(here.path(),
                  "$W console status --connect " + address + " --secret-file <(cat data/console.secret)")
            .status == 0);
  CHECK_THAT(
      run_waybill({"console", "status", "--connect", address, "--secret-file", (here / "none").string()}).err,
      Contains("none': No such file or directory."));
  CHECK(run_waybill({"console", "status", "--connect", address}).status == 2);
  write_file(here / "other", std::string(64, 'a') + "\n");
  const auto refused =
      run_waybill({"console", "status", "--connect", address, "--secret-file", (here / "other").string()});
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("does not take this secret"));
  const auto now = json::parse(console_of{here / "data"}({"status", "--json"}).out);
  CHECK(now["last_errors"][0]["event"] == "console.refused");
  CHECK_THAT(console_of{here / "data"}({"status"}).out, Contains("warning console.refused"));
}

TEST_CASE(
    "given a running server, when its log is followed, then what was and what comes is told, line by line") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  const server running{here / "data"};
  const person asks{running, anna};
  const console_of ask{here / "data"};
  const auto first = asks.import(good_document(0, 3));
  CHECK(asks.outcome_of(first)["status"] == "completed");
  process following({WAYBILL_BINARY, "console", "log", "tail", "--follow", "--json", "--type",
                     "import.completed.v1", "--data", (here / "data").string()},
                    {}, "");
  following.read_until(first);
  const auto second = asks.import(good_document(3, 3));
  following.read_until(second);
  following.signal(SIGINT);
  CHECK(following.wait().status == 130);
  const auto tail = ask({"log", "tail", "--limit", "1", "--json"});
  CHECK(tail.status == 0);
  CHECK(json::parse(tail.out)["items"].size() == 1);
  CHECK_THAT(ask({"log", "tail", "--stream", "import/" + first}).out, Contains("import.submitted.v1"));
  const auto shown = ask({"log", "show", "1", "--json"});
  CHECK(json::parse(shown.out)["position"] == 1);
  const auto offline =
      run_waybill({"log", "show", "--limit", "1", "--json", "--data", (here / "data").string()});
  CHECK(shown.out == offline.out);
  for (const std::string bad : {"0", "1000000", "-1", "x", ""}) CHECK(ask({"log", "show", bad}).status == 2);
}

TEST_CASE(
    "given a running server, when its log is verified, then it is whole, and the server works meanwhile") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  const server running{here / "data"};
  const person asks{running, anna};
  const console_of ask{here / "data"};
  CHECK(asks.outcome_of(asks.import(good_document(0, 3)))["status"] == "completed");
  const auto verified = ask({"log", "verify", "--json"});
  CHECK(verified.status == 0);
  const auto told = json::parse(verified.out);
  CHECK(told["whole"] == true);
  CHECK(told["faults"].empty());
  CHECK(told["events"] == told["to"]);
  CHECK_THAT(ask({"log", "verify", "--from", "2"}).out, Contains("the log is whole from position 2 on"));
  CHECK(ask({"log", "verify", "--from", "1000000"}).status == 2);
}
