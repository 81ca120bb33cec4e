// Many bookmarks changed at once, over HTTP: which and what, how far it is, ended, taken back, taken up
// again.
#include <atomic>
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const std::string all = "/api/v1/bookmarks/changes";

auto titles_of(const house& here, const inhabitant& who, const std::string& query = "") -> std::size_t {
  std::size_t count = 0;
  std::string cursor;
  do {
    const auto page = here.get(who, "/api/v1/bookmarks?limit=100" + query + cursor).parsed();
    count += page.at("items").size();
    cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
  } while (!cursor.empty());
  return count;
}

auto awaited(const house& here, const inhabitant& who, const std::string& id) -> json {
  json now;
  REQUIRE(eventually([&] {
    now = here.get(who, all + "/" + id).parsed();
    return now.at("status") != "running";
  }));
  return now;
}

auto begun(const house& here, const inhabitant& who, const json& body) -> std::string {
  const auto answer = here.call(who, "POST", all, body.dump());
  INFO(answer.body);
  REQUIRE(answer.status == 202);
  CHECK(answer.header("Location") == all + "/" + answer.parsed()["id"].get<std::string>());
  return answer.parsed()["id"];
}

auto done_by(const house& here, const inhabitant& who, const json& body) -> json {
  return awaited(here, who, begun(here, who, body));
}

auto undone(const house& here, const inhabitant& who, const std::string& id) -> json {
  const auto answer = here.call(who, "POST", all + "/" + id + "/undo");
  INFO(answer.body);
  REQUIRE(answer.status == 202);
  return awaited(here, who, answer.parsed()["id"]);
}

auto changed_of(const json& change) -> int { return change.at("progress").at("changed"); }

}  // namespace

TEST_CASE(
    "given a search's result, when it is tagged, deleted and taken back, then all of it and nothing else "
    "is") {
  house here{[](settings& with) { with.imports_chunk_records = 10; }};
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 45));
  const auto tagged = done_by(
      here, ann, {{"filter", {{"q", "tag:\"even 0\""}}}, {"add_tags", {"new"}}, {"remove_tags", {"even 0"}}});
  CHECK(tagged["status"] == "completed");
  CHECK(tagged["what"] == "change");
  CHECK(tagged["wish"] == json{{"add_tags", {"new"}}, {"remove_tags", {"even 0"}}});
  CHECK(tagged["filter"] == json{{"q", "tag:\"even 0\""}});
  CHECK(tagged["started_by"]["username"] == "ann");
  CHECK(tagged["progress"]["total"] == 23);
  CHECK(changed_of(tagged) == 23);
  CHECK(tagged["actions"] == json{"undo"});
  CHECK(titles_of(here, ann, "&tag=new") == 23);
  CHECK(titles_of(here, ann, "&tag=even+0") == 0);
  const auto gone = done_by(here, ann, {{"filter", {{"tag", "new"}}}, {"delete", true}});
  CHECK(changed_of(gone) == 23);
  CHECK(titles_of(here, ann) == 22);
  CHECK(here.get(ann, "/api/v1/bookmarks/tags").parsed()["items"].size() == 1);
  // In the wrong order: what was deleted is none that the first could take back.
  const auto early = undone(here, ann, tagged["id"]);
  CHECK(changed_of(early) == 0);
  CHECK(early["progress"]["gone"] == 23);
  CHECK(changed_of(undone(here, ann, gone["id"])) == 23);
  CHECK(titles_of(here, ann, "&tag=new") == 23);
  const auto again = here.call(ann, "POST", all + "/" + gone["id"].get<std::string>() + "/undo");
  CHECK(again.code() == "wrong_status");
  const auto list = here.get(ann, all).parsed()["items"];
  REQUIRE(list.size() == 4);
  CHECK(list[0]["undoes"] == gone["id"]);
  CHECK(list[1]["undoes"] == tagged["id"]);
  CHECK(list[2]["undone_by"] == list[0]["id"]);
  CHECK(list[0]["actions"] == json{"undo"});
}

