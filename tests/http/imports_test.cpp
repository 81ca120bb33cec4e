// Imports as a client sees them: hand in, look, steer, explain.
#include <array>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "tests/http/house.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

TEST_CASE("given a file, when it is uploaded, then it is accepted, imported, and every record is explained") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto accepted =
      here.upload(ann, document_of("a", 3), {{"kind", "bookmarks"}, {"on_duplicate", "skip"}});
  REQUIRE(accepted.status == 202);
  const auto import = accepted.parsed();
  const auto id = import.at("id").get<std::string>();
  CHECK(accepted.header("Location") == "/api/v1/imports/" + id);
  CHECK(import["file"]["name"] == "my marks.json");
  CHECK(import["file"]["size_bytes"] == document_of("a", 3).size());
  CHECK(import["options"] == json({{"folders", "tags"}, {"on_duplicate", "skip"}}));
  CHECK(import["links"]["progress"] == "/api/v1/imports/" + id + "/progress");
  here.await(ann, id, import_status::completed);

  const auto done = here.get(ann, "/api/v1/imports/" + id).parsed();
  std::set<std::string> keys;
  for (const auto& [key, value] : done.items()) keys.insert(key);
  CHECK(keys == std::set<std::string>{"id",      "kind",       "format",     "status",       "attempt",
                                      "project", "started_by", "file",       "options",      "progress",
                                      "error",   "created_at", "started_at", "committed_at", "finished_at",
                                      "actions", "links",      "position",   "pause",        "findings",
                                      "evidence"});
  CHECK(done["status"] == "completed");
  CHECK(done["progress"]["phase"].is_null());
  CHECK(done["progress"]["read"] == 3);
  CHECK(done["progress"]["created"] == 3);
  CHECK(done["progress"]["percent"] == 100.0);
  CHECK(done["progress"]["eta_seconds"].is_null());
  CHECK(done["error"].is_null());
  CHECK(done["actions"] == json::array({"delete"}));

  const auto records = here.get(ann, "/api/v1/imports/" + id + "/records?limit=2").parsed();
  REQUIRE(records["items"].size() == 2);
  CHECK(records["items"][0]["record"] == 1);
  CHECK(records["items"][0]["outcome"] == "created");
  CHECK(records["items"][0]["url"] == "https://example.org/a/0");
  const auto rest = here.get(
      ann, "/api/v1/imports/" + id + "/records?limit=2&cursor=" + records["next_cursor"].get<std::string>());
  CHECK(rest.parsed()["items"].size() == 1);
  CHECK(rest.parsed()["next_cursor"].is_null());

  const auto csv = here.get(ann, "/api/v1/imports/" + id + "/records.csv");
  CHECK(csv.header("Content-Type").starts_with("text/csv"));
  CHECK(csv.body.starts_with("\xEF\xBB\xBFrecord,outcome,code,message,warnings,url,title\r\n1,created,"));
  CHECK(here.get(ann, "/api/v1/imports/" + id + "/records.csv?outcome=failed").body ==
        "\xEF\xBB\xBFrecord,outcome,code,message,warnings,url,title\r\n");

  const auto events = here.get(ann, "/api/v1/imports/" + id + "/events").parsed();
  REQUIRE(events["items"].size() >= 4);
  CHECK(events["items"][0]["type"] == "import.submitted.v1");
  CHECK(events["items"][0]["by"] == ann.id.value);
  const auto& submitted = events["items"][0]["data"];
  CHECK(submitted["options"] == json({{"folders", "tags"}, {"on_duplicate", "skip"}}));
  CHECK(submitted["file"]["sha256"] == import["file"]["sha256"]);
  CHECK_FALSE(submitted["file"].contains("path"));
  CHECK(events.dump().find("imports/usr_") == std::string::npos);
  CHECK(here.call(ann, "DELETE", "/api/v1/imports/" + id).status == 204);
  CHECK(here.get(ann, "/api/v1/imports").parsed()["items"].empty());
}

