// A project's nodes as a file.
#include <catch2/catch.hpp>

#include "tests/http/node_site.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto imported_again(const house& here, const inhabitant& who, const std::string& file) -> std::string {
  const auto other = new_project(here, who, "other");
  const auto accepted = here.upload(who, file, {{"kind", "nodes"}, {"project", other}});
  INFO(accepted.body);
  REQUIRE(accepted.status == 202);
  here.await(who, accepted.parsed().at("id").get<std::string>(), import_status::completed);
  return "/api/v1/projects/" + other;
}

auto count_of(const std::string& text, const std::string& part) -> std::size_t {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE(
    "given a tree, when it is exported and the file imported elsewhere, then the same tree stands there") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = project_with(here, ann, site);
  const auto format = GENERATE(as<std::string>{}, "json", "csv", "sitemap");
  const auto file = here.get(ann, project + "/nodes/export?format=" + format);
  REQUIRE(file.status == 200);
  CHECK(file.header("content-disposition").starts_with("attachment; filename=\""));
  const auto other = imported_again(here, ann, file.body);
  CHECK(paths_of(here.get(ann, other + "/nodes").parsed()) ==
        paths_of(here.get(ann, project + "/nodes").parsed()));
  CHECK(here.get(ann, other + "/tree/stats").parsed().at("max_depth") == 2);
}

TEST_CASE("given a tree, when it is exported as nested JSON, then children stand in their parents") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto project = project_with(here, ann, site);
  const auto file = here.get(ann, project + "/nodes/export?format=json-nested").parsed();
  const auto& home = file.at("nodes").at(0);
  CHECK(home.at("url") == "https://example.org/");
  CHECK(home.at("children").at(1).at("children").at(0).at("title") == "Red");
}

TEST_CASE("given more nodes than a sitemap may hold, when it is asked for, then it is an index of parts") {
  house here;
  const auto ann = here.inhabit("ann");
  auto urls = json::array();
  constexpr int nodes = 50'001;
  for (int i = 0; i < nodes; ++i) urls.push_back("https://example.org/" + std::to_string(i));
  const auto project = project_with(here, ann, urls);
  const auto index = here.get(ann, project + "/nodes/export?format=sitemap");
  CHECK(index.body.find("<loc>https://example.org/sitemap-2.xml</loc>") != std::string::npos);
  CHECK(count_of(index.body, "<sitemap>") == 2);
  const auto first = here.get(ann, project + "/nodes/export?format=sitemap&part=1");
  const auto last = here.get(ann, project + "/nodes/export?format=sitemap&part=2");
  CHECK(count_of(first.body, "<url>") == 50'000);
  CHECK(count_of(last.body, "<url>") == 1);
  CHECK(here.get(ann, project + "/nodes/export?format=sitemap&part=3").status == 400);
}

TEST_CASE("given an export that is none, when it is asked for, then the answer says so") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto ben = here.inhabit("ben");
  const auto project = project_with(here, ann, site);
  for (const auto* query : {"?format=pdf", "?format=json&part=1", "?part=x", "?format=sitemap&part=0"})
    CHECK(here.get(ann, project + "/nodes/export" + query).status == 400);
  CHECK(here.get(ben, project + "/nodes/export").status == 404);
  const auto empty = "/api/v1/projects/" + new_project(here, ann, "empty");
  CHECK(here.get(ann, empty + "/nodes/export").parsed().at("urls").empty());
  CHECK(count_of(here.get(ann, empty + "/nodes/export?format=sitemap").body, "<urlset") == 1);
}
