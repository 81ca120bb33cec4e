// Bookmarks that are nearly the same, over HTTP: in groups, in the search, and made one.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const std::string path = "/api/v1/bookmarks/duplicates";

struct entry {
  std::string url;
  std::string title;
  std::string published;
  std::vector<std::string> tags;
};

auto document(const std::vector<entry>& links) -> std::string {
  std::string items;
  for (const auto& one : links) {
    json item{{"type", "Link"}, {"url", one.url}, {"name", one.title}, {"published", one.published}};
    if (!one.tags.empty()) item["tag"] = one.tags;
    items += (items.empty() ? "" : ",") + item.dump();
  }
  return R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)" + items +
         "]}";
}

auto three_of_a_page() -> std::vector<entry> {
  return {{"https://example.org/page", "Page", "2024-03-01T00:00:00Z", {"a", "b"}},
          {"http://www.example.org/page/", "Older", "2023-01-01T00:00:00Z", {"b", "c"}},
          {"https://example.org/page#part", "Part", "2024-05-01T00:00:00Z", {}},
          {"https://example.org/other", "Other", "2024-01-01T00:00:00Z", {}}};
}

auto identity_of(const house& here, const inhabitant& who, const std::string& url) -> std::string {
  const auto page = here.get(who, "/api/v1/bookmarks?limit=100").parsed();
  for (const auto& one : page["items"])
    if (one["url"] == url) return one["identity"];
  return "";
}

auto merged(const house& here, const inhabitant& who, const json& body) -> json {
  const auto begun = here.call(who, "POST", path + "/merge", body.dump());
  INFO(begun.body);
  REQUIRE(begun.status == 202);
  json now;
  REQUIRE(eventually([&] {
    now = here.get(who, "/api/v1/bookmarks/changes/" + begun.parsed()["id"].get<std::string>()).parsed();
    return now["status"] != "running";
  }));
  return now;
}

auto undone(const house& here, const inhabitant& who, const json& change) {
  const auto begun =
      here.call(who, "POST", "/api/v1/bookmarks/changes/" + change["id"].get<std::string>() + "/undo");
  REQUIRE(begun.status == 202);
  REQUIRE(eventually([&] {
    return here.get(who, "/api/v1/bookmarks/changes/" + begun.parsed()["id"].get<std::string>())
               .parsed()["status"] == "completed";
  }));
}

auto count(const house& here, const inhabitant& who, const std::string& q) -> std::size_t {
  return here.get(who, "/api/v1/bookmarks?limit=100&q=" + q).parsed()["items"].size();
}

}  // namespace

TEST_CASE(
    "given bookmarks that are nearly the same, when they are looked for, then those and no others are "
    "found") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  here.import(ann, document(three_of_a_page()));
  here.import(bob, document({three_of_a_page()[0]}));
  const auto groups = here.get(ann, path).parsed()["items"];
  REQUIRE(groups.size() == 1);
  CHECK(groups[0]["bookmarks"] == 3);
  REQUIRE(groups[0]["items"].size() == 3);
  CHECK(groups[0]["items"][0]["title"] == "Older");
  CHECK(here.get(bob, path).parsed()["items"].empty());
  CHECK(count(here, ann, "is:duplicate") == 3);
  CHECK(count(here, ann, "-is:duplicate") == 1);
  CHECK(count(here, ann, "IS:Duplicate+part") == 1);
  CHECK(count(here, bob, "is:duplicate") == 0);
  // What is no word of the language is text.
  CHECK(count(here, ann, "is:red") == 0);
  // What goes and comes is seen at once.
  here.call(ann, "DELETE", "/api/v1/bookmarks/" + identity_of(here, ann, "https://example.org/page#part"));
  CHECK(here.get(ann, path).parsed()["items"][0]["bookmarks"] == 2);
  here.call(ann, "DELETE", "/api/v1/bookmarks/" + identity_of(here, ann, "https://example.org/page"));
  CHECK(here.get(ann, path).parsed()["items"].empty());
  CHECK(count(here, ann, "is:duplicate") == 0);
  here.import(ann, document({{"http://example.org/other", "Again", "2024-01-01T00:00:00Z", {}}}));
  CHECK(count(here, ann, "is:duplicate") == 2);
}

