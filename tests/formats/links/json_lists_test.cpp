#include "formats/links/json_lists.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/links/producer_files.hpp"

namespace waybill::formats::links::testing {
namespace {

auto list_of(list_producer of) -> maker {
  return [of](const link_file& file) { return json_list_reader(of, file); };
}
const auto pinboard = list_of(list_producer::pinboard);

TEST_CASE("lists in JSON: each producer's export gives what is expected of it") {
  check_expected(pinboard, "ours/pinboard.json");
  check_expected(pinboard, "wallabag/pinboard_export.json");
  check_expected(list_of(list_producer::delicious), "wallabag/delicious_export.json");
  check_expected(list_of(list_producer::wallabag), "ours/wallabag.json");
  check_expected(list_of(list_producer::omnivore), "ours/omnivore.json");
  check_expected(list_of(list_producer::elcurator), "wallabag/elcurator.json");
  check_expected(karakeep_reader, "ours/karakeep_hoarder.json");
  check_expected(linkwarden_reader, "ours/linkwarden.json");
}

TEST_CASE("lists in JSON: what nobody takes is told under its producer's name, but for nothing") {
  const auto all = read_all(pinboard, R"([{"href": "https://a.example/", "shared": "no", "toread": "yes",
      "meta": {"a": [1, 2]}, "none": null, "time": "2023-11-14T22:13:20Z"}])");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].extra == R"("shared":"no","toread":"yes","meta":{"a":[1,2]})");
  CHECK(all.links[0].created == "2023-11-14T22:13:20Z");
  CHECK_FALSE(all.links[0].has_tags);
}

TEST_CASE(
    "lists in JSON: tags of Delicious in one text are parted by commas, or by blanks where it has none") {
  const auto all = read_all(list_of(list_producer::delicious), R"([
      {"url": "https://a.example/", "tags": "web design, css,css"}, {"url": "https://b.example/", "tags": "web css"},
      {"url": "https://c.example/", "tags": ""}, {"url": "https://d.example/", "tags": ["web design"]}])");
  REQUIRE(all.links.size() == 4);
  CHECK(all.links[0].tags == std::vector<std::string>{"web design", "css"});
  CHECK(all.links[1].tags == std::vector<std::string>{"web", "css"});
  CHECK((all.links[2].tags.empty() && all.links[2].has_tags));
  CHECK(all.links[3].tags == std::vector<std::string>{"web design"});
  for (const auto& one : all.links) CHECK(one.extra.empty());
}

TEST_CASE("lists in JSON: a member of the wrong type is told as it stands, and its item is a bookmark") {
  const auto all =
      read_all(list_of(list_producer::wallabag),
               R"([{"url": "https://a.example/", "title": 7, "tags": {"x": 1}, "created_at": []}])");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].title.empty());
  CHECK(all.links[0].extra == R"("title":7,"tags":{"x":1},"created_at":[])");
}

TEST_CASE("lists in JSON: items that are no bookmark fail one by one") {
  const auto all = read_all(pinboard, R"([1, "x", null, [], {}, {"href": ""}, {"href": 5},
      {"href": "https://a.example/"}])");
  CHECK(all.why.code.empty());
  CHECK(all.faults == std::vector<std::string>{"not_a_bookmark", "not_a_bookmark", "not_a_bookmark",
                                               "not_a_bookmark", "url_missing", "url_missing",
                                               "url_missing"});
  CHECK(all.links.size() == 1);
}

TEST_CASE("lists in JSON: an item longer than a link may be fails alone, and tags stay a set") {
  const auto long_text = std::string(2 << 20, 'x');
  const auto all = read_all(pinboard, R"([{"href": "https://a.example/", "extended": ")" + long_text +
                                          R"("}, {"href": "https://b.example/", "tags": "a b a  b\tc"}])");
  CHECK(all.faults == std::vector<std::string>{"record_too_large"});
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].tags == std::vector<std::string>{"a", "b", "b\tc"});
}

