// docs/seed_names.md: what clients of the originals send and look for.
#include <catch2/catch.hpp>

#include "tests/http/node_site.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto send(const house& here, const inhabitant& who, const json& body) -> reply {
  return ask(here.port(), request_text("POST", "/api/v1/imports/batch",
                                       {who.authorization(), "Content-Type: application/json"}, body.dump()));
}

/// The data of the last event of an import's stream.
auto last_data(const house& here, const inhabitant& who, const std::string& id) -> json {
  peer stream{here.port()};
  stream.send(request_text("GET", "/api/v1/imports/" + id + "/progress", {who.authorization()}));
  const auto all = stream.receive_rest();
  CHECK(all.find("\nevent: finished\n") != std::string::npos);
  return json::parse(all.substr(all.rfind("data: ") + 6));
}

}  // namespace

TEST_CASE("given a batch as the original took it, when it is sent, then every name in it does what it did") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const json first{{"url", "https://example.org/a"}, {"title", "A"}, {"metadata", {{"k", 1}}}};
  const json second{{"url", "https://example.org/a/b"}};
  const json body{
      {"urls", {first, second}},
      {"projectId", project},
      {"options", {{"chunkSize", 10}, {"handleDuplicates", "update"}, {"buildRelationships", false}}}};
  const auto accepted = send(here, ann, body);
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  const auto import = accepted.parsed().at("import");
  CHECK(import.at("project") == project);
  CHECK(import.at("options") ==
        json{{"on_duplicate", "update"}, {"chunk_size", 10}, {"build_relationships", false}});
  const std::string id = import.at("id");
  here.await(ann, id, import_status::completed);
  const auto data = last_data(here, ann, id);
  CHECK(data.at("status") == "completed");
  CHECK(data.at("currentChunk") == 1);
  CHECK(data.at("totalChunks") == 1);
  CHECK(data.at("successful") == 2);
  CHECK(data.at("failed") == 0);
  const auto nodes = here.get(ann, in_project(project) + "/nodes/roots").parsed();
  CHECK(paths_of(nodes) == texts{"/a", "/a/b"});
  CHECK(nodes.at("items").at(0).at("metadata") == json{{"k", 1}});
}

TEST_CASE(
    "given old names with values that the original refused, when they are sent, then they are refused") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const std::vector<json> wrong{
      {{"chunkSize", 9}},         {{"chunkSize", 501}},           {{"chunkSize", "10"}},
      {{"chunkSize", 10.5}},      {{"handleDuplicates", "none"}}, {{"handleDuplicates", nullptr}},
      {{"buildRelationships", 1}}};
  for (const auto& options : wrong) {
    const auto answer =
        send(here, ann, json{{"projectId", project}, {"urls", {"https://a.example/"}}, {"options", options}});
    CAPTURE(options.dump(), answer.body);
    CHECK(answer.status == 400);
    CHECK(answer.parsed().at("code") == "bad_value");
  }
}

TEST_CASE("given an old name and ours, when both are sent, then they have to agree") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  const auto status = [&](const json& more, const json& options) {
    json body{{"project", project}, {"urls", {"https://a.example/"}}, {"options", options}};
    body.update(more);
    return send(here, ann, body).status;
  };
  CHECK(status({{"projectId", project}}, {{"chunkSize", 20}, {"chunk_size", 20}}) == 202);
  CHECK(status({{"projectId", new_project(here, ann, "other")}}, json::object()) == 400);
  CHECK(status(json::object(), {{"handleDuplicates", "skip"}, {"on_duplicate", "update"}}) == 400);
  CHECK(status(json::object(), {{"buildRelationships", true}, {"build_relationships", false}}) == 400);
}

TEST_CASE(
    "given the form of the page that imported bookmarks, when it is sent, then the answer says our name") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto old = here.upload(ann, document_of("a", 2), {{"duplicate_handling", "overwrite"}});
  CHECK(old.status == 400);
  CHECK(old.parsed().at("code") == "unknown_field");
  CHECK(here.upload(ann, document_of("a", 2), {{"on_duplicate", "overwrite"}}).status == 202);
}
