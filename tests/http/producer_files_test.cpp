// Bookmarks of each program and service, from the upload to the list.
#include <catch2/catch.hpp>
#include <vector>

#include "tests/domains/nodes/packing.hpp"
#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

struct sample {
  std::string format, content;
  json extra;  ///< of its one bookmark; it has the title A and lies at https://a.example/
};

const std::string pinboard = R"([{"href": "https://a.example/", "description": "A", "toread": "yes"}])";

auto samples() -> std::vector<sample> {
  const std::string firefox =
      R"({"root":"placesRoot","type":"text/x-moz-place-container","children":[{"title":"menu","children":[)"
      R"({"type":"text/x-moz-place","uri":"https://a.example/","title":"A","keyword":"k"}]}]})";
  // One block of literals alone.
  std::string packed("mozLz40\0", 8);
  for (unsigned shift = 0; shift < 32; shift += 8)
    packed.push_back(static_cast<char>(firefox.size() >> shift & 0xff));
  packed.append("\xf0").push_back(static_cast<char>(firefox.size() - 15));
  return {
      {"chrome",
       R"({"roots": {"bookmark_bar": {"children": [{"type": "url", "name": "A",
        "url": "https://a.example/", "guid": "g"}], "name": "Bar", "type": "folder"}}})",
       {{"folder", {"Bar"}}, {"guid", "g"}}},
      {"firefox", firefox, {{"folder", {"menu"}}, {"keyword", "k"}}},
      {"firefox-lz4", packed + firefox, {{"folder", {"menu"}}, {"keyword", "k"}}},
      {"safari",
       "<plist><dict><key>Children</key><array><dict><key>URLString</key><string>https://a.example/</string>"
       "<key>WebBookmarkType</key><string>WebBookmarkTypeLeaf</string><key>URIDictionary</key><dict>"
       "<key>title</key><string>A</string></dict></dict></array></dict></plist>",
       json::object()},
      {"opml",
       R"(<opml><body><outline text="F"><outline text="A" url="https://a.example/"/></outline></body></opml>)",
       {{"folder", {"F"}}}},
      {"pinboard", pinboard, {{"toread", "yes"}}},
      {"delicious",
       R"([{"url": "https://a.example/", "title": "A", "owner": "x", "private": "0"}])",
       {{"owner", "x"}, {"private", "0"}}},
      {"delicious",
       R"(<posts user="x"><post href="https://a.example/" description="A" shared="no"/></posts>)",
       {{"shared", "no"}}},
      {"wallabag",
       R"([{"url": "https://a.example/", "title": "A", "is_archived": 1}])",
       {{"is_archived", 1}}},
      {"wallabag",
       "Title;URL;Content;Tags;\"MIME Type\";Language;\"Creation "
       "date\"\nA;https://a.example/;;;text/html;;\n",
       {{"MIME Type", "text/html"}}},
      {"omnivore",
       R"([{"url": "https://a.example/", "title": "A", "savedAt": "2023-11-14T22:13:20Z", "state": "Archived"}])",
       {{"state", "Archived"}}},
      {"elcurator",
       R"([{"url": "https://a.example/", "title": "A", "is_saved": true}])",
       {{"is_saved", true}}},
      {"linkwarden",
       R"({"collections": [{"id": 1, "name": "C", "links": [{"url": "https://a.example/", "name": "A"}]}]})",
       {{"folder", {"C"}}}},
      {"karakeep",
       R"({"bookmarks": [{"title": "A", "archived": true, "content": {"type": "link", "url": "https://a.example/"}}]})",
       {{"archived", true}, {"content", {{"type", "link"}}}}},
      {"linkding",
       R"({"results": [{"url": "https://a.example/", "title": "A", "tag_names": [], "unread": true}]})",
       {{"unread", true}}},
      {"instapaper",
       "URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/,A,,Starred,1700000000,[]\n",
       {{"Folder", "Starred"}}},
      {"pocket",
       "title,url,time_added,tags,status\nA,https://a.example/,1700000000,,archive\n",
       {{"status", "archive"}}},
      {"raindrop",
       "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,A,,,https://a.example/,F/"
       "G,,,,,true\n",
       {{"folder", {"F", "G"}}, {"id", "1"}, {"favorite", "true"}}},
      {"readwise",
       "Title,URL,ID,Document tags,Saved date,Reading "
       "progress,Location,Seen\nA,https://a.example/,01,[],,0.5,new,True\n",
       {{"ID", "01"}, {"Reading progress", "0.5"}, {"Location", "new"}, {"Seen", "True"}}},
      {"csv",
       "url,title,description,tags,feed_url,created_at,updated_at,extra\nhttps://a.example/"
       ",A,,,,,,\"{\"\"n\"\":1}\"\n",
       {{"n", 1}}},
      {"zip", nodes::test::zipped({{"export/pinboard.json", pinboard}}), {{"toread", "yes"}}},
  };
}

}  // namespace

