#include "domains/nodes/batch.hpp"
#include "tests/domains/nodes/reading.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;
using namespace std::string_literals;

namespace {

auto item_of(const std::string& item) -> read_record {
  const auto all = stored(R"({"urls":[)" + item + "]}").all();
  REQUIRE(all.size() == 1);
  return all.front();
}

auto why(const std::string& document) -> error {
  const auto found = stored(document).check();
  REQUIRE_FALSE(found.ok());
  CHECK(stored(document).check_in_pieces().why().message == found.why().message);
  return found.why();
}

}  // namespace

TEST_CASE("given a batch, when it is read, then strings and objects are its URLs, in their order") {
  const auto all =
      stored(R"({"project":"p","urls":["https://a.example/x",{"url":"https://a.example/y","title":"Y"}]})")
          .all();
  CHECK(urls_of(all) == words{"https://a.example/x", "https://a.example/y"});
  CHECK(all[0].title == "X");
  CHECK(all[1].title == "Y");
}

TEST_CASE(
    "given a batch whose project and options stand behind its URLs, when it is checked, then both are "
    "found") {
  batch_check check;
  check.feed(
      R"({ "urls" : ["https://a/"], "options":{"chunk_size": 10, "x": {"urls": [1]}}, "project" : "prj_1" })");
  const auto found = check.finish();
  REQUIRE(found.ok());
  CHECK(found->records == 1);
  CHECK(check.beside().options == R"({"chunk_size": 10, "x": {"urls": [1]}})");
  CHECK(check.beside().project == R"("prj_1")");
}

TEST_CASE("given a batch, when its URLs come in, then they are counted as they come") {
  batch_check check;
  check.feed(R"({"urls":[)");
  for (int i = 0; i < 10'001; ++i)
    check.feed((i == 0 ? "" : ",") + R"({"url":"https://a.example/)"s + std::to_string(i) + R"("})");
  CHECK(check.urls() == 10'001);
}

TEST_CASE("given a list that stands alone, when it is read, then it is a batch") {
  CHECK(urls_of(stored("\xEF\xBB\xBF [\"https://a/\" , {\"url\":\"https://b/\"}]").all()) ==
        words{"https://a/", "https://b/"});
  CHECK(stored("[]").all().empty());
  CHECK(stored(R"({"urls":[]})").all().empty());
}

TEST_CASE("given JSON that is no batch, when it is checked, then the fault says what is wrong and where") {
  CHECK(why(R"({"urls":["https://a/")").code == errc::invalid_json);
  CHECK(why(R"({"urls":["https://a/"]} x)").code == errc::invalid_json);
  CHECK(why(R"({"pages":["https://a/"],"urls":["https://a/"]})").code == errc::unknown_field);
  CHECK(why(R"({"pages":["https://a/"],"urls":["https://a/"]})").message ==
        "The key 'pages' is not known; a batch knows 'project', 'urls' and 'options'.");
  CHECK(why(R"({"pages":["https://a/"],"urls":["https://a/"]})").place.column == 10);
  CHECK(why(R"({"urls":"https://a/"})").code == errc::no_urls);
  CHECK(why(R"({"urls":["https://a/"],"urls":7})").code == errc::no_urls);
  CHECK(why("{\n").code == errc::invalid_json);
}

TEST_CASE("given a batch that is cut off anywhere, when it is checked, then it is no JSON") {
  const std::string document = R"({"options":{"chunk_size":10},"urls":["https://a/",{"url":"https://b/"}]})";
  for (std::size_t size = 2; size < document.size(); ++size) {
    const auto found = stored(document.substr(0, size)).check();
    REQUIRE_FALSE(found.ok());
    CHECK(found.why().code == errc::invalid_json);
  }
}

TEST_CASE("given items that are no nodes, when they are read, then each fails alone and the rest goes on") {
  const auto all =
      stored(R"({"urls":[7,null,["https://a/"],{},{"url":null},{"url":8},{"url":"  "},"","https://a/"]})")
          .all();
  CHECK(faults_of(all) == words{"not_a_node", "not_a_node", "not_a_node", "url_missing", "url_missing",
                                "url_invalid", "url_missing", "url_missing", ""});
  CHECK(all[0].title == "7");
  CHECK(all[5].url == "8");
}

TEST_CASE(
    "given an item with more than a URL, when it is read, then the sitemap's members and unknown keys are in "
    "the metadata") {
  const auto one = item_of(
      R"({"url":"https://a/x","lastmod":"2024-01-15","changefreq":"daily","priority":0.50,"metadata":{ "a" : [1, 2] },"seo_title":"S"})");
  CHECK(one.metadata ==
        R"({"a":[1,2],"lastmod":"2024-01-15","changefreq":"daily","priority":0.50,"seo_title":"S"})");
  CHECK(one.warnings == words{"unknown_key"});
}

TEST_CASE(
    "given keys that stand twice, when an item is read, then the last counts, and what stands beside the "
    "metadata counts more than what is in it") {
  const auto one = item_of(
      R"({"url":"https://a/x","metadata":{"a":1,"\u0061":2,"lastmod":"old"},"lastmod":"new","url":"https://a/y"})");
  CHECK(one.url == "https://a/y");
  CHECK(one.metadata == R"({"\u0061":2,"lastmod":"new"})");
}

TEST_CASE("given metadata that is no object, when an item is read, then it is kept under its name") {
  CHECK(item_of(R"({"url":"https://a/x","metadata":[1]})").metadata == R"({"metadata":[1]})");
  CHECK(item_of(R"({"url":"https://a/x","metadata":[1]})").warnings == words{"unknown_key"});
  CHECK(item_of(R"({"url":"https://a/x","metadata":{}})").metadata.empty());
}

TEST_CASE("given a title that is no text, when an item is read, then the title is made of the address") {
  CHECK(item_of(R"({"url":"https://a/x-y","title":7})").title == "X y");
  CHECK(item_of(R"({"url":"https://a/x-y","title":7})").warnings == words{"value_ignored"});
  CHECK(item_of(R"({"url":"https://a/x-y","title":"  "})").title == "X y");
  CHECK(item_of(R"({"url":"https://a/x-y","title":" \u00c9t\u00e9 "})").title == "\u00c9t\u00e9");
  CHECK(item_of(R"({"url":"https://a/x-y","title":")" + std::string(256, 't') + "\"}").warnings ==
        words{"title_long"});
}

TEST_CASE(
    "given an item of Waybill's own export, when it comes back, then what is derived is derived anew, and a "
    "stranger's id is kept") {
  CHECK(item_of(R"({"id":"nod_0","url":"https://a/x","parent":"nod_1","depth":1,"created_at":"2024"})")
            .metadata.empty());
  CHECK(item_of(R"({"id":17,"url":"https://a/x","parent":3})").metadata == R"({"id":17,"parent":3})");
}

TEST_CASE("given more than ten levels, when an item is read, then a warning says so") {
  CHECK(item_of(R"("https://a/1/2/3/4/5/6/7/8/9/10")").warnings.empty());
  CHECK(item_of(R"("https://a/1/2/3/4/5/6/7/8/9/10/11")").warnings == words{"very_deep"});
}

TEST_CASE("given metadata at the limit of 64 KiB, when an item is read, then one byte more fails") {
  const auto with = [](std::size_t size) {
    return item_of(R"({"url":"https://a/x","metadata":{"a":")" + std::string(size - 8, 'm') + "\"}}");
  };
  CHECK(with(64 << 10).metadata.size() == 64 << 10);
  CHECK(with((64 << 10) + 1).fault == "metadata_too_large");
  CHECK(with((64 << 10) + 1).url == "https://a/x");
}

TEST_CASE(
    "given items beyond the limit of a record, when they are read, then each fails alone with what is too "
    "large") {
  const std::string large(5'000, 'x');
  const auto all =
      stored(R"({"urls":[{"url":"https://a/x","metadata":{"a":")" + large + R"("}},{"url":"https://a/)" +
             large + R"("},"https://a/)" + large + R"(","https://a/y"]})")
          .all("{}", 1'000);
  CHECK(faults_of(all) == words{"metadata_too_large", "url_too_long", "url_too_long", ""});
  CHECK(all[0].title.starts_with(R"({"url":"https://a/x")"));
}

TEST_CASE("given JSON lines, when they are read, then every line is an item, and empty ones are none") {
  const auto all =
      stored("{\"url\":\"https://a/x\",\"title\":\"X\"}\r\n\n  \n\"https://a/y\"\n{\"url\":\"https://a/z\"}")
          .all();
  CHECK(urls_of(all) == words{"https://a/x", "https://a/y", "https://a/z"});
  CHECK(stored("\xEF\xBB\xBF\"https://a/x\"\n").all().front().url == "https://a/x");
}

TEST_CASE(
    "given JSON lines with a line that is no JSON, when they are read, then that line fails and the rest "
    "goes on") {
  const auto all = stored(
                       "{\"url\":\"https://a/x\"}\n{\"url\":\n\"https://a/\xFF\"\n{\"url\":\"https://a/y\"} "
                       "{\n[]\n{\"url\":\"https://a/z\"")
                       .all();
  CHECK(faults_of(all) ==
        words{"", "line_invalid", "line_invalid", "line_invalid", "not_a_node", "line_invalid"});
  CHECK(all[1].title == "{\"url\":");
}

TEST_CASE("given the nested export, when it is handed in, then it is refused, and is no record that fails") {
  CHECK(why(R"({"nodes": [{"id": "nod_1", "url": "https://a/", "children": []}]})").code ==
        errc::unknown_field);
  CHECK(stored(R"({"url": "https://a/", "nodes": 3})").all().size() == 1);
}

TEST_CASE("given JSON lines beyond the limit of a record, when they are read, then each fails alone") {
  const auto all = stored("{\"url\":\"https://a/x\"}\n{\"url\":\"https://a/y\",\"metadata\":{\"m\":\"" +
                          std::string(700'000, 'x') + "\"}}\n\"https://a/z\"\n")
                       .all("{}", 1'000);
  CHECK(faults_of(all) == words{"", "metadata_too_large", ""});
}