TEST_CASE("given an import, when what it made is deleted, then what was there before stays") {
  house here{[](settings& with) { with.imports_chunk_records = 10; }};
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 15));
  const auto before = here.get(ann, "/api/v1/bookmarks?limit=100").parsed()["items"];
  // The first 15 are known by then.
  const auto id = here.import(ann, document_of("a", 40));
  const auto gone = done_by(here, ann, {{"filter", {{"import", id}}}, {"delete", true}});
  CHECK(changed_of(gone) == 25);
  CHECK(gone["filter"] == json{{"import", id}});
  CHECK(here.get(ann, "/api/v1/bookmarks?limit=100").parsed()["items"] == before);
  CHECK(changed_of(undone(here, ann, gone["id"])) == 25);
  CHECK(titles_of(here, ann) == 40);
  const auto bob = here.inhabit("bob");
  const auto status_of = [&](const inhabitant& who, const json& filter) {
    return here.call(who, "POST", all, json{{"filter", filter}, {"delete", true}}.dump()).status;
  };
  CHECK(status_of(bob, {{"import", id}}) == 404);
  CHECK(status_of(ann, {{"import", "imp_none"}}) == 404);
  CHECK(status_of(ann, {{"import", 7}}) == 400);
  CHECK(status_of(ann, {{"import", id}, {"q", "a"}}) == 400);
  const auto wish = json{{"filter", {{"import", id}}}, {"add_tags", {"k"}}}.dump();
  const auto asked_once = [&] {
    return ask(here.port(), request_text("POST", all, {ann.authorization(), "Idempotency-Key: once"}, wish));
  };
  const auto first = asked_once();
  REQUIRE(first.status == 202);
  here.call(ann, "DELETE", "/api/v1/imports/" + id);
  CHECK(asked_once().parsed()["id"] == first.parsed()["id"]);
  CHECK(status_of(ann, {{"import", id}}) == 404);
}

TEST_CASE(
    "given bookmarks by identity, when they are deleted, then each one's history says by which change") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 3));
  const auto items = here.get(ann, "/api/v1/bookmarks").parsed()["items"];
  const auto id = items[0]["identity"].get<std::string>();
  const auto change = done_by(here, ann, {{"ids", {id, id, std::string(64, '0')}}, {"delete", true}});
  CHECK(change["progress"]["total"] == 2);
  CHECK(changed_of(change) == 1);
  CHECK(change["progress"]["gone"] == 1);
  CHECK(change["filter"] == json{{"ids", 2}});
  CHECK(here.get(ann, "/api/v1/bookmarks/" + id).status == 404);
  CHECK(changed_of(undone(here, ann, change["id"])) == 1);
  CHECK(here.get(ann, "/api/v1/bookmarks/" + id).parsed() == items[0]);
  const auto history = here.get(ann, "/api/v1/bookmarks/" + id + "/history").parsed()["items"];
  REQUIRE(history.size() == 3);
  CHECK(history[0]["change"].is_null());
  CHECK(history[1]["what"] == "deleted");
  CHECK(history[1]["change"] == change["id"]);
  CHECK(history[2]["what"] == "created");
  CHECK(history[2]["after"] == history[0]["after"]);
}

TEST_CASE(
    "given a tag, when it is renamed to another that exists, then both are one, until it is taken back") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 10));
  done_by(here, ann, {{"filter", json::object()}, {"add_tags", {"all"}}});
  const auto merged = done_by(here, ann, {{"rename_tag", {{"from", "even 0"}, {"to", "all"}}}});
  CHECK(changed_of(merged) == 5);
  CHECK(merged["filter"] == json{{"tag", {"even 0"}}});
  const auto tags = [&] { return here.get(ann, "/api/v1/bookmarks/tags").parsed()["items"]; };
  CHECK(tags() == json{{{"tag", "all"}, {"bookmarks", 10}}, {{"tag", "even 1"}, {"bookmarks", 5}}});
  CHECK(changed_of(undone(here, ann, merged["id"])) == 5);
  CHECK(tags().size() == 3);
}

TEST_CASE(
    "given a change that is under way, when more come, others look, and it is ended, then each is told") {
  house here{[](settings& with) { with.imports_chunk_records = 10; }};
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  here.import(ann, document_of("a", 30));
  gate_at gate{"bulk.chunk_applied"};
  const json wish{{"filter", json::object()}, {"add_tags", {"new"}}};
  const auto first = begun(here, ann, wish);
  gate.await_somebody();
  const auto path = all + "/" + first;
  CHECK(here.get(bob, path).status == 404);
  CHECK(here.call(bob, "POST", path + "/cancel").status == 404);
  CHECK(here.call(bob, "POST", path + "/undo").status == 404);
  CHECK(here.get(bob, all).parsed()["items"].empty());
  CHECK(here.get(ann, path).parsed()["actions"] == json{"cancel"});
  CHECK(here.call(ann, "POST", path + "/undo").code() == "wrong_status");
  // A chunk of an import comes in between; it is none of the frozen ones.
  here.import(ann, document_of("later", 5));
  gate.open();
  CHECK(changed_of(awaited(here, ann, first)) == 30);
  CHECK(titles_of(here, ann, "&tag=new") == 30);
  CHECK(here.call(ann, "POST", path + "/cancel").code() == "wrong_status");
}

