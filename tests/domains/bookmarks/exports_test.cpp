// What other programs get: each format byte for byte, and what it cannot carry.
#include "domains/bookmarks/exports.hpp"

#include "domains/bookmarks/export_parts.hpp"
#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;
using nlohmann::json;

namespace {

auto written(std::string_view name, const std::vector<bookmark>& all) -> std::string {
  for (const auto& format : export_formats()) {
    if (format.name != name) continue;
    const auto to = format.make({*parse_date("2026-01-31T08:15:30Z"), all.size()});
    std::string out;
    to->begin(out);
    for (const auto& one : all) to->add(one, out);
    to->end(out);
    return out;
  }
  FAIL("There is no such format.");
  return {};
}

auto in_folder(const std::string& url, const json& folder) -> bookmark {
  auto one = bare_bookmark(url, "T", *parse_date("2024-01-15T10:30:00Z"));
  if (!folder.is_null()) one.extra = json{{"folder", folder}}.dump();
  return one;
}

auto notes() -> bookmark {
  return {.url = "https://example.org/?a=1&b=\"2\"",
          .title = "Field <notes> & \"more\"",
          .description = "Two lines\n<of> text",
          .tags = {"python", "to read"},
          .feed_url = "https://example.org/feed.xml",
          .created_at = *parse_date("2024-01-15T10:30:00Z"),
          .updated_at = *parse_date("2024-01-16T09:15:00.25Z"),
          .extra = R"({"PRIVATE":"1","toread":true,"shortcuturl":"f n","other":[1,2]})"};
}

constexpr std::string_view netscape_head =
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n"
    "<!-- This is an automatically generated file.\n"
    "     It will be read and overwritten.\n"
    "     DO NOT EDIT! -->\n"
    "<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n"
    "<TITLE>Bookmarks</TITLE>\n"
    "<H1>Bookmarks</H1>\n"
    "<DL><p>\n";

}  // namespace

TEST_CASE("given a bookmark, when it is written for browsers, then with all that their format has") {
  CHECK(written("netscape", {notes()}) ==
        std::string(netscape_head) +
            "    <DT><A HREF=\"https://example.org/?a=1&amp;b=&quot;2&quot;\" ADD_DATE=\"1705314600\" "
            "LAST_MODIFIED=\"1705396500\" FEEDURL=\"https://example.org/feed.xml\" TAGS=\"python,to read\" "
            "SHORTCUTURL=\"f n\" PRIVATE=\"1\" TOREAD=\"1\">Field &lt;notes&gt; &amp; &quot;more&quot;</A>\n"
            "<DD>Two lines<br>&lt;of&gt; text\n"
            "</DL><p>\n");
}

TEST_CASE("given folders, when bookmarks are written for browsers, then those that follow stand together") {
  const auto text = written(
      "netscape",
      {in_folder("https://a.example/", {"Bar", "A & B"}), in_folder("https://b.example/", {"Bar", "A & B"}),
       in_folder("https://c.example/", {"Bar"}), in_folder("https://d.example/", nullptr)});
  std::vector<std::string> seen;
  std::istringstream lines(text.substr(netscape_head.size()));
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.find_first_not_of(' ');
    seen.push_back(std::to_string(at / 4) + line.substr(at, line.find(" ADD_DATE") - at));
  }
  CHECK(seen == std::vector<std::string>{"1<DT><H3>Bar</H3>", "1<DL><p>", "2<DT><H3>A &amp; B</H3>",
                                         "2<DL><p>", "3<DT><A HREF=\"https://a.example/\"",
                                         "3<DT><A HREF=\"https://b.example/\"", "2</DL><p>",
                                         "2<DT><A HREF=\"https://c.example/\"", "1</DL><p>",
                                         "1<DT><A HREF=\"https://d.example/\"", "0</DL><p>"});
}

