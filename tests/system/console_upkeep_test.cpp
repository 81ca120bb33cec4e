// Verbs of the console for the server as a whole.
#include <catch2/catch.hpp>

#include "tests/system/console.hpp"
#include "tests/system/documents.hpp"

using namespace waybill::system_test;
using Catch::Matchers::Contains;

TEST_CASE(
    "given a server, when a read model is rebuilt, then it is as the log has it; 'collections' is refused") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  const server running{here / "data"};
  const person asks{running, anna};
  const console_of ask{here / "data"};
  CHECK(asks.outcome_of(asks.import(good_document(0, 3)))["status"] == "completed");
  const auto all = json::parse(ask({"projections", "--json"}).out)["items"];
  REQUIRE(all.size() == 3);
  CHECK(all[0]["name"] == "control");
  CHECK(all[0]["layout"] == all[1]["layout"]);
  const auto rebuilt = ask({"rebuild", "control", "--json"});
  CHECK(rebuilt.status == 0);
  CHECK(json::parse(rebuilt.out)["changed"] == 0);
  CHECK_THAT(ask({"rebuild", "control"}).out, Contains("it was as the log has it"));
  CHECK_THAT(ask({"rebuild", "search"}).out, Contains("all words are in it"));
  const auto refused = ask({"rebuild", "collections"});
  CHECK(refused.status == 2);
  CHECK_THAT(refused.err, Contains("stop --when-idle") && Contains("waybill rebuild"));
  for (const std::string bad : {"", "Control", "../x"}) CHECK(ask({"rebuild", bad}).status == 2);
  CHECK(asks.outcome_of(asks.import(good_document(3, 3)))["status"] == "completed");
}

TEST_CASE(
    "given people, when an operator looks, then accounts and tokens are told, and sessions end when told "
    "to") {
  const temp_directory here;
  make_account(here / "data", "anna");
  const server running{here / "data"};
  const console_of ask{here / "data"};
  const auto people = json::parse(ask({"accounts", "--json"}).out)["items"];
  REQUIRE(people.size() == 1);
  CHECK(people[0]["username"] == "anna");
  CHECK(people[0]["tokens"] == 1);
  CHECK(json::parse(ask({"tokens", "--json"}).out)["items"][0]["name"] == "test");
  CHECK(json::parse(ask({"sessions", "--json"}).out)["items"].empty());
  CHECK_THAT(ask({"sign-out", "anna"}).err, Contains("takes --yes"));
  CHECK(ask({"sign-out", "anna", "--yes"}).status == 0);
  const auto nobody = ask({"sign-out", "nobody", "--yes"});
  CHECK(nobody.status == 2);
  CHECK_THAT(nobody.err, Contains("no user of that name"));
}

TEST_CASE(
    "given a relative folder, when the server is to back up there, then the console says where that is") {
  const temp_directory here;
  const auto anna = make_account(here / "data", "anna");
  const server running{here / "data"};
  const person asks{running, anna};
  const console_of ask{here / "data"};
  CHECK(asks.outcome_of(asks.import(good_document(0, 3)))["status"] == "completed");
  const auto folder = fs::relative(here / "backups").string();
  const auto made = ask({"backup", folder, "--json"});
  CHECK(made.status == 0);
  CHECK(json::parse(made.out)["folder"] == (here / "backups").string());
  CHECK(json::parse(made.out)["number"] == 1);
  CHECK_THAT(ask({"backup", folder}).out, Contains("Backup 2"));
  CHECK(run_waybill({"restore", (here / "backups").string(), "--data", (here / "copy").string()}).status ==
        0);
  const auto inside = ask({"backup", (here / "data" / "inside").string()});
  CHECK(inside.status == 2);
  CHECK_THAT(inside.err, Contains("data directory"));
  CHECK_THAT(ask({"log", "tail", "--stream", "server"}).out, Contains("by operator/"));
  CHECK(ask({"backup", ""}).status == 2);
}