TEST_CASE("given several imports, when they are listed, then newest first, filtered and page by page") {
  house here;
  const auto ann = here.inhabit("ann");
  std::vector<std::string> ids;
  for (int i = 0; i < 3; ++i) ids.push_back(here.import(ann, document_of("x" + std::to_string(i), 1)));
  const auto page = here.get(ann, "/api/v1/imports?limit=2").parsed();
  REQUIRE(page["items"].size() == 2);
  CHECK(page["items"][0]["id"] == ids[2]);
  const auto rest =
      here.get(ann, "/api/v1/imports?limit=2&cursor=" + page["next_cursor"].get<std::string>()).parsed();
  REQUIRE(rest["items"].size() == 1);
  CHECK(rest["items"][0]["id"] == ids[0]);
  CHECK(here.get(ann, "/api/v1/imports?status=completed").parsed()["items"].size() == 3);
  CHECK(here.get(ann, "/api/v1/imports?status=failed").parsed()["items"].empty());
  CHECK(here.get(ann, "/api/v1/imports?kind=bookmarks").parsed()["items"].size() == 3);
}

TEST_CASE(
    "given an import, when it is steered, then the verbs work, and what is not possible is a conflict") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.held_import(ann);
  const auto path = "/api/v1/imports/" + id;
  CHECK(here.get(ann, path).parsed()["status"] == "paused");
  CHECK(here.call(ann, "POST", path + "/pause").status == 202);
  CHECK(here.call(ann, "POST", path + "/pause", "{}").status == 202);
  CHECK(here.call(ann, "POST", path + "/pause", " \r\n").status == 202);
  CHECK(here.call(ann, "POST", path + "/pause", "[]").code() == "bad_request");
  for (const std::string verb : {"/pause", "/resume", "/cancel", "/retry"})
    CHECK(here.call(ann, "POST", path + verb, R"({"force": true})").code() == "unknown_field");
  CHECK(here.get(ann, path).parsed()["status"] == "paused");
  const auto refused = here.call(ann, "POST", path + "/retry");
  CHECK(refused.status == 409);
  CHECK(refused.code() == "wrong_status");
  CHECK(refused.header("Content-Type") == "application/problem+json");
  CHECK(here.call(ann, "DELETE", path).status == 409);
  CHECK(here.call(ann, "POST", path + "/cancel").parsed()["status"] == "cancelled");
  CHECK(here.call(ann, "POST", path + "/retry").status == 202);
  here.await(ann, id, import_status::completed);
}

TEST_CASE(
    "given a key, when the same file comes again, then the first answer comes again; another file is "
    "refused") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto first = here.upload(ann, document_of("k", 1), {}, {"Idempotency-Key: once"});
  REQUIRE(first.status == 202);
  const auto again = here.upload(ann, document_of("k", 1), {}, {"Idempotency-Key: once"});
  CHECK(again.status == 202);
  CHECK(again.header("Idempotency-Replayed") == "true");
  CHECK(again.parsed()["id"] == first.parsed()["id"]);
  const auto other = here.upload(ann, document_of("other", 1), {}, {"Idempotency-Key: once"});
  CHECK(other.status == 409);
  CHECK(other.code() == "idempotency_mismatch");
  CHECK(here.get(ann, "/api/v1/imports").parsed()["items"].size() == 1);
  std::string longest;
  for (int i = 0; i < 255; ++i) longest += "\u20ac";
  for (const std::string& key : {std::string("a b"), std::string("\u00e9 \U0001f600"), longest}) {
    CAPTURE(key);
    const auto taken = here.upload(ann, document_of("k", 1), {}, {"Idempotency-Key: " + key});
    CHECK(taken.status == 202);
    CHECK(here.upload(ann, document_of("k", 1), {}, {"Idempotency-Key: " + key}).parsed()["id"] ==
          taken.parsed()["id"]);
  }
  for (const std::string& key : {std::string(), std::string("a\tb"), std::string("\xc3"),
                                 std::string("\u0085"), std::string(256, 'k'), longest + "k"}) {
    CAPTURE(key);
    CHECK(here.upload(ann, document_of("k", 1), {}, {"Idempotency-Key: " + key}).code() == "bad_value");
  }
}