TEST_CASE("given bookmarks, when they are written as Pinboard does, then each is an object of its fields") {
  auto plain = bare_bookmark("https://b.example/", "", *parse_date("1969-12-31T23:59:59Z"));
  plain.extra = R"({"shared":"yes"})";
  const auto all = json::parse(written("json", {notes(), plain}));
  REQUIRE(all.size() == 2);
  CHECK(all[0] == json{{"href", "https://example.org/?a=1&b=\"2\""},
                       {"description", "Field <notes> & \"more\""},
                       {"extended", "Two lines\n<of> text"},
                       {"time", "2024-01-15T10:30:00Z"},
                       {"shared", "no"},
                       {"toread", "yes"},
                       {"tags", "python to_read"}});
  CHECK(all[1]["shared"] == "yes");
  CHECK(all[1]["toread"] == "no");
  CHECK(all[1]["extended"] == "");
  CHECK(all[1]["time"] == "1969-12-31T23:59:59Z");
  CHECK(json::parse(written("json", {})) == json::array());
}

TEST_CASE(
    "given bookmarks, when they are written for feed readers, then those with a feed, in their folders") {
  auto feed = in_folder("https://example.org/?a=1&b=2", {"News"});
  feed.feed_url = "https://example.org/feed";
  feed.description = "Two\nlines";
  feed.tags = {"a", "b"};
  const auto text = written("opml", {in_folder("https://none.example/", {"Other"}), feed});
  CHECK(text.find("none.example") == std::string::npos);
  CHECK(text.find("Other") == std::string::npos);
  CHECK(text.find("<body>\n<outline text=\"News\">\n<outline type=\"rss\" text=\"T\" title=\"T\" "
                  "xmlUrl=\"https://example.org/feed\" htmlUrl=\"https://example.org/?a=1&amp;b=2\" "
                  "description=\"Two&#10;lines\" category=\"a,b\"/>\n</outline>\n</body>\n</opml>\n") !=
        std::string::npos);
}

TEST_CASE("given any text, when it is written as markup, then nothing in it is markup") {
  auto hostile = notes();
  hostile.title = std::string("</A><script>\0\x01\x1B", 16) + "é😀";
  hostile.url = "javascript:alert('\"><img src=x>')";
  hostile.tags = {"\"><b>", "a,b"};
  hostile.extra = R"({"folder":["</H3><script>",7,""],"shortcuturl":"\"x"})";
  for (const auto* name : {"netscape", "opml"}) {
    const auto text = written(name, {hostile});
    CAPTURE(text);
    CHECK(text.find("<script") == std::string::npos);
    CHECK(text.find("<img") == std::string::npos);
    CHECK(text.find("<b>") == std::string::npos);
    CHECK(text.find('\x1B') == std::string::npos);
    CHECK(text.find('\0') == std::string::npos);
  }
  CHECK(written("netscape", {hostile}).find("é😀") != std::string::npos);
}

TEST_CASE("given extra of any shape, when a folder is looked for, then texts of a list are one") {
  auto one = notes();
  CHECK(folder_of(one).empty());
  for (const auto* extra : {R"({"folder":"a/b"})", R"({"folder":{}})", R"({"folder":[1]})", "{}", ""}) {
    one.extra = extra;
    CHECK(folder_of(one).empty());
  }
  one.extra = R"({"folder":["a","\u00e9"]})";
  CHECK(folder_of(one) == std::vector<std::string>{"a", "é"});
}

TEST_CASE(
    "given extra that names dates of its own, when it is exported, then the bookmark's own dates are "
    "written") {
  auto one = bare_bookmark("https://a.example/", "A", *parse_date("2020-01-01T00:00:00Z"));
  one.extra = R"({"published":"2015-01-01","updated":"some day"})";
  std::string item;
  append_item(one, item);
  const auto written_item = json::parse(item);
  CHECK(written_item["published"] == "2020-01-01T00:00:00+00:00");
  CHECK(written_item["updated"] == "some day");
}

TEST_CASE("given texts with what XML has no characters for, when they are written, then those are left out") {
  auto one = bare_bookmark("https://a.example/",
                           "a\xEF\xBF\xBF"
                           "b\xEF\xBF\xBE"
                           "c\xEF\xBF\xBD",
                           {});
  one.feed_url = "https://a.example/f";
  one.description = "tab\there";
  const auto text = written("opml", {one});
  CHECK(text.find("title=\"abc\xEF\xBF\xBD\"") != std::string::npos);
  CHECK(text.find("tab&#9;here") != std::string::npos);
}
