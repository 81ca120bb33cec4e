// ZIPs with files of bookmarks in them.
#include "tests/domains/bookmarks/reading.hpp"
#include "tests/domains/nodes/packing.hpp"

namespace waybill::bookmarks::test {
namespace {

using nodes::test::zipped;
using files = std::vector<std::pair<std::string, std::string>>;

const std::string pinboard = R"([{"href": "https://a.example/", "description": "A", "toread": "no"}])";
const std::string netscape =
    "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF=\"https://h.example/\">H</A></DL>";
const std::string pocket = "title,url,time_added,tags,status\n";

auto urls_of(const files& all) -> std::vector<std::string> {
  const auto read = read_whole(zipped(all));
  if (!read.found) return {read.found.why().message};
  std::vector<std::string> urls;
  for (const auto& one : read.records) urls.push_back(one.fault.empty() ? one.made.url : one.fault);
  return urls;
}

auto collection(const std::string& url) -> std::string {
  return R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "OrderedCollection", "orderedItems": [")" +
         url + R"("]})";
}

auto omnivore(const std::string& name) -> std::string {
  return R"([{"id": "1", "slug": "x", "url": "https://)" + name +
         R"(.example/", "labels": [], "savedAt": "2023-11-14T22:13:20Z"}])";
}

}  // namespace

