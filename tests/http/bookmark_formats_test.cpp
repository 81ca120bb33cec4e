// Files of bookmarks in every format, from the upload to the export.
#include <atomic>
#include <catch2/catch.hpp>
#include <filesystem>
#include <future>

#include "tests/http/house.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const std::string head = "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n";
const std::string browser =
    head +
    "<DT><H3>Recipes</H3><DL><DT><A HREF=\"https://a.example/?x=1&amp;y=2\" ADD_DATE=\"1700000000\" "
    "TAGS=\"t\" "
    "PRIVATE=\"1\">Tarte &agrave; l'oignon</A>\n<DD>one\ntwo\n<HR></DL><DT><A>nothing</A></DL>\n";

auto extension_of_stored(const house& here) -> std::string {
  for (const auto& one : std::filesystem::recursive_directory_iterator(here.directory / "imports"))
    if (one.is_regular_file()) return one.path().extension();
  return {};
}

auto many(int count) -> std::string {
  auto file = head;
  for (int i = 0; i < count; ++i) {
    const auto n = std::to_string(i);
    if (i % 100 == 0) file += "<DT><H3>Folder " + n + "</H3><DL>\n";
    file += "<DT><A HREF=\"https://a.example/" + n + "\" ADD_DATE=\"" + std::to_string(1'700'000'000 + i) +
            "\">No. " + n + "</A>\n";
    if (i % 100 == 99) file += "</DL>\n";
  }
  return file + "</DL>\n";
}

/// The items of an export, without what stands before them.
auto items_of(const house& here, const inhabitant& who) -> std::string {
  const auto all = here.get(who, "/api/v1/bookmarks/export?format=activitystreams").body;
  return all.substr(all.find("\"items\""));
}

auto bring(const house& here, const inhabitant& who, const std::string& file,
           const std::vector<std::pair<std::string, std::string>>& fields = {}) -> std::string {
  const auto accepted = here.upload(who, file, fields);
  REQUIRE(accepted.status == 202);
  return accepted.parsed().at("id");
}

}  // namespace

TEST_CASE(
    "given a browser's file, when it is uploaded, then its format is found, told, and its bookmarks are "
    "there") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto format = GENERATE(std::string("auto"), std::string("netscape"));
  const auto id = bring(here, ann, browser, {{"format", format}});
  here.await(ann, id, import_status::completed);
  const auto import = here.get(ann, "/api/v1/imports/" + id).parsed();
  CHECK(import["format"] == "netscape");
  CHECK(import["findings"]["format_found"]["format"] == "netscape");
  CHECK(import["findings"]["left_out"] == 1);
  CHECK(import["evidence"]["reason"] == "evidence_doctype");
  CHECK(import["options"] == json({{"folders", "tags"}, {"on_duplicate", "skip"}}));
  const auto records = here.get(ann, "/api/v1/imports/" + id + "/records").parsed()["items"];
  REQUIRE(records.size() == 2);
  CHECK(records[0]["outcome"] == "created");
  CHECK(records[1]["code"] == "url_missing");
  CHECK(records[1]["title"] == "nothing");
  const auto items = here.get(ann, "/api/v1/bookmarks").parsed()["items"];
  REQUIRE(items.size() == 1);
  CHECK(items[0]["url"] == "https://a.example/?x=1&y=2");
  CHECK(items[0]["title"] == "Tarte à l'oignon");
  CHECK(items[0]["description"] == "one\ntwo");
  CHECK(items[0]["tags"] == json{"t", "Recipes"});
  CHECK(items[0]["extra"] == json({{"folder", {"Recipes"}}, {"private", true}}));
  CHECK(items[0]["created_at"].get<std::string>().starts_with("2023-11-14T22:13:20"));
}

