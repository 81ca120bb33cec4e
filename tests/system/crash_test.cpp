// kill -9 and SIGTERM in the middle of imports: what comes after must equal what would have come anyway.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <iostream>
#include <random>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

// Small chunks: many borders to be killed at.
const variables small_chunks{{"WAYBILL_IMPORTS_CHUNK_RECORDS", "20"}};
constexpr std::uint64_t records = waybill::tests::bulk(40'000);

/// All that a person can see of how an import ended.
struct ending {
  std::string counts;
  std::vector<std::string> items;
  std::vector<json> failed, skipped;
};

auto ending_of(const person& who, const std::string& id) -> ending {
  const auto import = who.outcome_of(id);
  auto items = who.exported_items();
  auto failed = who.records(id, "failed");
  auto skipped = who.records(id, "skipped");
  return {counts_of(import), std::move(items), std::move(failed), std::move(skipped)};
}

auto undisturbed(const std::string& document) -> ending {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), small_chunks);
  const person alice(at, who);
  return ending_of(alice, alice.import(document));
}

/// The records at which its story says that it went on after a restart, in the order of the story.
auto taken_up_at(const person& who, const std::string& id) -> std::vector<std::uint64_t> {
  std::vector<std::uint64_t> records_of;
  const auto story = who.get("/api/v1/imports/" + id + "/events?detail=steps&limit=100").parsed();
  for (const auto& step : story.at("items"))
    if (step.at("type") == "import.taken_up.v1")
      records_of.push_back(step.at("data").at("next_record").get<std::uint64_t>());
  return records_of;
}

void check_equal(const ending& ours, const ending& expected) {
  CHECK(ours.counts == expected.counts);
  CHECK(ours.items.size() == expected.items.size());
  CHECK((ours.items == expected.items));
  CHECK((ours.failed == expected.failed));
  CHECK((ours.skipped == expected.skipped));
}

}  // namespace

TEST_CASE(
    "given an import, when the process is killed again and again, then it goes on by itself to the same "
    "end") {
  const auto seed = std::random_device{}();
  std::cout << "seed of the kills: " << seed << "\n";
  CAPTURE(seed);
  std::mt19937 dice{seed};
  const auto document = mixed(records).text;
  const auto expected = undisturbed(document);
  REQUIRE(expected.failed.size() > records / 400);
  for (int run = 0; run < 3; ++run) {
    CAPTURE(run);
    temp_directory data;
    const auto who = make_account(data.path(), "alice");
    auto at = std::make_unique<server>(data.path(), small_chunks);
    person alice(*at, who);
    const auto id = alice.import(document);
    std::uint64_t reached = 0;
    for (int kill = 0; kill < 4; ++kill) {
      // Now and then at once: while the file is checked, or while the last start is still going on.
      const auto wanted = dice() % 4 == 0 ? 0 : reached + dice() % (records / 4);
      CAPTURE(kill, wanted);
      alice.wait_for_records(id, wanted);
      at->kill();
      at = std::make_unique<server>(data.path(), small_chunks);
      alice.now_at(*at);
      const auto import = alice.look(id);
      const auto now = import.at("progress").at("processed").get<std::uint64_t>();
      CHECK(now >= reached);
      CHECK(now >= wanted);
      reached = now;
    }
    check_equal(ending_of(alice, id), expected);
    const auto restarts = taken_up_at(alice, id);
    CHECK(restarts.size() <= 4);
    CHECK(std::is_sorted(restarts.begin(), restarts.end()));
    CHECK((restarts.empty() || restarts.back() <= records + 1));
    const auto verified = run_waybill({"log", "verify", "--data", data.path().string()});
    CAPTURE(verified.out, verified.err);
    CHECK(verified.status == 0);
  }
}

TEST_CASE(
    "given an upload that was answered with 202, when the process is killed at once, then the import is "
    "there") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  auto at = std::make_unique<server>(data.path());
  person alice(*at, who);
  std::vector<std::string> ids;
  for (std::uint64_t i = 0; i < 5; ++i) {
    ids.push_back(alice.import(good_document(1 + 10 * i, 10)));
    at->kill();
    at = std::make_unique<server>(data.path());
    alice.now_at(*at);
  }
  for (const auto& id : ids) CHECK(alice.outcome_of(id).at("status") == "completed");
  CHECK(alice.exported_items().size() == 50);
}

TEST_CASE(
    "given an import, when SIGTERM comes in its middle, then the process ends with 0 and the next start goes "
    "on") {
  for (const int signal : {SIGTERM, SIGINT}) {
    temp_directory data;
    const auto who = make_account(data.path(), "alice");
    const auto document = mixed(records);
    auto at = std::make_unique<server>(data.path(), small_chunks);
    person alice(*at, who);
    const auto id = alice.import(document.text);
    alice.wait_for_records(id, records / 10);
    at->signal(signal);
    const auto end = at->wait();
    CAPTURE(end.err);
    CHECK(end.status == 0);
    at = std::make_unique<server>(data.path(), small_chunks);
    alice.now_at(*at);
    const auto import = alice.outcome_of(id);
    CHECK(import.at("status") == "completed");
    CHECK(import.at("attempt") == 1);
    CHECK(import.at("progress").at("created") == document.created);
    CHECK(alice.exported_items().size() == document.created);
  }
}

TEST_CASE(
    "given a paused import, when the process is killed and started, then it stays paused until it is "
    "resumed") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  const auto document = mixed(records);
  auto at = std::make_unique<server>(data.path(), small_chunks);
  person alice(*at, who);
  const auto id = alice.import(document.text);
  alice.wait_for_records(id, 100);
  REQUIRE(alice.command(id, "pause").status == 202);
  const auto paused = alice.look(id);
  REQUIRE(paused.at("status") == "paused");
  at->kill();
  at = std::make_unique<server>(data.path(), small_chunks);
  alice.now_at(*at);
  CHECK(counts_of(alice.look(id)) == counts_of(paused));
  REQUIRE(alice.command(id, "resume").status == 202);
  const auto import = alice.outcome_of(id);
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("created") == document.created);
}

TEST_CASE(
    "given an import that ends this very moment, when SIGTERM comes, then the process does not wait for it") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  for (std::uint64_t round = 0; round < 25; ++round) {
    CAPTURE(round);
    server at(data.path());
    const person alice(at, who);
    const auto id = alice.import(good_document(1 + 10 * round, 10));
    alice.wait_for_records(id, 10);
    const auto begin = std::chrono::steady_clock::now();
    CHECK(at.stop().status == 0);
    CHECK(std::chrono::steady_clock::now() - begin < waybill::tests::patience_of(std::chrono::seconds{20}));
  }
}
