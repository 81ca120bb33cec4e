// A batch of URLs as the body of one call.
#include <catch2/catch.hpp>

#include "tests/http/moved_clock.hpp"
#include "tests/http/node_site.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

const std::string batches = "/api/v1/imports/batch";

auto send(const house& here, const inhabitant& who, std::string_view body, texts headers = {}) -> reply {
  headers.insert(headers.begin(), who.authorization());
  headers.emplace_back("Content-Type: application/json");
  return ask(here.port(), request_text("POST", batches, headers, body));
}

auto many_urls(int count) -> json {
  auto urls = json::array();
  for (int i = 0; i < count; ++i) urls.push_back("https://example.org/p" + std::to_string(i));
  return urls;
}

auto nothing_left(const house& here, const inhabitant& who, const std::string& project) -> bool {
  return here.stored_files() == 0 &&
         here.get(who, "/api/v1/projects/" + project + "/imports").parsed().at("items").empty();
}

}  // namespace

TEST_CASE("given a project, when a batch of URLs is sent, then it is an import like any other") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const json items = {"https://example.org/",
                      {{"url", "https://example.org/a"}, {"title", "First"}, {"metadata", {{"n", 1}}}},
                      "no url"};
  json body{{"project", project}, {"urls", items}, {"options", {{"chunk_size", 10}}}};
  SECTION("by our names") {}
  SECTION("by the names that other tools send") {
    body = {{"projectId", project}, {"urls", items}, {"options", {{"chunkSize", 10}}}};
  }
  const auto accepted = send(here, ann, body.dump());
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const auto said = accepted.parsed();
  const auto id = said.at("import").at("id").get<std::string>();
  CHECK(said.at("import").at("kind") == "nodes");
  CHECK(said.at("import").at("project") == project);
  CHECK(said.at("import").at("options").at("chunk_size") == 10);
  CHECK(said.at("stream") == "/api/v1/imports/" + id + "/progress");
  CHECK(accepted.header("location") == "/api/v1/imports/" + id);
  CHECK(accepted.header("ratelimit-limit") == "30");
  CHECK(accepted.header("ratelimit-remaining") == "29");
  here.await(ann, id, import_status::completed);
  CHECK(paths_of(here.get(ann, "/api/v1/projects/" + project + "/nodes").parsed()) == texts{"/", "/a"});
  const auto counts = here.get(ann, "/api/v1/imports/" + id).parsed().at("progress");
  CHECK(counts.at("failed") == 1);
}

TEST_CASE(
    "given a batch, when the project and the options stand behind its URLs, then they hold all the same") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const auto body =
      R"({"urls":["https://example.org/"],"options":{"on_duplicate":"error"},"project":")" + project + "\"}";
  const auto accepted = send(here, ann, body);
  REQUIRE(accepted.status == 202);
  CHECK(accepted.parsed().at("import").at("options").at("on_duplicate") == "error");
}

TEST_CASE("given a batch that is wrong, when it is sent, then the answer says why and nothing is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const auto with = [&](const json& more) {
    json body{{"project", project}, {"urls", {"https://example.org/"}}};
    body.update(more);
    return body.dump();
  };
  struct wrong {
    std::string body;
    int status;
    std::string code;
  };
  const std::vector<wrong> all{
      {"", 422, "invalid_json"},
      {"[]", 400, "bad_value"},
      {"nothing", 422, "invalid_json"},
      {with(json::object()).substr(0, 40), 422, "invalid_json"},
      {json{{"project", project}}.dump(), 422, "no_urls"},
      {with({{"urls", "https://example.org/"}}), 422, "no_urls"},
      {with({{"urls", json::array()}}), 400, "bad_value"},
      {with({{"colour", "red"}}), 400, "unknown_field"},
      {with({{"options", {{"colour", "red"}}}}), 400, "unknown_field"},
      {with({{"options", {{"chunk_size", 9}}}}), 400, "bad_value"},
      {with({{"options", "skip"}}), 400, "bad_value"},
      {with({{"options", {{"chunk_size", 20}, {"chunkSize", 30}}}}), 400, "bad_value"},
      {with({{"options", {{"x", std::string(20'000, 'x')}}}}), 400, "bad_value"},
      {with({{"projectId", "prj_other"}}), 400, "bad_value"},
      {with({{"project", 1}}), 400, "bad_value"},
      {json{{"urls", {"https://example.org/"}}}.dump(), 400, "bad_value"},
      {with({{"project", "prj_01jd0c6f9q3n8v7s2m4k5r6t8x"}}), 404, "not_found"},
      {with({{"project", ann.id.value}}), 404, "not_found"},
      {with({{"urls", many_urls(10'001)}}), 413, "too_large"},
  };
  for (const auto& one : all) {
    INFO(one.body.substr(0, 100));
    const auto answer = send(here, ann, one.body);
    CHECK(answer.status == one.status);
    CHECK(answer.parsed().at("code") == one.code);
    CHECK(nothing_left(here, ann, project));
  }
  CHECK(send(here, ann, with({{"urls", many_urls(10'000)}})).status == 202);
}

TEST_CASE("given who is no editor, when they send a batch, then they are refused and nothing is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto ben = here.inhabit("ben");
  const auto project = new_project(here, ann);
  const auto body = json{{"project", project}, {"urls", site}}.dump();
  CHECK(send(here, ben, body).status == 404);
  here.call(ann, "PUT", "/api/v1/projects/" + project + "/members/ben", json{{"role", "viewer"}}.dump());
  CHECK(send(here, ben, body).status == 403);
  CHECK(nothing_left(here, ann, project));
  here.call(ann, "PUT", "/api/v1/projects/" + project + "/members/ben", json{{"role", "editor"}}.dump());
  CHECK(send(here, ben, body).status == 202);
}

TEST_CASE("given a batch with an Idempotency-Key, when it is sent again, then the first answer comes again") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto body = json{{"project", new_project(here, ann)}, {"urls", site}}.dump();
  const auto first = send(here, ann, body, {"Idempotency-Key: once"});
  const auto again = send(here, ann, body, {"Idempotency-Key: once"});
  REQUIRE(again.status == 202);
  CHECK(again.header("idempotency-replayed") == "true");
  CHECK(again.parsed().at("import").at("id") == first.parsed().at("import").at("id"));
}

TEST_CASE(
    "given more batches than a minute may have, when one more comes, then it is told when to come again") {
  const auto clock = std::make_shared<const moved_clock>();
  house here{[](settings& s) { s.imports_batch_per_minute = 2; }, clock};
  const auto ann = here.inhabit("ann");
  const auto ben = here.inhabit("ben");
  const auto body = json{{"project", new_project(here, ann)}, {"urls", site}}.dump();
  CHECK(send(here, ann, body).status == 202);
  CHECK(send(here, ann, body).status == 202);
  const auto refused = send(here, ann, body);
  CHECK(refused.status == 429);
  CHECK(refused.header("ratelimit-limit") == "2");
  CHECK(refused.header("ratelimit-remaining") == "0");
  const auto wait = std::stoi(refused.header("retry-after"));
  CHECK(wait >= 1);
  CHECK(wait <= 30);
  CHECK(send(here, ben, "{}").status == 422);
  clock->advance(std::chrono::minutes{1});
  CHECK(send(here, ann, body).status == 202);
}
