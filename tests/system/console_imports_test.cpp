// Verbs of the console about imports, and the end of a server that waits for them.
#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>

#include "tests/system/console.hpp"
#include "tests/system/documents.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

namespace {

/// A server with an import of two rows whose handler holds the second until it is let go.
struct held_import {
  held_import() {
    REQUIRE(::mkfifo((here / "go").c_str(), 0600) == 0);
    write_file(here / "w.conf",
               "[type people]\nhandler = slow\n[handler slow]\nkind = exec\ncommand = sh h.sh\n"
               "row_timeout_ms = 3600000\n");
    write_file(
        here / "h.sh",
        "while read l; do case $l in *'\"row_index\":2,'*) read x <go;; esac; echo '{\"ok\":true}'; done\n");
    const auto anna = make_account(here / "data", "anna");
    running = std::make_unique<server>(here / "data", variables{}, here / "w.conf");
    asks = std::make_unique<person>(*running, anna);
    const auto taken = asks->upload(
        {"name\nAda\nBob\n", "people.csv", {{"kind", "rows"}, {"options", R"({"type":"people"})"}}});
    REQUIRE(taken.status == 202);
    id = taken.parsed()["id"];
    asks->wait_for_status(id, "processing");
  }
  /// Opens when the handler waits.
  void let_go() const { std::ofstream(here / "go") << "on\n"; }

  temp_directory here;
  std::unique_ptr<server> running;
  std::unique_ptr<person> asks;
  std::string id;
};

auto lines_of(const std::string& text) -> std::vector<json> {
  std::vector<json> lines;
  std::istringstream from(text);
  for (std::string line; std::getline(from, line);) lines.push_back(json::parse(line));
  return lines;
}

}  // namespace

TEST_CASE(
    "given a finished import, when its story is asked for, then it is told from its first event to its "
    "last") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  const server running{here / "data"};
  const person asks{running, anna};
  const console_of ask{here / "data"};
  const auto id = asks.import(good_document(0, 3));
  CHECK(asks.outcome_of(id)["status"] == "completed");
  const auto story = ask({"story", id, "--json"});
  REQUIRE(story.status == 0);
  const auto events = json::parse(story.out)["items"];
  CHECK(events.front()["type"] == "import.submitted.v1");
  CHECK(events.front()["data"]["file"].is_object());
  CHECK(events.back()["summary"] == "All 3 records have an outcome.");
  const auto steps = json::parse(ask({"story", id, "--steps", "--json"}).out)["items"];
  CHECK(steps.size() + 1 == events.size());
  CHECK(json::parse(ask({"story", id, "--limit", "1", "--json"}).out)["items"].size() == 1);
  CHECK_THAT(ask({"story", id}).out, Contains("All 3 records have an outcome."));
  for (const std::string bad : {"imp_none", "../../etc"}) {
    const auto none = ask({"story", bad});
    CHECK(none.status == 2);
    CHECK_THAT(none.err, Contains("There is no such import"));
  }
  CHECK_THAT(ask({"story", std::string(100'000, 'x')}).err, Contains("too much for one command"));
}

TEST_CASE("given imports of two people, when one's are listed, then the other's are not") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  const auto bob = make_account(here / "data", "bob");
  const server running{here / "data"};
  const person of_anna{running, anna}, of_bob{running, bob};
  const console_of ask{here / "data"};
  static_cast<void>(of_anna.outcome_of(of_anna.import(good_document(0, 3))));
  const auto id = of_bob.import(good_document(0, 3));
  static_cast<void>(of_bob.outcome_of(id));
  const auto his = json::parse(ask({"imports", "--owner", "bob", "--json"}).out)["items"];
  REQUIRE(his.size() == 1);
  CHECK(his[0]["id"] == id);
  CHECK(json::parse(ask({"imports", "--json"}).out)["items"].size() == 2);
  CHECK(json::parse(ask({"imports", "--owner", his[0]["owner"], "--json"}).out)["items"] == his);
  const auto nobody = ask({"imports", "--owner", "nobody"});
  CHECK(nobody.status == 2);
  CHECK_THAT(nobody.err, Contains("no user of that name"));
}

TEST_CASE("given an import at work, when it is watched, then each step is told until its end") {
  const held_import held;
  process watching(
      {WAYBILL_BINARY, "console", "watch", held.id, "--json", "--data", (held.here / "data").string()}, {},
      "");
  watching.read_until("processing");
  held.let_go();
  const auto ended = watching.wait();
  CHECK(ended.status == 0);
  const auto last = lines_of(ended.out).back();
  CHECK(last["status"] == "completed");
  CHECK(last["processed"] == 2);
  CHECK(last["percent"] == 100.0);
  const console_of ask{held.here / "data"};
  const auto again = ask({"watch", held.id});
  CHECK(again.status == 0);
  CHECK_THAT(again.out, Contains("completed"));
  CHECK(ask({"watch", "imp_none"}).status == 2);
}

TEST_CASE(
    "given an import at work, when its watcher's server is stopped, then the watcher says that, and ends") {
  const held_import held;
  process watching(
      {WAYBILL_BINARY, "console", "watch", held.id, "--json", "--data", (held.here / "data").string()}, {},
      "");
  watching.read_until("processing");
  held.running->kill();
  const auto ended = watching.wait();
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("closed the connection"));
}

TEST_CASE(
    "given imports in one status, when all of it are commanded, then each is, and the rest is left alone") {
  const held_import held;
  const console_of ask{held.here / "data"};
  const auto done = held.asks->import(good_document(0, 3));
  static_cast<void>(held.asks->outcome_of(done));
  const auto refused = ask({"cancel", "--all", "--status", "processing"});
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("This cancels 1 import") && Contains("takes --yes"));
  for (const auto& words : std::vector<std::vector<std::string>>{{"cancel", "--all", "--yes"},
                                                                 {"cancel", "--yes"},
                                                                 {"pause", held.id, "--all", "--yes"},
                                                                 {"pause", held.id, "--status", "failed"}}) {
    CAPTURE(words);
    CHECK(ask(words).status == 2);
  }
  CHECK(ask({"cancel", "--all", "--status", "lost", "--yes"}).status == 2);
  const auto none = ask({"retry", "--all", "--status", "failed", "--yes", "--json"});
  CHECK(none.status == 0);
  CHECK(json::parse(none.out)["items"].empty());
  const auto cancelled =
      ask({"cancel", "--all", "--status", "processing", "--owner", "anna", "--yes", "--json"});
  CHECK(cancelled.status == 0);
  const auto items = json::parse(cancelled.out)["items"];
  REQUIRE(items.size() == 1);
  CHECK(items[0]["id"] == held.id);
  CHECK(held.asks->status_of(done) == "completed");
  held.asks->wait_for_status(held.id, "cancelled");
  CHECK(ask({"watch", held.id}).status == 2);
}