TEST_CASE(
    "given a change of three chunks, when it is cancelled behind the first, then that one stays, and can be "
    "undone") {
  house here{[](settings& with) { with.imports_chunk_records = 10; }};
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 30));
  std::string id;
  {
    gate_at gate{"bulk.chunk_applied"};
    id = begun(here, ann, {{"filter", json::object()}, {"delete", true}});
    gate.await_somebody();
    // It cannot be answered before the chunk is.
    peer asks{here.port()};
    asks.send(request_text("POST", all + "/" + id + "/cancel", {ann.authorization()}));
    CHECK_FALSE(asks.hears_within(std::chrono::milliseconds{50}));
    gate.open();
    CHECK(asks.receive().status == 200);
  }
  const auto ended = awaited(here, ann, id);
  const auto changed = changed_of(ended);
  CHECK(changed >= 10);
  CHECK(titles_of(here, ann) == static_cast<std::size_t>(30 - changed));
  if (ended["status"] == "cancelled") CHECK(here.call(ann, "POST", all + "/" + id + "/cancel").status == 200);
  CHECK(changed_of(undone(here, ann, id)) == changed);
  CHECK(titles_of(here, ann) == 30);
}

TEST_CASE(
    "given a server that ends in the middle of a change, when it starts again, then it goes on, and nothing "
    "is done twice") {
  house here{[](settings& with) { with.imports_chunk_records = 10; }};
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 50));
  std::string id;
  {
    // Each chunk behind the first is refused, until the server has ended.
    std::atomic<int> chunks = 0;
    at_points counted{[&](std::string_view point) {
      if (point == "bulk.chunk_applied") ++chunks;
      return point == "log.before_write" && chunks > 0;
    }};
    id = begun(here, ann, {{"filter", json::object()}, {"add_tags", {"new"}}});
    REQUIRE(eventually([&] { return chunks > 0; }));
    here.restart();
  }
  const auto ended = awaited(here, ann, id);
  CHECK(ended["status"] == "completed");
  CHECK(changed_of(ended) == 50);
  CHECK(ended["progress"]["unchanged"] == 0);
  CHECK(titles_of(here, ann, "&tag=new") == 50);
}

TEST_CASE("given as many changes as may be, when another comes, then it is refused until one has ended") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 3));
  gate_at gate{"actor.store"};  // it decides nothing
  const json wish{{"filter", json::object()}, {"add_tags", {"new"}}};
  std::vector<std::string> ids;
  for (int i = 0; i < 4; ++i) ids.push_back(begun(here, ann, wish));
  gate.await_somebody();
  const auto refused = here.call(ann, "POST", all, wish.dump());
  CHECK(refused.status == 429);
  CHECK(refused.header("Retry-After") == "5");
  // Another user's are none of them.
  CHECK(here.call(here.inhabit("bob"), "POST", all, wish.dump()).status == 202);
  gate.open();
  for (const auto& id : ids) awaited(here, ann, id);
  CHECK(changed_of(done_by(here, ann, {{"filter", json::object()}, {"remove_tags", {"new"}}})) == 3);
}

TEST_CASE(
    "given a body that says what cannot be meant, when it comes, then it is refused, and nothing begins") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 3));
  const auto code = [&](const std::string& body) { return here.call(ann, "POST", all, body).code(); };
  for (const auto* body :
       {"{}", R"({"filter":{}})", R"({"delete":true})", R"({"filter":{},"ids":[],"delete":true})",
        R"({"ids":[],"delete":true})", R"({"ids":["x"],"delete":true})", R"({"filter":[],"delete":true})",
        R"({"filter":{"q":1},"delete":true})", R"({"filter":{"tag":[1]},"delete":true})",
        R"({"filter":{},"rename_tag":{"from":"a","to":"b"}})", R"({"filter":{},"delete":"yes"})"}) {
    CAPTURE(body);
    CHECK(code(body) == "bad_value");
  }
  CHECK(code(R"({"filter":{"site":"x"},"delete":true})") == "unknown_field");
  CHECK(code(R"({"filter":{},"merge":{}})") == "unknown_field");
  CHECK(code("x") == "bad_request");
  CHECK(here.get(ann, all).parsed()["items"].empty());
  CHECK(here.get(ann, all + "/chg_x").status == 404);
  CHECK(titles_of(here, ann) == 3);
}

TEST_CASE(
    "given nothing that is found, when it is changed, then the change is complete, and leaves nothing to "
    "undo") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto none = done_by(here, ann, {{"filter", {{"q", "nothing"}}}, {"delete", true}});
  CHECK(none["status"] == "completed");
  CHECK(none["progress"]["total"] == 0);
  CHECK(none["actions"].empty());
  CHECK(here.call(ann, "POST", all + "/" + none["id"].get<std::string>() + "/undo").code() == "wrong_status");
}

