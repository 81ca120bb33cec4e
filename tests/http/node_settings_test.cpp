// What a project sets for its nodes: which URLs are one.
#include <catch2/catch.hpp>

#include "tests/http/node_site.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto set(const house& here, const inhabitant& who, const std::string& project, const json& nodes) -> reply {
  return here.call(who, "PATCH", in_project(project), json{{"nodes", nodes}}.dump());
}

const json urls = {"https://example.org/a", "http://example.org/a", "https://example.org/a?y=2&x=1",
                   "https://example.org/a?x=1&y=2"};

auto count_with(const json& settings) -> std::size_t {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  REQUIRE(set(here, ann, project, settings).status == 200);
  plant(here, ann, project, batch_of(urls));
  const auto stats = here.get(ann, in_project(project) + "/tree/stats").parsed();
  // What was imported by the project's rule is found by it.
  CHECK(here.get(ann, in_project(project) + "/nodes/by-url?url=https://example.org/a%3Fx=1%26y=2").status ==
        200);
  return stats.at("nodes");
}

}  // namespace

TEST_CASE("given a project's settings of nodes, when URLs are imported, then they are told apart by them") {
  CHECK(count_with(json::object()) == 1);
  CHECK(count_with({{"scheme", true}}) == 2);
  CHECK(count_with({{"keep_query", true}}) == 2);
  CHECK(count_with({{"scheme", true}, {"keep_query", true}}) == 3);
}

TEST_CASE("given settings of nodes, when some are changed, then the others stay, also after a restart") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  CHECK(here.get(ann, in_project(project)).parsed().at("nodes") ==
        json{{"scheme", false}, {"keep_query", false}});
  CHECK(set(here, ann, project, {{"scheme", true}}).status == 200);
  const auto changed =
      here.call(ann, "PATCH", in_project(project), R"({"name": "new", "nodes": {"keep_query": true}})");
  CHECK(changed.parsed().at("name") == "new");
  here.restart();
  CHECK(here.get(ann, in_project(project)).parsed().at("nodes") ==
        json{{"scheme", true}, {"keep_query", true}});
}

TEST_CASE(
    "given a project with nodes, when its settings are to change, then they stay; what they are may be "
    "said") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = new_project(here, ann);
  plant(here, ann, project, batch_of(site));
  const auto refused = set(here, ann, project, {{"scheme", true}});
  CHECK(refused.status == 409);
  CHECK(refused.code() == "settings_fixed");
  CHECK(set(here, ann, project, {{"scheme", false}}).status == 200);
  CHECK(here.call(ann, "PATCH", in_project(project), R"({"name": "x", "nodes": {"scheme": true}})").status ==
        409);
  CHECK(here.get(ann, in_project(project)).parsed().at("name") == "site");
  // Its imports go on as before.
  plant(here, ann, project, batch_of({"https://example.org/more"}));
}

TEST_CASE("given settings that are none, or of who may not, when they are sent, then the answer says so") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto ben = here.inhabit("ben");
  const auto project = new_project(here, ann);
  for (const auto& wrong : {json(1), json("x"), json{{"scheme", 1}}, json{{"odd", true}}})
    CHECK(set(here, ann, project, wrong).status == 400);
  CHECK(here.call(ann, "PATCH", in_project(project), R"({"bookmarks": {}})").status == 400);
  CHECK(set(here, ben, project, {{"scheme", true}}).status == 404);
  REQUIRE(set_member(here, ann, project, ben, "editor") == 200);
  CHECK(set(here, ben, project, {{"scheme", true}}).status == 403);
}
