// A node that a person changes.
#include <catch2/catch.hpp>

#include "tests/http/node_site.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE("given a node, when its title and metadata are changed, then its history tells who did it") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project =
      project_with(here, ann,
                   {{{"url", "https://example.org/a"}, {"metadata", {{"kept", 1}, {"gone", 2}}}},
                    "https://example.org/a/b"});
  const auto node = path_of_node(here, ann, project, "https://example.org/a");
  const auto changed =
      here.call(ann, "PATCH", node, R"({"title": "New", "metadata": {"gone": null, "more": 1.50}})");
  INFO(changed.body);
  REQUIRE(changed.status == 200);
  CHECK(changed.body.find("\"more\":1.50") != std::string::npos);
  SECTION("at once") {}
  SECTION("after a restart") { here.restart(); }
  const auto now = here.get(ann, node).parsed();
  CHECK(now.at("title") == "New");
  CHECK(now.at("metadata") == json{{"kept", 1}, {"more", 1.5}});
  CHECK(now.at("children_count") == 1);
  CHECK(now.at("import").is_null());
  const auto history = here.get(ann, node + "/history").parsed().at("items");
  REQUIRE(history.size() == 2);
  CHECK(history.at(1).at("what") == "updated");
  CHECK(history.at(1).at("import").is_null());
  CHECK(history.at(1).at("record").is_null());
  CHECK(history.at(1).at("before").at("title") == "A");
  // What an import or a deletion does next goes on from there.
  CHECK(here.call(ann, "PATCH", node, R"({"title": null, "metadata": null})").status == 200);
  CHECK(here.get(ann, node).parsed().at("title") == "A");
  CHECK(here.get(ann, node).parsed().at("metadata").empty());
  CHECK(here.call(ann, "DELETE", node).status == 204);
  CHECK(here.call(ann, "PATCH", node, R"({"title": "x"})").status == 404);
}

TEST_CASE("given a change of a node that says nothing new, when it is made, then nothing is written") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = project_with(here, ann, site);
  const auto node = path_of_node(here, ann, project, "https://example.org/shop");
  const auto before = here.core->log().tail();
  for (const auto* body : {"{}", R"({"metadata": {}})", R"({"title": null})", R"({"metadata": {"x": null}})"})
    CHECK(here.call(ann, "PATCH", node, body).status == 200);
  CHECK(here.core->log().tail() == before);
}

TEST_CASE(
    "given a change of a node that is wrong, or of who may not, when it is made, then nothing happens") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto ben = here.inhabit("ben");
  const auto project = project_with(here, ann, site);
  const auto node = path_of_node(here, ann, project, "https://example.org/shop");
  const auto before = here.core->log().tail();
  for (const auto* body : {"", "[]", "{", R"({"url": "https://example.org/b"})", R"({"title": 1})",
                           R"({"metadata": []})", R"({"metadata": "x"})"}) {
    INFO(body);
    CHECK(here.call(ann, "PATCH", node, body).status == 400);
  }
  const auto large = json{{"metadata", {{"x", std::string(70'000, 'x')}}}}.dump();
  CHECK(here.call(ann, "PATCH", node, large).status == 413);
  CHECK(here.call(ben, "PATCH", node, R"({"title": "x"})").status == 404);
  CHECK(here.core->log().tail() == before);
  here.call(ann, "PUT", project + "/members/ben", json{{"role", "viewer"}}.dump());
  CHECK(here.call(ben, "PATCH", node, R"({"title": "x"})").status == 403);
}
