// Cancel, pause, resume, retry and delete in every status that can be held still, also twice, also near the
// end.
#include <algorithm>
#include <catch2/catch.hpp>
#include <iostream>
#include <map>
#include <random>
#include <set>

#include "tests/system/documents.hpp"
#include "tests/system/server.hpp"

using namespace waybill::system_test;

namespace {

// One seat and one record a chunk: what runs runs long, and what comes after it waits.
const variables slow{{"WAYBILL_IMPORTS_CONCURRENT", "1"}, {"WAYBILL_IMPORTS_CHUNK_RECORDS", "1"}};
constexpr std::uint64_t many = waybill::tests::bulk(30'000);

struct world {
  temp_directory data;
  account who = make_account(data.path(), "alice");
  server at{data.path(), slow};
  person alice{at, who};

  std::uint64_t next = 1;
  auto slow_import() -> std::string {
    next += many;
    return alice.import(good_document(next, many));
  }
  /// An import that stands in `status` and stays there until a verb comes.
  auto in(const std::string& status) -> std::string {
    if (status == "failed") {
      const auto id = alice.import("{");
      alice.wait_for_status(id, status);
      return id;
    }
    if (status == "completed") {
      const auto id = alice.import(good_document(++next, 1));
      alice.wait_for_status(id, status);
      return id;
    }
    const auto running = slow_import();
    alice.wait_for_records(running, 5);
    if (status == "processing") return running;
    if (status == "pending") {
      const auto waiting = slow_import();
      holding = running;
      return waiting;
    }
    if (status == "paused") REQUIRE(alice.command(running, "pause").status == 202);
    if (status == "cancelled") REQUIRE(alice.command(running, "cancel").status == 202);
    REQUIRE(alice.status_of(running) == status);
    return running;
  }
  /// Nothing may run on into the next case.
  void settle(const std::string& id) {
    for (const auto& one : {id, holding})
      if (!one.empty()) static_cast<void>(alice.command(one, "cancel"));
    holding.clear();
  }
  std::string holding;
};

// What each verb makes of each status; absent: 409. Copied from the specification's table.
const std::map<std::pair<std::string, std::string>, std::set<std::string>> allowed{
    {{"pending", "pause"}, {"paused"}},
    {{"pending", "cancel"}, {"cancelled"}},
    {{"pending", "resume"}, {"pending"}},
    {{"processing", "pause"}, {"paused"}},
    {{"processing", "cancel"}, {"cancelled"}},
    {{"processing", "resume"}, {"processing"}},
    {{"paused", "pause"}, {"paused"}},
    {{"paused", "resume"}, {"pending", "parsing", "processing"}},
    {{"paused", "cancel"}, {"cancelled"}},
    {{"failed", "retry"}, {"pending", "parsing", "failed"}},
    {{"failed", "delete"}, {}},
    {{"cancelled", "cancel"}, {"cancelled"}},
    {{"cancelled", "retry"}, {"pending", "parsing", "processing"}},
    {{"cancelled", "delete"}, {}},
    {{"completed", "delete"}, {}},
};

auto events_of(const person& who, const std::string& id) -> std::size_t {
  return who.get("/api/v1/imports/" + id + "/events?limit=100").parsed().at("items").size();
}

}  // namespace

TEST_CASE(
    "given an import in every status, when every verb comes, then it does what the table says or is "
    "refused") {
  world here;
  const auto& alice = here.alice;
  for (const std::string status : {"pending", "processing", "paused", "failed", "cancelled", "completed"}) {
    for (const std::string verb : {"pause", "resume", "cancel", "retry", "delete"}) {
      CAPTURE(status, verb);
      const auto id = here.in(status);
      const auto answer = alice.command(id, verb);
      CAPTURE(answer.body);
      const auto row = allowed.find({status, verb});
      if (row == allowed.end()) {
        CHECK(answer.status == 409);
        CHECK(answer.code() == "wrong_status");
        CHECK(answer.parsed().at("detail").get<std::string>().find(status) != std::string::npos);
        CHECK(alice.status_of(id) == status);
      } else if (verb == "delete") {
        CHECK(answer.status == 204);
        CHECK(alice.get("/api/v1/imports/" + id).status == 404);
        CHECK(alice.command(id, verb).status == 404);
      } else {
        CHECK(answer.status == 202);
        CHECK(row->second.contains(answer.parsed().at("status").get<std::string>()));
      }
      here.settle(id);
    }
  }
}

TEST_CASE(
    "given a verb that was obeyed, when it comes a second time, then the answer is the same and adds no "
    "event") {
  world here;
  const auto& alice = here.alice;
  for (const std::string verb : {"pause", "cancel"}) {
    CAPTURE(verb);
    const auto id = here.in("processing");
    REQUIRE(alice.command(id, verb).status == 202);
    const auto before = alice.look(id);
    const auto last = before.at("status");
    const auto again = alice.command(id, verb);
    CHECK(again.status == 202);
    CHECK(again.parsed().at("status") == last);
    const auto events = events_of(alice, id);
    CHECK(alice.command(id, verb).status == 202);
    CHECK(events_of(alice, id) == events);
    CHECK(counts_of(alice.look(id)) == counts_of(before));
    here.settle(id);
  }
}

TEST_CASE("given a cancelled import, when it is retried to its end, then no record is applied twice") {
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "10"}});
  const person alice(at, who);
  constexpr std::uint64_t records = waybill::tests::bulk(20'000);
  const auto document = mixed(records);
  const auto id = alice.import(document.text);
  for (std::uint64_t attempt = 2; attempt <= 4; ++attempt) {
    alice.wait_for_records(id, attempt * records / 20);
    const auto cancelled = alice.command(id, "cancel");
    if (cancelled.status == 409) break;  // it was quicker
    CHECK(cancelled.parsed().at("status") == "cancelled");
    const auto retried = alice.command(id, "retry");
    REQUIRE(retried.status == 202);
    CHECK(retried.parsed().at("attempt") == attempt);
  }
  const auto import = alice.outcome_of(id);
  CHECK(import.at("status") == "completed");
  CHECK(import.at("progress").at("created") == document.created);
  CHECK(import.at("progress").at("skipped") == document.skipped);
  CHECK(import.at("progress").at("failed") == document.failed);
  CHECK(alice.exported_items().size() == document.created);
}

