#include "formats/links/producers.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>

#include "tests/formats/links/producer_files.hpp"

namespace waybill::formats::links::testing {
namespace {

namespace fs = std::filesystem;

auto format_of(std::string_view bytes) -> std::string_view {
  for (const auto& one : producers())
    if (!one.evidence(bytes, bytes).empty()) return one.name;
  return "";
}

TEST_CASE("formats of links: every file of the corpora is known by its first bytes, and by no other's") {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  const auto folder = fs::path(set != nullptr ? set : "../shared/corpora") / "bookmarks";
  if (!fs::exists(folder)) {
    std::cout << "skipped: no " << folder.string() << " (set WAYBILL_CORPORA)\n";
    return;
  }
  constexpr std::array<std::array<std::string_view, 2>, 22> wanted{{
      {"ours/chrome_Bookmarks", "chrome"},
      {"ours/firefox_backup.json", "firefox"},
      {"ours/firefox_backup.jsonlz4", "firefox-lz4"},
      {"ours/instapaper.csv", "instapaper"},
      {"ours/karakeep_hoarder.json", "karakeep"},
      {"ours/linkwarden.json", "linkwarden"},
      {"ours/omnivore.json", "omnivore"},
      {"ours/opml.opml", "opml"},
      {"ours/pinboard.json", "pinboard"},
      {"ours/pocket_2025.csv", "pocket"},
      {"ours/raindrop.csv", "raindrop"},
      {"ours/readwise_reader.csv", "readwise"},
      {"ours/wallabag.csv", "wallabag"},
      {"ours/wallabag.json", "wallabag"},
      {"wallabag/chrome-bookmarks", "chrome"},
      {"wallabag/delicious_export.json", "delicious"},
      {"wallabag/elcurator.json", "elcurator"},
      {"wallabag/firefox-bookmarks.json", "firefox"},
      {"wallabag/instapaper-export.csv", "instapaper"},
      {"wallabag/pinboard_export.json", "pinboard"},
      {"wallabag/pocket.csv", "pocket"},
      {"ours/betula_activitypub.json", ""},
  }};
  for (const auto& [name, format] : wanted) {
    std::ifstream file(folder / name, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    INFO(name);
    CHECK(format_of(bytes) == format);
    // Of the producers no other takes it for its own.
    std::size_t count = 0;
    for (const auto& one : producers()) count += one.evidence(bytes, bytes).empty() ? 0 : 1;
    CHECK(count == (format.empty() ? 0 : 1));
    const link_file opened = file_of(bytes);
    for (const auto& one : producers())
      if (one.name == format) CHECK(read_all(*one.open(opened)).why.code.empty());
  }
  for (const auto& one : fs::recursive_directory_iterator(folder)) {
    if (one.path().string().find(".htm") == std::string::npos) continue;
    std::ifstream file(one.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    INFO(one.path().string());
    CHECK(format_of(bytes).empty());
  }
}

TEST_CASE("formats of links: a beginning that is cut anywhere is never taken for another's") {
  const std::string text = R"({"checksum": "0", "roots": {"bookmark_bar": {"children": [{"name": "é",
      "url": "https://a.example/"}]}}})";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto found = format_of(text.substr(0, size));
    CHECK((found.empty() || found == "chrome"));
  }
  CHECK(format_of(text) == "chrome");
}

TEST_CASE("formats of links: what belongs to nobody has no evidence") {
  for (const std::string_view text :
       {"", "{", "[", "[]", "{}", "[1]", "[{}]", "[[[[[[[[[[", "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":1}}}}}",
        "<", "<!", "<?", "<!--", "<html>", "<plist><dict/></plist>", "url\nhttps://a.example/\n",
        "PK\x03\x04", "mozLz41", "\xff\xfe"})
    CHECK(format_of(text).empty());
  CHECK(format_of(R"({"type": "Collection", "bookmarks": []})").empty());
  CHECK(table_by_columns("name,url\nA,https://a.example/\n"));
  CHECK_FALSE(table_by_columns("{\"url\": 1}"));
  CHECK_FALSE(table_by_columns(""));
}

TEST_CASE("formats of links: others that their producers write are known too") {
  CHECK(format_of(R"({"count": 1, "results": [{"id": 1, "url": "x", "tag_names": []}]})") == "linkding");
  CHECK(format_of("<?xml version='1.0'?><!-- x > y --><posts user='x'/>") == "delicious");
  CHECK(format_of("bplist00\xd1").empty());
  CHECK(format_of("<?xml?><!DOCTYPE plist PUBLIC 'x' 'y'><plist><dict><key>Children</key><array/>") ==
        "safari");
  CHECK(format_of(R"({"bookmarks": []})") == "karakeep");
  CHECK(format_of(R"({"username": "x", "collections": []})") == "linkwarden");
}

}  // namespace
}  // namespace waybill::formats::links::testing
