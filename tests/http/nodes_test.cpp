// A project's nodes over the API: imported by a file, read as a tree, deleted.
#include <catch2/catch.hpp>

#include "tests/http/node_site.hpp"

using namespace waybill;
using namespace waybill::http_test;
TEST_CASE("given URLs of a site, when they were imported into a project, then they stand in its tree") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = project_with(here, ann, site);
  SECTION("at once") {}
  SECTION("after a restart") { here.restart(); }
  CHECK(paths_of(here.get(ann, project + "/nodes").parsed()) ==
        texts{"/", "/about", "/shop", "/shop/bags/red"});
  CHECK(paths_of(here.get(ann, project + "/nodes/roots").parsed()) == texts{"/"});
  const auto home = node_at(here, ann, project, "http://EXAMPLE.org");
  CHECK(home.at("parent").is_null());
  CHECK(home.at("depth") == 0);
  CHECK(home.at("slug") == "home");
  CHECK(home.at("children_count") == 2);
  CHECK(home.at("subtree_count") == 4);
  const auto bag = node_at(here, ann, project, "https://example.org/shop/bags/red");
  CHECK(bag.at("title") == "Red");
  CHECK(bag.at("depth") == 2);
  CHECK(bag.at("position") == 0);
  CHECK(bag.at("breadcrumb") == json{"shop", "bags", "red"});
  const auto home_path = project + "/nodes/" + home.at("id").get<std::string>();
  const auto bag_path = project + "/nodes/" + bag.at("id").get<std::string>();
  CHECK(paths_of(here.get(ann, home_path + "/children").parsed()) == texts{"/about", "/shop"});
  CHECK(paths_of(here.get(ann, bag_path + "/ancestors").parsed()) == texts{"/", "/shop"});
  CHECK(paths_of(here.get(ann, home_path + "/subtree").parsed()) ==
        texts{"/", "/about", "/shop", "/shop/bags/red"});
  CHECK(paths_of(here.get(ann, home_path + "/subtree?depth=1").parsed()) == texts{"/", "/about", "/shop"});
  CHECK(here.get(ann, bag_path + "/history").parsed().at("items").at(0).at("what") == "created");
  const auto stats = here.get(ann, project + "/tree/stats").parsed();
  CHECK(stats.at("nodes") == 4);
  CHECK(stats.at("roots") == 1);
  CHECK(stats.at("leaves") == 2);
  CHECK(stats.at("max_depth") == 2);
  CHECK(stats.at("average_children") == 1.5);
}

TEST_CASE("given a node with children, when it is deleted, then they go to its parent") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = project_with(here, ann, site);
  const auto shop = node_at(here, ann, project, "https://example.org/shop");
  CHECK(here.call(ann, "DELETE", project + "/nodes/" + shop.at("id").get<std::string>()).status == 204);
  CHECK(here.get(ann, project + "/nodes/" + shop.at("id").get<std::string>()).status == 404);
  const auto bag = node_at(here, ann, project, "https://example.org/shop/bags/red");
  CHECK(bag.at("parent") == node_at(here, ann, project, "https://example.org/").at("id"));
  CHECK(bag.at("depth") == 1);
}

TEST_CASE(
    "given a project's nodes, when somebody else or a viewer asks, then each may what the role allows") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto ben = here.inhabit("ben");
  const auto project = project_with(here, ann, site);
  const auto node = project + "/nodes/" +
                    node_at(here, ann, project, "https://example.org/shop").at("id").get<std::string>();
  for (const auto& path : {project + "/nodes", project + "/nodes/roots", project + "/tree/stats", node,
                           node + "/children", node + "/ancestors", node + "/subtree", node + "/history"})
    CHECK(here.get(ben, path).status == 404);
  CHECK(here.call(ben, "DELETE", node).status == 404);
  CHECK(here.call(ann, "PUT", project + "/members/ben", json{{"role", "viewer"}}.dump()).status == 200);
  CHECK(here.get(ben, node + "/children").status == 200);
  CHECK(here.call(ben, "DELETE", node).status == 403);
}

TEST_CASE("given what is no node, URL or depth, when it is asked for, then the answer says so") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = project_with(here, ann, site);
  CHECK(here.get(ann, project + "/nodes/nod_00000000000000000000000000").status == 404);
  CHECK(here.get(ann, project + "/nodes/x/children").status == 404);
  CHECK(here.get(ann, project + "/nodes/by-url?url=ftp://x").status == 400);
  CHECK(here.get(ann, project + "/nodes/by-url").status == 400);
  CHECK(here.get(ann, project + "/nodes/by-url?url=https://example.org/none").status == 404);
  const auto home =
      project + "/nodes/" + node_at(here, ann, project, "https://example.org/").at("id").get<std::string>();
  for (const auto* depth : {"", "x", "-1", "1x"})
    CHECK(here.get(ann, home + "/subtree?depth=" + depth).status == 400);
  CHECK(paths_of(here.get(ann, project + "/nodes?q=bags").parsed()) == texts{"/shop/bags/red"});
}