TEST_CASE("lists in JSON: what is no JSON says where; what is another document says so") {
  const auto cut = read_all(pinboard, "[{\"href\": \"https://a.example/\"},\n {");
  CHECK(cut.why.code == "invalid_json");
  CHECK(cut.why.line == 2);
  CHECK(read_all(pinboard, "").why.code == "invalid_json");
  CHECK(read_all(pinboard, "[{\"href\": \"\xFF\"}]").why.code == "invalid_json");
  CHECK(read_all(pinboard, std::string("[\0]", 3)).why.code == "invalid_json");
  CHECK(read_all(pinboard, std::string(100'000, '[')).why.code == "invalid_json");
  CHECK(read_all(pinboard, "{}").why.code == "unknown_format");
  CHECK(read_all(pinboard, "{} x").why.code == "invalid_json");
  CHECK(read_all(karakeep_reader, R"({"lists": []})").why.code == "unknown_format");
  CHECK(read_all(linkwarden_reader, R"([])").why.code == "unknown_format");
}

TEST_CASE("lists in JSON: an empty list is a file without bookmarks") {
  CHECK(read_all(pinboard, " [ ] ").why.code.empty());
  CHECK(read_all(karakeep_reader, R"({"bookmarks": []})").why.code.empty());
  CHECK(read_all(linkwarden_reader, R"({"collections": []})").why.code.empty());
}

TEST_CASE("linkding: the results of its interface are read, whatever stands around them") {
  const auto all =
      read_all(list_of(list_producer::linkding), R"({"count": 2, "next": {"results": [1]}, "results": [
      {"id": 1, "url": "https://a.example/", "title": "A", "notes": "n", "tag_names": ["a"], "unread": true,
       "date_added": "2023-11-14T22:13:20Z", "date_modified": "2023-11-14T22:13:21Z"}, 7], "previous": null})");
  CHECK(all.why.code.empty());
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].tags == std::vector<std::string>{"a"});
  CHECK(all.links[0].updated == "2023-11-14T22:13:21Z");
  CHECK(all.links[0].extra == R"("id":1,"notes":"n","unread":true)");
  CHECK(all.faults == std::vector<std::string>{"not_a_bookmark"});
  CHECK(read_all(list_of(list_producer::linkding), R"({"results": 7})").why.code == "unknown_format");
}

TEST_CASE("linkding: what the page says of itself stands where nobody said anything else") {
  const auto all = read_all(list_of(list_producer::linkding), R"({"results": [
      {"url": "https://a.example/", "title": "", "description": "", "website_title": "Of the page",
       "website_description": "Said there", "tag_names": []},
      {"url": "https://b.example/", "title": "B", "website_title": "Of the page", "tag_names": []}]})");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].title == "Of the page");
  CHECK(all.links[0].description == "Said there");
  CHECK(all.links[1].title == "B");
  CHECK(all.links[1].extra == R"("website_title":"Of the page")");
}

TEST_CASE("Karakeep: the lists of a bookmark are its folders, told before or behind it") {
  const auto all = read_all(karakeep_reader, R"({"bookmarks": [
      {"content": {"type": "link", "url": "https://a.example/"}, "lists": ["l2", "l1", "gone"]},
      {"content": {"type": "link", "url": "https://b.example/", "by": "x"}, "lists": []}],
    "lists": [{"id": "l1", "name": "Outer"}, {"id": "l2", "name": "Inner", "parentId": "l1"}]})");
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].folder == std::vector<std::string>{"Outer", "Inner"});
  CHECK(all.links[0].extra == R"("lists":["Inner","Outer"],"content":{"type":"link"})");
  CHECK(all.links[1].extra == R"("content":{"type":"link","by":"x"})");
}

TEST_CASE("Linkwarden: a collection may name one that comes later as its parent, or itself") {
  const auto all = read_all(linkwarden_reader, R"({"pinnedLinks": [{"id": 5}], "collections": [
      {"links": [{"id": 5, "url": "https://a.example/"}], "id": 1, "name": "In", "parentId": 2},
      {"id": 2, "name": "Out", "parentId": null, "links": [{"url": "https://b.example/"}, 7]},
      {"id": 3, "name": "Self", "parentId": 3, "links": [{"url": "https://c.example/"}]}]})");
  const auto unsorted = read_all(linkwarden_reader, R"({"collections": [{"id": 1, "name": "Unorganized",
      "links": [{"url": "https://a.example/"}]}]})");
  REQUIRE(unsorted.links.size() == 1);
  CHECK(unsorted.links[0].own_folders == 1);
  REQUIRE(all.links.size() == 3);
  CHECK(all.links[0].own_folders == 0);
  CHECK(all.links[0].folder == std::vector<std::string>{"Out", "In"});
  CHECK(all.links[0].extra == R"("id":5,"pinned":true)");
  CHECK(all.links[1].folder == std::vector<std::string>{"Out"});
  CHECK(all.links[2].folder.back() == "Self");
  CHECK(all.faults == std::vector<std::string>{"not_a_bookmark"});
}

}  // namespace
}  // namespace waybill::formats::links::testing
