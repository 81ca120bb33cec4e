// Verbs and kills in any order, at any moment: in the end everything is as if nothing had happened.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <random>
#include <set>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

const variables small_chunks{{"WAYBILL_IMPORTS_CHUNK_RECORDS", "10"}};
constexpr std::uint64_t records = waybill::tests::bulk(20'000);

/// The first of the bookmarks that stand in every mixed document.
auto first_bookmark(const person& who) -> std::string {
  const auto items = who.get("/api/v1/bookmarks?limit=1").parsed().at("items");
  return items.empty() ? "" : items[0].at("identity").get<std::string>();
}

/// Brings an import that was disturbed to its end.
auto brought_to_its_end(const person& who, const std::string& id) -> json {
  const auto before = who.status_of(id);
  if (before == "paused") static_cast<void>(who.command(id, "resume"));
  if (before == "cancelled" || before == "failed") static_cast<void>(who.command(id, "retry"));
  return who.outcome_of(id);
}

}  // namespace

TEST_CASE("given an import, when verbs and kills come in any order, then it ends as if none had come") {
  const auto seed = std::random_device{}();
  std::cout << "seed of the storm: " << seed << "\n";
  CAPTURE(seed);
  std::mt19937 dice{seed};
  const auto document = mixed(records);
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  auto at = std::make_unique<server>(data.path(), small_chunks);
  person alice(*at, who);
  const auto id = alice.import(document.text);
  const std::vector<std::string> verbs{"pause", "resume", "cancel", "retry"};
  std::uint64_t reached = 0;
  std::string story;
  for (int step = 0; step < 60; ++step) {
    const auto choice = dice() % 12;
    if (choice == 0) {
      at->kill();
      at = std::make_unique<server>(data.path(), small_chunks);
      alice.now_at(*at);
      story += "kill ";
    } else if (choice < 9) {
      const auto& verb = verbs[choice % 4];
      const auto answer = alice.command(id, verb);
      story += verb + " " + std::to_string(answer.status) + " ";
      REQUIRE((answer.status == 202 || answer.status == 409));
    } else if (const auto status = alice.status_of(id); status != "paused" && status != "cancelled") {
      alice.wait_for_records(id, std::min(records, reached + dice() % (records / 40)));
      story += "wait ";
    }
    CAPTURE(story);
    const auto import = alice.look(id);
    const auto now = import.at("progress").at("processed").get<std::uint64_t>();
    REQUIRE(now >= reached);
    REQUIRE(import.at("status") != "failed");
    reached = now;
  }
  CAPTURE(story);
  const auto import = brought_to_its_end(alice, id);
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("processed") == records);
  CHECK(import.at("progress").at("created") == document.created);
  CHECK(import.at("progress").at("skipped") == document.skipped);
  CHECK(import.at("progress").at("failed") == document.failed);
  CHECK(alice.exported_items().size() == document.created);
  const auto failed = alice.records(id, "failed");
  CHECK(failed.size() == document.failed);
  CHECK(std::is_sorted(failed.begin(), failed.end(),
                       [](const json& a, const json& b) { return a.at("record") < b.at("record"); }));
  REQUIRE(at->stop().status == 0);
  CHECK(run_waybill({"log", "verify", "--data", data.path().string()}).status == 0);
  CHECK(run_waybill({"rebuild", "--data", data.path().string()}).status == 0);
}

TEST_CASE(
    "given overwrites and deletions, when kills come between them, then log, counts and histories agree in "
    "the "
    "end") {
  const auto seed = std::random_device{}();
  std::cout << "seed of the overwriting storm: " << seed << "\n";
  CAPTURE(seed);
  std::mt19937 dice{seed};
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  auto at = std::make_unique<server>(data.path(), small_chunks);
  person alice(*at, who);
  constexpr std::uint64_t count = waybill::tests::bulk(3'000);
  std::set<std::string> deleted;
  for (int round = 0; round < 6; ++round) {
    CAPTURE(round);
    auto document = good_document(1, count);
    // Another title each round: every record changes its bookmark.
    const auto mark = "of round " + std::to_string(round) + " ";
    for (auto pos = document.find("\"name\":\""); pos != std::string::npos;
         pos = document.find("\"name\":\"", pos + 1))
      document.insert(pos + 8, mark);
    const auto id = alice.import(document, "overwrite");
    if (dice() % 2 == 0) alice.wait_for_records(id, dice() % count);
    if (dice() % 2 == 0) {
      at->kill();
      at = std::make_unique<server>(data.path(), small_chunks);
      alice.now_at(*at);
    }
    const auto progress = alice.outcome_of(id).at("progress");
    CHECK(progress.at("created") == (round == 0 ? count : deleted.size()));
    CHECK(progress.at("updated") == (round == 0 ? 0 : count - deleted.size()));
    deleted.clear();
    for (auto n = dice() % 5; n > 0; --n) {
      const auto one = first_bookmark(alice);
      REQUIRE(alice.remove("/api/v1/bookmarks/" + one).status == 204);
      CHECK(alice.get("/api/v1/bookmarks/" + one).status == 404);
      deleted.insert(one);
    }
    CHECK(alice.exported_items().size() == count - deleted.size());
  }
  for (const auto& one : deleted) {
    const auto history = alice.get("/api/v1/bookmarks/" + one + "/history?limit=100").parsed().at("items");
    CHECK(history.front().at("what") == "created");
    CHECK(history.back().at("what") == "deleted");
    for (std::size_t i = 1; i < history.size(); ++i)
      CHECK(history[i].at("before") == history[i - 1].at("after"));
  }
  REQUIRE(at->stop().status == 0);
  CHECK(run_waybill({"log", "verify", "--data", data.path().string()}).status == 0);
  CHECK(run_waybill({"rebuild", "--data", data.path().string()}).status == 0);
}