TEST_CASE(
    "given an import near its end, when it is cancelled, then it is either cancelled or completed, for "
    "good") {
  const auto seed = std::random_device{}();
  std::cout << "seed of the cancels: " << seed << "\n";
  CAPTURE(seed);
  std::mt19937 dice{seed};
  temp_directory data;
  const auto who = make_account(data.path(), "alice");
  server at(data.path(), {{"WAYBILL_IMPORTS_CHUNK_RECORDS", "10"}});
  const person alice(at, who);
  constexpr std::uint64_t size = waybill::tests::bulk(600);
  std::uint64_t bookmarks = 0;
  for (std::uint64_t round = 0; round < 25; ++round) {
    CAPTURE(round);
    const auto id = alice.import(good_document(1 + round * size, size));
    alice.wait_for_records(id, size - 10 * (dice() % 6));
    const auto answer = alice.command(id, "cancel");
    const auto import = alice.outcome_of(id);
    const auto processed = import.at("progress").at("processed").get<std::uint64_t>();
    CAPTURE(answer.body, import.dump());
    if (answer.status == 202) {
      CHECK(import.at("status") == "cancelled");
      CHECK(answer.parsed().at("progress").at("processed") == processed);
    } else {
      CHECK(answer.status == 409);
      CHECK(answer.parsed().at("detail").get<std::string>().find("completed") != std::string::npos);
      CHECK(import.at("status") == "completed");
      CHECK(processed == size);
    }
    bookmarks += processed;
    CHECK(alice.exported_items().size() == bookmarks);
    CHECK(alice.look(id).at("status") == import.at("status"));
  }
}

TEST_CASE(
    "given imports that wait, when the one before them ends, then they run by themselves in their order") {
  world here;
  const auto first = here.slow_import();
  const auto second = here.alice.import(good_document(1, 5));
  const auto third = here.alice.import(good_document(11, 5));
  here.alice.wait_for_records(first, 1);
  CHECK(here.alice.status_of(second) == "pending");
  CHECK(here.alice.status_of(third) == "pending");
  REQUIRE(here.alice.command(first, "cancel").status == 202);
  const auto two = here.alice.outcome_of(second);
  const auto three = here.alice.outcome_of(third);
  CHECK(two.at("status") == "completed");
  CHECK(three.at("status") == "completed");
  CHECK(two.at("started_at") < three.at("started_at"));
}