TEST_CASE(
    "given an import at work, when the server is to stop when idle, then it drains, waits for it, and ends") {
  held_import held;
  process stopping(
      {WAYBILL_BINARY, "console", "stop", "--when-idle", "--yes", "--data", (held.here / "data").string()},
      {}, "");
  REQUIRE(eventually([&] { return stopping.errors().find("1 at work") != std::string::npos; }));
  const auto refused = held.asks->upload(good_document(0, 3));
  CHECK(refused.status == 503);
  held.let_go();
  CHECK(stopping.wait().status == 0);
  CHECK(held.running->wait().status == 0);
  const auto shown = run_waybill({"list", "--json", "--user", "anna", "--data", (held.here / "data").string(),
                                  "--config", (held.here / "w.conf").string()});
  CHECK_THAT(shown.out, Contains("\"completed\""));
}

TEST_CASE(
    "given a stop that waits, when it is interrupted or the server is undrained, then the server goes on") {
  const held_import held;
  const console_of ask{held.here / "data"};
  const std::vector<std::string> words{
      WAYBILL_BINARY, "console", "stop", "--when-idle", "--yes", "--data", (held.here / "data").string()};
  {
    process stopping(words, {}, "");
    REQUIRE(eventually([&] { return stopping.errors().find("1 at work") != std::string::npos; }));
    stopping.signal(SIGINT);
    const auto ended = stopping.wait();
    CHECK(ended.status == 130);
    CHECK_THAT(ended.err, Contains("takes no new imports until"));
  }
  CHECK(json::parse(ask({"status", "--json"}).out)["draining"] == true);
  process stopping(words, {}, "");
  REQUIRE(eventually([&] { return stopping.errors().find("1 at work") != std::string::npos; }));
  CHECK(ask({"undrain"}).status == 0);
  const auto ended = stopping.wait();
  CHECK(ended.status == 2);
  CHECK_THAT(ended.err, Contains("it was not stopped"));
  held.let_go();
  static_cast<void>(held.asks->outcome_of(held.id));
}
