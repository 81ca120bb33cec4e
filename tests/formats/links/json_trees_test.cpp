#include "formats/links/json_trees.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/links/producer_files.hpp"

namespace waybill::formats::links::testing {
namespace {

TEST_CASE("trees in JSON: files of browsers give what is expected of them") {
  check_expected(chrome_reader, "ours/chrome_Bookmarks");
  check_expected(chrome_reader, "wallabag/chrome-bookmarks");
  check_expected(firefox_reader, "ours/firefox_backup.json");
  check_expected(firefox_reader, "wallabag/firefox-bookmarks.json");
}

TEST_CASE("Chrome: a date may be 0, before 1970, out of every calendar, or no number at all") {
  const auto date_of = [](const std::string& raw) {
    const auto all = read_all(chrome_reader, R"({"roots": {"other": {"children": [{"type": "url", "url": "x:",
        "date_added": )" + raw + "}]}}}");
    return all.links.size() == 1 ? all.links[0].created : "no link";
  };
  CHECK(date_of(R"("13344473601500000")") == "2023-11-14T22:13:21.500000Z");
  CHECK(date_of("13344473601500000") == "2023-11-14T22:13:21.500000Z");
  CHECK(date_of(R"("1")") == "1601-01-01T00:00:00.000001Z");
  CHECK(date_of(R"("0")").empty());
  CHECK(date_of(R"("soon")") == "soon");
  CHECK(date_of(R"("9223372036854775807")") == "9223372036854775807");
  CHECK(date_of(R"("99999999999999999999999")") == "99999999999999999999999");
  CHECK(date_of("1e999") == "1e999");
  CHECK(date_of("{}").empty());
}

TEST_CASE("Chrome: children that are no nodes fail alone, and empty folders are nothing") {
  const auto all = read_all(chrome_reader, R"({"roots": {"a": {"name": "A", "children": [1, [[]], "x",
      {"type": "folder", "name": "empty"}, {"type": "url"}, {"children": 5, "url": "https://a.example/"},
      {"children": [{"url": "https://b.example/"}], "name": "B"}], "type": "folder"}, "version": "42"}})");
  CHECK(all.faults ==
        std::vector<std::string>{"not_a_bookmark", "not_a_bookmark", "not_a_bookmark", "url_missing"});
  REQUIRE(all.links.size() == 2);
  CHECK(all.links[0].extra == R"("children":5)");
  CHECK(all.links[1].folder == std::vector<std::string>{"A", "B"});
}

TEST_CASE("Vivaldi: separators are left out, and what is noted of a bookmark is its description") {
  const auto all = read_all(chrome_reader, R"({"roots": {"bookmark_bar": {"name": "Bar", "children": [
      {"type": "url", "url": "https://a.example/", "name": "A",
       "meta_info": {"Description": "Noted", "Nickname": "n"}},
      {"type": "url", "url": "http://bookmark.placeholder.url/", "name": "---"}]}}})");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].description == "Noted");
  CHECK(all.links[0].extra == R"("meta_info":{"Description":"Noted","Nickname":"n"})");
  CHECK(all.left_out == 1);
}

TEST_CASE("Opera: folders in `custom_root` are read, and what lies in its trash is counted") {
  const auto all = read_all(chrome_reader, R"({"roots": {
      "bookmark_bar": {"children": [{"type": "url", "url": "https://bar.example/"}], "name": "Bookmarks bar",
        "type": "folder", "meta_info": {"power_bookmark": "x"}},
      "custom_root": {
        "imported": {"name": "Imported", "type": "folder", "children": [
          {"children": [{"type": "url", "url": "https://imported.example/"}], "name": "Sub", "type": "folder"}]},
        "pinboard": {"children": [], "name": "Pinboard", "type": "folder"},
        "trash": {"children": [{"type": "url", "url": "https://lost.example/"}, {"type": "folder", "name": "e"},
          {"children": [{"type": "url", "url": "https://gone.example/"}], "name": "F", "type": "folder"}, 7],
          "name": "Trash", "type": "folder"},
        "unsorted": {"children": [{"type": "url", "url": "https://unsorted.example/"}], "name": "Unsorted",
          "type": "folder"}},
      "later": {"children": [{"type": "url", "url": "https://later.example/"}], "name": "Later"},
      "other": {"children": [], "name": "Other", "type": "folder"},
      "trash": {"children": [{"type": "url", "url": "https://vivaldi.example/"}], "name": "Trash"},
      "synced": {"name": "Mobile", "children": [{"type": "url", "url": "https://mobile.example/"}]}},
      "version": 1})");
  CHECK(all.why.code.empty());
  CHECK(all.faults.empty());
  CHECK(all.left_out == 3);
  std::vector<std::string> found;
  for (const auto& one : all.links) {
    found.push_back(one.url);
    for (const auto& name : one.folder) found.back() += " " + name;
    CHECK(one.own_folders == 1);
  }
  CHECK(found == std::vector<std::string>{"https://bar.example/ Bookmarks bar",
                                          "https://imported.example/ Imported Sub",
                                          "https://unsorted.example/ Unsorted",
                                          "https://later.example/ Later", "https://mobile.example/ Mobile"});
}