TEST_CASE("given files of each format, when they are uploaded, then they are stored as what they are") {
  struct one_file {
    std::string content, format, extension;
  };
  const auto file = GENERATE(one_file{browser.substr(0, browser.size() - 20), "netscape", ".html"},
                             one_file{"https://a.example/ A\nhttps://b.example/\n", "urls", ".txt"},
                             one_file{document_of("a", 2), "activitystreams", ".json"});
  house here;
  const auto ann = here.inhabit("ann");
  std::string stored;
  std::string id;
  {
    const at_points look{[&](std::string_view point) {
      if (point == "submit.accepted") stored = extension_of_stored(here);
      return false;
    }};
    id = bring(here, ann, file.content);
  }
  here.await(ann, id, import_status::completed);
  CHECK(stored == file.extension);
  const auto import = here.get(ann, "/api/v1/imports/" + id).parsed();
  CHECK(import["format"] == file.format);
  CHECK_FALSE(import["findings"]["format_found"]["evidence"].get<std::string>().empty());
  CHECK(eventually([&] { return here.stored_files() == 0; }));
}

TEST_CASE(
    "given a file, when another format is asked for, then it is refused with what it is, and nothing stays") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto refused = [&](const std::string& file, const std::string& format) {
    const auto answer = here.upload(ann, file, {{"format", format}});
    CHECK(answer.status == 422);
    INFO(answer.body);
    CHECK(answer.code() == "unknown_format");
    CHECK(here.stored_files() == 0);
    return answer.parsed();
  };
  const auto other = refused(browser, "urls");
  INFO(other.dump());
  CHECK(other["detail"] == "The file is 'netscape', and not 'urls'.");
  CHECK(other["reason"] == "format_other");
  CHECK(other["values"] == json({{"name", "netscape"}, {"format", "urls"}}));
  CHECK(refused(document_of("a", 1), "netscape")["values"]["name"] == "activitystreams");
  CHECK(refused("nobody knows", "netscape")["reason"] == "format_not");
  refused(browser, "mork");
  refused("<!DOCTYPE html><html><body><p>Hello <a href=\"https://a/\">a</a></p></body></html>", "auto");
  CHECK(here.upload(ann, browser, {{"options", R"({"folders":"all"})"}}).parsed()["reason"] ==
        "folders_rule");
}

TEST_CASE(
    "given an import of a browser's file in its middle, when the server begins again, then nothing is lost "
    "or twice") {
  house here;
  const auto ann = here.inhabit("ann");
  constexpr int count = 5'000;
  std::promise<void> reached, opened;
  std::atomic<int> chunks{0};
  int before = 0;
  std::string id;
  {
    // Its third chunk is decided when the server is told to stop.
    const at_points gate{[&, open = opened.get_future().share()](std::string_view point) {
      if (point == "stop.begun") opened.set_value();
      if (point == "stop.actors_ended") before = chunks;
      if (point != "store.decided" || ++chunks != 3) return false;
      reached.set_value();
      open.wait();
      return false;
    }};
    id = bring(here, ann, many(count));
    reached.get_future().wait();
    here.restart();
  }
  CHECK((before >= 3 && before < 10));
  here.await(ann, id, import_status::completed);
  const auto progress = here.get(ann, "/api/v1/imports/" + id).parsed()["progress"];
  CHECK(progress["created"] == count);
  CHECK(progress["skipped"] == 0);
  const auto ben = here.inhabit("ben");
  here.await(ben, bring(here, ben, many(count)), import_status::completed);
  CHECK(items_of(here, ann) == items_of(here, ben));
}

TEST_CASE(
    "given bookmarks of each format, when they are exported and imported by another, then the exports are "
    "equal") {
  const auto file = GENERATE(std::string(browser),
                             std::string("https://a.example/ A\nftp://b.example/x B\nhttps://c.example/\n"));
  house here;
  const auto ann = here.inhabit("ann");
  const auto ben = here.inhabit("ben");
  here.await(ann, bring(here, ann, file), import_status::completed);
  const auto exported = here.get(ann, "/api/v1/bookmarks/export?format=activitystreams").body;
  here.await(ben, bring(here, ben, exported), import_status::completed);
  CHECK(items_of(here, ben) == items_of(here, ann));
}

TEST_CASE(
    "given a file that ends in the middle, when it is imported, then what stood before is there, and it is "
    "told") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = bring(here, ann, browser.substr(0, browser.find("one\n")));
  here.await(ann, id, import_status::completed);
  const auto import = here.get(ann, "/api/v1/imports/" + id).parsed();
  CHECK(import["findings"]["warnings"] == json{"file_truncated"});
  CHECK(import["progress"]["created"] == 1);
}