TEST_CASE("given a ZIP with one file of bookmarks, when it is read, then as that file, wherever it lies") {
  CHECK(urls_of({{"a/b/c.json", pinboard}}) == std::vector<std::string>{"https://a.example/"});
  CHECK(urls_of({{"Takeout/Chrome/Bookmarks.html", netscape},
                 {"Takeout/archive_browser.html", "<html><body>Your archive</body></html>"},
                 {"Takeout/Chrome/History.json", R"({"Browser History": []})"}}) ==
        std::vector<std::string>{"https://h.example/"});
  CHECK(urls_of({{"../../etc/passwd", pinboard}}) == std::vector<std::string>{"https://a.example/"});
  CHECK(urls_of({{"Bookmarks", R"({"roots": {"other": {"children": [{"url": "https://c.example/"}]}}})"},
                 {"__MACOSX/._Bookmarks", pinboard},
                 {".hidden.json", pinboard}}) == std::vector<std::string>{"https://c.example/"});
}

TEST_CASE("given Mastodon's archive, when it is read, then its bookmarks count, and no likes or posts") {
  CHECK(urls_of({{"actor.json", R"({"@context": [], "type": "Person"})"},
                 {"outbox.json", collection("https://post.example/")},
                 {"likes.json", collection("https://like.example/")},
                 {"bookmarks.json", collection("https://kept.example/")},
                 {"media_attachments/x.png", "\x89PNG"}}) ==
        std::vector<std::string>{"https://kept.example/"});
}

TEST_CASE("given exports in numbered parts, when they are read, then one part after the other") {
  CHECK(urls_of({{"metadata_100_to_120.json", omnivore("c")},
                 {"metadata_0_to_20.json", omnivore("a")},
                 {"metadata_20_to_40.json", omnivore("b")},
                 {"content/a.html", netscape},
                 {"highlights/a.md", "- [x](https://x.example/)\n"}}) ==
        std::vector<std::string>{"https://a.example/", "https://b.example/", "https://c.example/"});
  CHECK(urls_of({{"part_000001.csv", pocket + "B,https://b.example/,1,,unread\n"},
                 {"part_000000.csv", pocket + "A,https://a.example/,1,,unread\n"}}) ==
        std::vector<std::string>{"https://a.example/", "https://b.example/"});
}

TEST_CASE("given Google's archive with a reading list, when it is read, then both files are one import") {
  const std::string list =
      "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><A HREF=\"https://r.example/\">R</A></DL>";
  CHECK(urls_of({{"Takeout/Chrome/Reading List.html", list}, {"Takeout/Chrome/Bookmarks.html", netscape}}) ==
        std::vector<std::string>{"https://h.example/", "https://r.example/"});
}

TEST_CASE("given Omnivore's archive packed with a folder around it, when it is read, then its list counts") {
  CHECK(urls_of({{"o/metadata_0_to_20.json", omnivore("a")},
                 {"o/content/a.html", netscape},
                 {"o/highlights/a.md", "- [x](https://x.example/)\n"}}) ==
        std::vector<std::string>{"https://a.example/"});
  CHECK(urls_of({{"x/content/b.html", netscape}}) == std::vector<std::string>{"https://h.example/"});
}

TEST_CASE(
    "given a ZIP with several files of bookmarks, when it is read, then they are named and none is read") {
  const auto told =
      urls_of({{"one.json", pinboard}, {"d/two.html", netscape}, {"notes.txt", "https://n.example/\n"}});
  REQUIRE(told.size() == 1);
  CHECK(told[0] ==
        "The ZIP holds several files of bookmarks: one.json, d/two.html. Each is an import of its own.");
  files many;
  for (int i = 0; i < 9; ++i) many.emplace_back("file" + std::to_string(i) + ".json", pinboard);
  CHECK(urls_of(many)[0].find("file4.json and others.") != std::string::npos);
}

TEST_CASE("given a ZIP without bookmarks, or a damaged one, when it is read, then it says so") {
  CHECK(urls_of({{"readme.bin", "x"}, {"data.json", "[1, 2]"}})[0] ==
        "The ZIP holds no file of bookmarks in a format that is read.");
  auto cut = zipped({{"a.json", pinboard}});
  cut.resize(cut.size() / 2);
  const auto damaged = read_whole(cut);
  REQUIRE_FALSE(damaged.found.ok());
  CHECK(damaged.found.why().code == errc::archive_damaged);
  const auto wrong = read_whole(zipped({{"a.json", pinboard.substr(0, pinboard.size() - 1)}}));
  REQUIRE_FALSE(wrong.found.ok());
  CHECK(wrong.found.why().code == errc::invalid_json);
}

TEST_CASE(
    "given a file in a ZIP that is protected or damaged, when it is read, then it is named, and what it is") {
  const auto told = [](const std::string& packed) {
    const auto read = read_whole(packed);
    REQUIRE_FALSE(read.found.ok());
    return std::string(name_of(read.found.why().code)) + ": " + read.found.why().message;
  };
  const auto plain = zipped({{"d/a.json", pinboard}, {"b.html", netscape}});
  auto packed = plain;
  packed[6] = 1;  // the first bit of its flags, and of those in the directory
  packed[packed.find("PK\x01\x02") + 8] = 1;
  CHECK(told(packed) ==
        "unknown_format: The file d/a.json in the ZIP is protected with a password: pack it without one.");
  packed = plain;
  packed.replace(packed.find("b.html") + 6, 10, 10, '\xFF');
  CHECK(told(packed) == "archive_damaged: The file b.html in the ZIP cannot be unpacked.");
}

TEST_CASE("given an entry that grows beyond measure, when it is read, then it is refused while it grows") {
  const auto bomb = read_whole(
      zipped({{"a.json", pinboard.substr(0, pinboard.size() - 1) + std::string(40 << 20, ' ') + "]"}}));
  REQUIRE_FALSE(bomb.found.ok());
  CHECK(bomb.found.why().code == errc::too_large_inflated);
  const std::string blanks(40 << 20, ' ');
  for (const auto& text :
       {"<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><DT><A HREF=\"https://a.example/\">A</A>" + blanks,
        "https://a.example/1\nhttps://a.example/2\n" + blanks, collection("https://a.example/") + blanks}) {
    const auto other = read_whole(zipped({{"a.txt", text}}));
    REQUIRE_FALSE(other.found.ok());
    CHECK(other.found.why().code == errc::too_large_inflated);
  }
}

TEST_CASE(
    "given an archive, when an import of it begins anew after any chunk, then it gives the same records") {
  std::string items;
  for (int i = 0; i < 25; ++i)
    items += (i == 0 ? "" : ",") +
             (R"({"href": "https://a.example/)" + std::to_string(i) + R"(", "toread": "no"})");
  const auto packed = zipped({{"a.json", "[" + items + "]"}});
  const auto all = read_whole(packed);
  const auto again = read_whole(packed, "{}", 7);
  REQUIRE(all.records.size() == 25);
  REQUIRE(again.records.size() == 25);
  for (std::size_t i = 0; i < 25; ++i) CHECK(all.records[i].made.url == again.records[i].made.url);
}

TEST_CASE(
    "given a table of URLs of no known program, when it is told to be one, then it is read, else refused") {
  const std::string table = "Name,Link\nA,https://a.example/\n";
  const auto refused = kind().recognise("auto", table);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.why().code == errc::unknown_format);
  CHECK(kind().recognise("csv", table).ok());
  CHECK(kind().recognise("csv", pocket + "A,https://a.example/,1,,unread\n").ok());
  CHECK_FALSE(kind().recognise("csv", pinboard).ok());
  const auto read = read_whole(table);
  REQUIRE(read.records.size() == 1);
  CHECK(read.records[0].made.url == "https://a.example/");
}

}  // namespace waybill::bookmarks::test