TEST_CASE("given many groups, when they are listed page by page, then each is there once") {
  house here;
  const auto ann = here.inhabit("ann");
  std::vector<entry> links;
  for (int i = 0; i < 25; ++i)
    for (const std::string scheme : {"http", "https"})
      links.push_back({scheme + "://example.org/" + std::to_string(i), "Page", "2024-03-01T00:00:00Z", {}});
  for (int i = 0; i < 150; ++i)
    links.push_back({"https://example.org/long#" + std::to_string(i), "Page", "2024-03-01T00:00:00Z", {}});
  here.import(ann, document(links));
  std::size_t groups = 0, bookmarks = 0, pages = 0;
  std::string cursor;
  do {
    const auto page = here.get(ann, path + "?limit=10" + cursor).parsed();
    for (const auto& group : page["items"]) {
      bookmarks += group["bookmarks"].get<std::size_t>();
      CHECK(group["items"].size() == std::min(group["bookmarks"].get<std::size_t>(), std::size_t{100}));
    }
    groups += page["items"].size();
    cursor = page["next_cursor"].is_null() ? "" : "&cursor=" + page["next_cursor"].get<std::string>();
  } while (!cursor.empty() && ++pages < 10);
  CHECK(groups == 26);
  CHECK(bookmarks == 200);
  CHECK(here.get(ann, path + "?cursor=00").code() == "bad_value");
}

TEST_CASE(
    "given near duplicates, when they are merged, then one stays with what all had, until it is taken back") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document(three_of_a_page()));
  json ids;
  const auto groups = here.get(ann, path).parsed();
  for (const auto& one : groups["items"][0]["items"]) ids.push_back(one["identity"]);
  const auto before = here.get(ann, "/api/v1/bookmarks").parsed()["items"];
  const bool keeps_another = GENERATE(false, true);
  json wish{{"ids", ids}};
  if (keeps_another) wish["keep"] = identity_of(here, ann, "https://example.org/page");
  const auto change = merged(here, ann, wish);
  CHECK(change["status"] == "completed");
  CHECK(change["what"] == "merge");
  CHECK(change["progress"]["changed"] == 3);
  CHECK(here.get(ann, path).parsed()["items"].empty());
  const auto after = here.get(ann, "/api/v1/bookmarks").parsed()["items"];
  REQUIRE(after.size() == 2);
  const auto& kept = after[1];
  CHECK(kept["url"] == (keeps_another ? "https://example.org/page" : "http://www.example.org/page/"));
  CHECK(kept["title"] == (keeps_another ? "Page" : "Older"));
  CHECK(kept["created_at"] == "2023-01-01T00:00:00.000Z");
  CHECK(std::set<std::string>(kept["tags"].begin(), kept["tags"].end()) ==
        std::set<std::string>{"a", "b", "c"});
  const auto history = here.get(ann, "/api/v1/bookmarks/" + kept["identity"].get<std::string>() + "/history")
                           .parsed()["items"];
  CHECK(history.back()["change"] == change["id"]);
  undone(here, ann, change);
  CHECK(here.get(ann, "/api/v1/bookmarks").parsed()["items"] == before);
  CHECK(here.get(ann, path).parsed()["items"].size() == 1);
}

TEST_CASE("given bookmarks that are not nearly the same, when they are to be merged, then that is refused") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, document(three_of_a_page()));
  const auto page = identity_of(here, ann, "https://example.org/page");
  const auto part = identity_of(here, ann, "https://example.org/page#part");
  const auto other = identity_of(here, ann, "https://example.org/other");
  const auto code = [&](const json& body) {
    return here.call(ann, "POST", path + "/merge", body.dump()).code();
  };
  CHECK(code({{"ids", json::array({page, other})}}) == "bad_value");
  CHECK(code({{"ids", json::array({page})}}) == "bad_value");
  CHECK(code({{"ids", json::array({page, page})}}) == "bad_value");
  CHECK(code({{"ids", json::array({page, part})}, {"keep", other}}) == "bad_value");
  CHECK(code({{"ids", json::array({page, part})}, {"keep", "x"}}) == "bad_value");
  CHECK(code({{"ids", json::array({page, std::string(64, '0')})}}) == "not_found");
  CHECK(code({{"ids", json::array({page, part})}, {"colour", "red"}}) == "unknown_field");
  CHECK(
      here.call(here.inhabit("bob"), "POST", path + "/merge", json{{"ids", json::array({page, part})}}.dump())
          .status == 404);
  CHECK(count(here, ann, "is:duplicate") == 3);
}