TEST_CASE(
    "given a key, when a change, an undo or a merge is sent again with it, then the first one is the answer, "
    "and another wish is refused") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 3));
  const auto send = [&](const std::string& path, const std::string& body, const std::string& key) {
    return ask(here.port(),
               request_text("POST", path, {ann.authorization(), "Idempotency-Key: " + key}, body));
  };
  const auto id_of = [](const reply& one) { return one.parsed()["id"].get<std::string>(); };
  const auto first = send(all, R"({"filter":{},"add_tags":["new"]})", "one");
  REQUIRE(first.status == 202);
  CHECK(first.header("Idempotency-Replayed").empty());
  awaited(here, ann, id_of(first));
  // Blanks, and in which order the keys stand, are aside.
  const auto again = send(all, R"({ "add_tags": ["new"], "filter": {} })", "one");
  CHECK(again.status == 202);
  CHECK(again.header("Idempotency-Replayed") == "true");
  CHECK(again.header("Location") == all + "/" + id_of(first));
  CHECK(again.parsed()["status"] == "completed");
  const auto other = send(all, R"({"filter":{},"delete":true})", "one");
  CHECK(other.status == 409);
  CHECK(other.code() == "idempotency_mismatch");
  CHECK(other.parsed()["reason"] == "bulk_key_used");
  const auto undo = all + "/" + id_of(first) + "/undo";
  CHECK(send(undo, "", "one").code() == "idempotency_mismatch");
  const auto back = send(undo, "", "two");
  REQUIRE(back.status == 202);
  awaited(here, ann, id_of(back));
  CHECK(id_of(send(undo, "", "two")) == id_of(back));
  CHECK(send(all, R"({"filter":{},"delete":true})", std::string(256, 'k')).code() == "bad_value");
  here.restart();
  CHECK(id_of(send(undo, "", "two")) == id_of(back));
  CHECK(here.get(ann, all).parsed()["items"].size() == 2);
}

TEST_CASE(
    "given near duplicates that became one, when the wish comes again with its key, then it is answered "
    "alike") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [
      {"type": "Link", "url": "https://example.org/page", "name": "A"},
      {"type": "Link", "url": "https://www.example.org/page/", "name": "B"}]})");
  json ids;
  const auto page = here.get(ann, "/api/v1/bookmarks").parsed();
  for (const auto& one : page["items"]) ids.push_back(one["identity"]);
  const auto send = [&] {
    return ask(here.port(),
               request_text("POST", "/api/v1/bookmarks/duplicates/merge",
                            {ann.authorization(), "Idempotency-Key: one"}, json{{"ids", ids}}.dump()));
  };
  const auto first = send();
  REQUIRE(first.status == 202);
  CHECK(changed_of(awaited(here, ann, first.parsed()["id"])) > 0);
  const auto again = send();
  CHECK(again.status == 202);
  CHECK(again.parsed()["id"] == first.parsed()["id"]);
  // A wish of its own finds that one of them is gone.
  CHECK(here.call(ann, "POST", "/api/v1/bookmarks/duplicates/merge", json{{"ids", ids}}.dump()).status ==
        404);
}

TEST_CASE(
    "given a list of identities, when it is as long as may be, then all are changed; one more is refused") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document_of("a", 3));
  json ids;
  const auto page = here.get(ann, "/api/v1/bookmarks").parsed();
  for (const auto& one : page["items"]) ids.push_back(one["identity"]);
  const auto number = [](int n) {
    return std::string(64 - std::to_string(n).size(), '0') + std::to_string(n);
  };
  for (int i = 3; i < 10'000; ++i) ids.push_back(number(i));
  const auto tagged = done_by(here, ann, {{"ids", ids}, {"add_tags", {"new"}}});
  CHECK(tagged["progress"]["total"] == 10'000);
  CHECK(changed_of(tagged) == 3);
  CHECK(tagged["progress"]["gone"] == 9'997);
  ids.push_back(number(10'000));
  const auto refused = here.call(ann, "POST", all, json{{"ids", ids}, {"delete", true}}.dump());
  CHECK(refused.status == 400);
  CHECK(refused.parsed()["reason"] == "bulk_ids");
  const auto longer = here.call(ann, "POST", all, json{{"ids", {std::string(1'000'000, 'a')}}}.dump());
  CHECK(longer.status == 413);
  CHECK(titles_of(here, ann) == 3);
}

TEST_CASE(
    "given a filter longer than an address can hold, when many are to be changed by it, then that is said") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto refused = here.call(
      ann, "POST", all, json{{"filter", {{"q", std::string(16'384, 'a')}}}, {"delete", true}}.dump());
  CHECK(refused.status == 400);
  CHECK(refused.body.find("'filter' is longer than 16,384 bytes.") != std::string::npos);
  CHECK(refused.body.find("bulk_filter") != std::string::npos);
}