TEST_CASE(
    "given a key whose import was deleted, when it comes again, then the first answer comes again, also "
    "after "
    "a restart and when read models are made anew") {
  const auto clock = std::make_shared<const moved_clock>();
  house here{{}, clock};
  const auto ann = here.inhabit("ann");
  const std::string key = "Idempotency-Key: once";
  const auto first = here.upload(ann, document_of("k", 1), {}, {key});
  REQUIRE(first.status == 202);
  const auto id = first.parsed()["id"].get<std::string>();
  here.await(ann, id, import_status::completed);
  CHECK(here.call(ann, "DELETE", "/api/v1/imports/" + id).status == 204);
  const auto check_again = [&] {
    const auto again = here.upload(ann, document_of("k", 1), {}, {key});
    CAPTURE(again.body);
    CHECK(again.status == 202);
    CHECK(again.header("Idempotency-Replayed") == "true");
    CHECK(again.parsed()["id"] == id);
    CHECK(again.parsed()["status"] == "removed");
    CHECK(again.parsed()["actions"] == json::array());
    const auto other = here.upload(ann, document_of("k", 2), {}, {key});
    CHECK(other.status == 409);
    CHECK(other.code() == "idempotency_mismatch");
    const auto otherwise = here.upload(ann, document_of("k", 1), {{"on_duplicate", "overwrite"}}, {key});
    CHECK(otherwise.status == 409);
    CHECK(otherwise.code() == "idempotency_mismatch");
    CHECK(here.get(ann, "/api/v1/imports").parsed()["items"].empty());
    CHECK(here.stored_files() == 0);
  };
  check_again();
  here.restart();
  check_again();
  here.restart(
      [](const settings& with) { std::filesystem::remove_all(with.data_directory + "/projections"); });
  check_again();
  clock->advance(std::chrono::hours{25});
  const auto later = here.upload(ann, document_of("k", 1), {}, {key});
  CHECK(later.status == 202);
  CHECK(later.parsed()["id"] != id);
}

TEST_CASE("given one key, when two uploads come with it at the same moment, then there is one import") {
  house here;
  const auto ann = here.inhabit("ann");
  for (int round = 0; round < 10; ++round) {
    const auto key = "Idempotency-Key: round " + std::to_string(round);
    std::array<reply, 2> answers;
    {
      std::array<std::thread, 2> askers;
      for (std::size_t i = 0; i < 2; ++i)
        askers[i] = std::thread([&, i] { answers[i] = here.upload(ann, document_of("k", 5), {}, {key}); });
      for (auto& one : askers) one.join();
    }
    CHECK(answers[0].status == 202);
    CHECK(answers[1].status == 202);
    CHECK(answers[0].parsed()["id"] == answers[1].parsed()["id"]);
    const auto replays =
        answers[0].header("Idempotency-Replayed") + answers[1].header("Idempotency-Replayed");
    CHECK(replays == "true");
  }
  CHECK(here.get(ann, "/api/v1/imports?limit=100").parsed()["items"].size() == 10);
}

TEST_CASE("given a parameter that may not be, when a list is asked for, then the answer names it") {
  house here;
  const auto ann = here.inhabit("ann");
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"/api/v1/imports?limit=0", "bad_value"},
      {"/api/v1/imports?limit=101", "bad_value"},
      {"/api/v1/imports?limit=abc", "bad_value"},
      {"/api/v1/imports?limit=", "bad_value"},
      {"/api/v1/imports?status=odd", "bad_value"},
      {"/api/v1/imports?cursor=odd", "bad_value"},
      {"/api/v1/imports?limit=1&limit=1", "bad_value"},
      {"/api/v1/imports?what=1", "unknown_field"},
      {"/api/v1/imports?q=%FF", "bad_request"},
      {"/api/v1/imports?q=%00", "bad_request"},
      {"/api/v1/bookmarks?cursor=odd", "bad_value"},
      {"/api/v1/bookmarks/export?format=xls", "bad_value"},
      {"/api/v1/bookmarks/export?since=soon", "bad_value"}};
  for (const auto& [target, code] : wrong) {
    CAPTURE(target);
    const auto answer = here.get(ann, target);
    CHECK(answer.status == 400);
    CHECK(answer.code() == code);
  }
}

TEST_CASE(
    "given a list of imports that is far behind, when a file is accepted, then the answer is as it will be") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = [&] {
    const at_points stuck{[](std::string_view point) { return point == "projection.before_flush"; }};
    const auto accepted = here.upload(ann, document_of("a", 2), {}, {"Idempotency-Key: once"});
    CAPTURE(accepted.body);
    REQUIRE(accepted.status == 202);
    const auto import = accepted.parsed();
    CHECK(import["status"] == "pending");
    CHECK(import["actions"] == json::parse(R"(["pause", "cancel"])"));
    CHECK(import["attempt"] == 1);
    CHECK(import["file"]["name"] == "my marks.json");
    return std::pair{import["id"].get<std::string>(), import["created_at"].get<std::string>()};
  }();
  here.await(ann, id.first, import_status::completed);
  CHECK(here.get(ann, "/api/v1/imports/" + id.first).parsed()["created_at"] == id.second);
}