TEST_CASE(
    "given a file of each program, when it is uploaded, then its format is told and its bookmark is there") {
  house here;
  const auto ann = here.inhabit("ann");
  for (const auto& one : samples()) {
    INFO(one.format);
    INFO(one.content);
    const auto accepted = here.upload(ann, one.content, {{"options", R"({"folders":"ignore"})"}});
    INFO(accepted.body);
    REQUIRE(accepted.status == 202);
    const std::string id = accepted.parsed().at("id");
    here.await(ann, id, import_status::completed);
    const auto import = here.get(ann, "/api/v1/imports/" + id).parsed();
    CHECK(import["format"] == one.format);
    CHECK(import["findings"]["format_found"]["format"] == one.format);
    CHECK(import["evidence"]["reason"].get<std::string>().starts_with("evidence_"));
    const auto items = here.get(ann, "/api/v1/bookmarks").parsed()["items"];
    REQUIRE(items.size() == 1);
    CHECK(items[0]["url"] == "https://a.example/");
    CHECK(items[0]["title"] == "A");
    CHECK(items[0].value("extra", json()) == one.extra);
    REQUIRE(here.call(ann, "DELETE", "/api/v1/bookmarks/" + items[0]["identity"].get<std::string>()).status ==
            204);
  }
  CHECK(eventually([&] { return here.stored_files() == 0; }));
}

TEST_CASE(
    "given files that their format does not allow, when they are checked, then the import fails with the "
    "reason") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto failed = [&](const std::string& content) {
    const auto accepted = here.upload(ann, content);
    INFO(accepted.body);
    REQUIRE(accepted.status == 202);
    const std::string id = accepted.parsed().at("id");
    here.await(ann, id, import_status::failed);
    return here.get(ann, "/api/v1/imports/" + id).parsed()["error"];
  };
  const auto cut = failed(pinboard.substr(0, pinboard.size() - 1));
  CHECK(cut["code"] == "invalid_json");
  CHECK(cut["line"] == 1);
  CHECK(failed("<opml><body><outline></body></opml>")["code"] == "invalid_xml");
  CHECK(failed("<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body/></opml>")["code"] == "xml_refused");
  CHECK(failed(std::string("mozLz40\0\5\0\0\0\x10x\7\0", 16))["code"] == "archive_damaged");
  const auto several = failed(nodes::test::zipped({{"a.json", pinboard}, {"b.json", pinboard}}));
  CHECK(several["code"] == "unknown_format");
  CHECK(several["reason"] == "zip_several");
  CHECK(several["values"]["names"] == "a.json, b.json");
  CHECK(here.get(ann, "/api/v1/bookmarks").parsed()["items"].empty());
}

TEST_CASE(
    "given what is no file of bookmarks, or a table of nobody's, when it is sent, then it is refused at "
    "once") {
  house here;
  const auto ann = here.inhabit("ann");
  const std::string table = "Name,Link\nA,https://a.example/\n";
  const auto binary = here.upload(ann, std::string("bplist00\xd1\x01", 10));
  CHECK(binary.status == 422);
  CHECK(binary.parsed()["values"]["advice"] == "safari_as_html");
  const auto nobody = here.upload(ann, table);
  CHECK(nobody.status == 422);
  CHECK(nobody.parsed()["reason"] == "table_of_nobody");
  CHECK(here.stored_files() == 0);
  const auto told = here.upload(ann, table, {{"format", "csv"}});
  REQUIRE(told.status == 202);
  here.await(ann, told.parsed().at("id"), import_status::completed);
  CHECK(here.get(ann, "/api/v1/bookmarks").parsed()["items"].size() == 1);
}
