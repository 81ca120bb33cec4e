// The tags of somebody's bookmarks, by name and by how many bookmarks carry them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const std::string path = "/api/v1/bookmarks/tags";

/// For each tag so many bookmarks with it and no other.
auto document_with(const std::map<std::string, int>& tags) -> std::string {
  std::string items;
  int n = 0;
  for (const auto& [tag, count] : tags)
    for (int i = 0; i < count; ++i)
      items += (items.empty() ? "" : ",") +
               json{{"url", "https://a.example/" + std::to_string(n++)}, {"tag", {tag}}}.dump();
  return R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)" + items +
         "]}";
}

using counted = std::vector<std::pair<std::string, int>>;

/// What stands on all pages of the list, asked for with this query.
auto listed(const house& here, const inhabitant& who, const std::string& query) -> counted {
  counted found;
  std::string cursor;
  for (int pages = 0; pages < 60; ++pages) {
    const auto answer = here.get(who, path + "?" + query + cursor);
    REQUIRE(answer.status == 200);
    const auto page = answer.parsed();
    for (const auto& one : page["items"]) found.emplace_back(one["tag"], one["bookmarks"]);
    if (page["next_cursor"].is_null()) break;
    cursor = "&cursor=" + page["next_cursor"].get<std::string>();
  }
  return found;
}

}  // namespace

TEST_CASE(
    "given tags, some of them long and alike, when they are listed page by page, then each is there once "
    "with its count") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const std::string stem(5'000, 'x');
  std::map<std::string, int> expected{{"a", 3}, {"ab", 1}, {"z/\u00e9", 1}, {stem, 1}};
  for (int i = 0; i < 7; ++i) expected[stem + std::to_string(i)] = 1;
  here.import(ann, document_with(expected));
  for (const std::string limit : {"1", "2", "3", "100"}) {
    CAPTURE(limit);
    std::map<std::string, int> found;
    for (const auto& [tag, count] : listed(here, ann, "limit=" + limit))
      CHECK(found.emplace(tag, count).second);
    CHECK((found == expected));
  }
  const auto cursor = here.get(ann, path + "?limit=1").parsed()["next_cursor"].get<std::string>();
  // A tag that goes between two pages takes none of the others with it.
  const auto only_ab = here.get(ann, "/api/v1/bookmarks?tag=ab").parsed()["items"][0]["identity"];
  const auto behind_ab = here.get(ann, path + "?limit=2").parsed()["next_cursor"].get<std::string>();
  CHECK(here.call(ann, "DELETE", "/api/v1/bookmarks/" + only_ab.get<std::string>()).status == 204);
  CHECK(here.get(ann, path + "?limit=1&cursor=" + behind_ab).parsed()["items"][0]["tag"] == stem);
  CHECK(here.get(bob, path + "?cursor=" + cursor).code() == "bad_value");
  CHECK(here.get(ann, path + "?cursor=00").code() == "bad_value");
  CHECK(here.get(ann, path + "?q=a").code() == "unknown_field");
  CHECK(here.get(bob, path).parsed()["items"].empty());
}

TEST_CASE(
    "given tags, when they are listed by count, then those of the most bookmarks come first, each once, page "
    "by page") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const std::map<std::string, int> tags{{"a", 2}, {"b", 7}, {"c", 1}, {"d", 7}, {"z/\u00e9", 3}, {"zz", 2}};
  here.import(ann, document_with(tags));
  const counted expected{{"b", 7}, {"d", 7}, {"z/\u00e9", 3}, {"a", 2}, {"zz", 2}, {"c", 1}};
  for (const std::string limit : {"1", "2", "4", "100"}) {
    CAPTURE(limit);
    CHECK((listed(here, ann, "sort=count&limit=" + limit) == expected));
  }
  const auto first = here.get(ann, path + "?sort=count&limit=1").parsed()["next_cursor"].get<std::string>();
  const auto by_name = here.get(ann, path + "?limit=1").parsed()["next_cursor"].get<std::string>();
  CHECK(here.get(ann, path + "?limit=1&cursor=" + first).code() == "bad_value");
  CHECK(here.get(ann, path + "?sort=count&cursor=" + by_name).code() == "bad_value");
  CHECK(here.get(bob, path + "?sort=count&cursor=" + first).code() == "bad_value");
  CHECK(here.get(ann, path + "?sort=count&cursor=00").code() == "bad_value");
  CHECK(here.get(ann, path + "?sort=size").code() == "bad_value");
  CHECK(here.get(bob, path + "?sort=count").parsed()["items"].empty());
}

TEST_CASE(
    "given long tags that begin alike, when they are listed by count, then each is there once, and pages "
    "stay below their limit") {
  house here;
  const auto ann = here.inhabit("ann");
  const std::string stem(60'000, 'x');
  std::map<std::string, int> tags{{"short", 1}, {stem, 2}};
  for (int i = 0; i < 90; ++i) tags[stem + std::to_string(i)] = 1 + i % 2;
  here.import(ann, document_with(tags));
  for (const std::string limit : {"7", "100"}) {
    CAPTURE(limit);
    const auto found = listed(here, ann, "sort=count&limit=" + limit);
    CHECK((std::map<std::string, int>(found.begin(), found.end()) == tags));
    CHECK(found.size() == tags.size());
    CHECK(std::is_sorted(found.begin(), found.end(),
                         [](const auto& a, const auto& b) { return a.second > b.second; }));
  }
  const auto page = here.get(ann, path + "?sort=count&limit=100");
  CHECK(page.body.size() < page_limit_bytes);
  CHECK(page.parsed()["next_cursor"].is_string());
}