TEST_CASE("Chrome: members of the roots that hold no folders are nothing") {
  const auto all = read_all(chrome_reader, R"({"roots": {"a": {"x": {"y": 1}, "z": {}}, "meta_info": {},
      "b": {"meta_info": {"children": 1}, "children": [{"url": "https://a.example/"}], "name": "B"}}})");
  CHECK(all.faults.empty());
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].folder == std::vector<std::string>{"B"});
}

TEST_CASE("trees in JSON: deep folders are read, and a path is bounded") {
  std::string text = R"({"roots": {"a": )";
  for (int i = 0; i < 480; ++i) text += R"({"children": [)";
  text += R"({"url": "https://a.example/"})";
  // The innermost folder is closed first.
  std::string closing;
  for (int i = 479; i >= 0; --i) closing += R"(], "name": "folder )" + std::to_string(i) + R"("})";
  const auto all = read_all(chrome_reader, text + closing + "}}");
  REQUIRE(all.links.size() == 1);
  CHECK(all.links[0].folder.size() == 200);
  CHECK(all.links[0].extra == R"("folder_cut":true)");
  CHECK(all.links[0].folder.front() == "folder 0");
  const auto deeper = read_all(chrome_reader, R"({"roots": {"a": )" + std::string(100'000, '['));
  CHECK(deeper.why.code == "invalid_json");
}

TEST_CASE("trees in JSON: what is no tree says so") {
  CHECK(read_all(chrome_reader, R"({"version": 1})").why.code == "unknown_format");
  CHECK(read_all(chrome_reader, R"([])").why.code == "unknown_format");
  CHECK(read_all(firefox_reader, R"("x")").why.code == "unknown_format");
  CHECK(read_all(firefox_reader, R"({"children": [)").why.code == "invalid_json");
  CHECK(read_all(chrome_reader, R"({"roots": 7})").why.code == "unknown_format");
  CHECK(read_all(chrome_reader, R"({"roots": {}})").why.code.empty());
}

TEST_CASE("Firefox: separators and queries are counted, and are no links") {
  const auto all = read_all(firefox_reader, R"({"root": "placesRoot", "children": [
      {"typeCode": 3}, {"type": "text/x-moz-place-separator"}, {"typeCode": 1, "uri": "place:sort=8"},
      {"type": "text/x-moz-place-container", "title": "empty"}, {"uri": "https://a.example/", "title": "A"},
      {"type": "text/x-moz-place-container", "livemark": 1, "title": "feed"}]})");
  CHECK(all.links.size() == 1);
  CHECK(all.left_out == 4);
  CHECK(all.faults.empty());
}

TEST_CASE("Firefox: folders of tags give their tags to bookmarks, also to those that stand before them") {
  const auto all = read_all(firefox_reader, R"({"root": "placesRoot", "children": [
      {"root": "bookmarksMenuFolder", "title": "menu", "children": [
        {"uri": "https://a.example/", "title": "A", "tags": "own"}]},
      {"root": "tagsFolder", "title": "tags", "children": [
        {"title": "one", "children": [{"uri": "https://a.example/"}, {"uri": "https://lost.example/", "title": "L"}]},
        {"title": "two", "children": [{"uri": "https://b.example/"}, {"uri": "https://lost.example/"}]}]},
      {"root": "unfiledBookmarksFolder", "title": "unfiled", "children": [{"uri": "https://b.example/"}]}]})");
  REQUIRE(all.links.size() == 3);
  CHECK(all.links[0].tags == std::vector<std::string>{"one", "own"});
  CHECK(all.links[1].url == "https://b.example/");
  CHECK(all.links[1].tags == std::vector<std::string>{"two"});
  CHECK(all.links[2].url == "https://lost.example/");
  CHECK(all.links[2].tags == std::vector<std::string>{"one", "two"});
  CHECK(all.links[2].folder.empty());
}

}  // namespace
}  // namespace waybill::formats::links::testing
