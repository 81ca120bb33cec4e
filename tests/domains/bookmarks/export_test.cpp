#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;
using nlohmann::json;

namespace {

auto item_of(const bookmark& from) -> std::string {
  std::string out;
  append_item(from, out);
  return out;
}

}  // namespace

TEST_CASE(
    "given the items of the format's description, when they are written, then byte for byte as shown there") {
  const bookmark notes{
      .url = "https://Example.org/Notes/?utm_source=rss&b=2&a=1",
      .title = "Field notes",
      .description = "Two lines\nof text",
      .tags = {"python", "to read"},
      .feed_url = "https://example.org/feed.xml",
      .created_at = *parse_date("2024-01-15T10:30:00Z"),
      .updated_at = *parse_date("2024-01-16T09:15:00.25Z"),
      .extra =
          R"({"image":"https://example.org/p.jpg","author":"A. Writer","_unfurl_description":"From the page"})"};
  CHECK(
      item_of(notes) ==
      R"({"type": "Link", "url": "https://Example.org/Notes/?utm_source=rss&b=2&a=1", "name": "Field notes", )"
      R"("published": "2024-01-15T10:30:00+00:00", "updated": "2024-01-16T09:15:00.250000+00:00", )"
      R"("summary": "Two lines\nof text", "tag": ["python", "to read"], "feedUrl": "https://example.org/feed.xml", )"
      R"("image": "https://example.org/p.jpg", "author": "A. Writer", "_unfurl_description": "From the page"})");
  const auto date = *parse_date("2009-02-03T04:05:06Z");
  const auto untagged = bare_bookmark("http://bash.org/?564283", "Untagged", date);
  CHECK(item_of(untagged) ==
        R"({"type": "Link", "url": "http://bash.org/?564283", "name": "Untagged", )"
        R"("published": "2009-02-03T04:05:06+00:00", "updated": "2009-02-03T04:05:06+00:00"})");
}

TEST_CASE("given texts with every byte, when the item is read as JSON, then they are the same") {
  auto from = full_bookmark();
  std::string all;
  for (char c = 0; c < 127; ++c) all.push_back(c);
  all += "\x7F é € 😀 \u2028";
  from.url = from.title = all;
  from.description = all;
  from.feed_url = all;
  from.tags = {all, "b"};
  const auto item = json::parse(item_of(from));
  for (const auto* key : {"url", "name", "summary", "feedUrl"}) CHECK(item.at(key) == all);
  CHECK(item.at("tag") == json::array({all, "b"}));
  CHECK(item_of(from).find('\n') == std::string::npos);
  CHECK(item_of(bare_bookmark("\"\\/\b\f\n\r\t\x01\x1f\x7F", ""))
            .find(R"("url": "\"\\/\b\f\n\r\t\u0001\u001f)"
                  "\x7F\"") != std::string::npos);
}

TEST_CASE("given an empty description and feed, when the item is written, then they stand there, empty") {
  auto from = full_bookmark();
  from.description = "";
  from.feed_url = "";
  from.tags.clear();
  const auto item = json::parse(item_of(from));
  CHECK(item.at("summary") == "");
  CHECK(item.at("feedUrl") == "");
  CHECK_FALSE(item.contains("tag"));
}

TEST_CASE(
    "given a type among the extra keys, when the item is written, then it stands first, once, as spelled") {
  for (const std::string key : {"type", "t\\u0079pe"}) {
    auto from = full_bookmark();
    from.extra = R"({"a":1.0,")" + key + R"(":["Link","Article"],"b":2})";
    const auto text = item_of(from);
    INFO(text);
    CHECK(text.starts_with(R"({"type": ["Link","Article"], "url": )"));
    CHECK(text.ends_with(R"(, "a": 1.0, "b": 2})"));
    CHECK(text.find("pe\"", 8) == std::string::npos);
  }
}

TEST_CASE(
    "given an extra key that is the name of a field, when the item is written, then it stands there under a "
    "name that is none") {
  auto from = full_bookmark();
  from.extra =
      R"({"url":1,"name":2,"n\u0061me":2,"as:name":3,"published":"3","updated":"2024-01-01","summary":5,"tag":6,"feedUrl":7,"x":8})";
  const std::string at_the_end =
      R"(, "waybill:url": 1, "waybill:name": 2, "waybill:n\u0061me": 2, "waybill:as:name": 3, )"
      R"("waybill:updated": "2024-01-01", "waybill:summary": 5, "waybill:tag": 6, "waybill:feedUrl": 7, "x": 8})";
  CHECK(item_of(from).ends_with(R"("feedUrl": "https://example.org/feed.xml")" + at_the_end));
  CHECK(item_of(from).starts_with(R"({"type": "Link", "url": "https://Example.org/Notes/?b=2&a=1", )"));
  CHECK(item_of(from).find(R"("published": "3")") != std::string::npos);
  from.description.reset();
  from.feed_url.reset();
  from.tags.clear();
  CHECK(item_of(from).ends_with(at_the_end));
}

TEST_CASE("given other URLs in extra, when the item is written, then they stand behind the one that counts") {
  auto from = full_bookmark();
  from.extra = R"({"url":[{"href":"https://b/"},"magnet:?x"],"x":8})";
  CHECK(item_of(from).starts_with(
      R"({"type": "Link", "url": ["https://Example.org/Notes/?b=2&a=1", {"href":"https://b/"},"magnet:?x"], "name": )"));
  CHECK(item_of(from).ends_with(R"("feedUrl": "https://example.org/feed.xml", "x": 8})"));
}

TEST_CASE("given dates that could not be read, when the item is written, then they go out as they came in") {
  auto from = full_bookmark();
  from.updated_at = from.created_at;
  from.extra = R"({"published":"yest\u0065rday","updated":{"x":[1]}})";
  const auto text = item_of(from);
  INFO(text);
  CHECK(text.find(R"("published": "yest\u0065rday", "updated": {"x":[1]}, "summary")") != std::string::npos);
  CHECK(json::parse(text).size() == json::parse(item_of(full_bookmark())).size() - 2);
}

TEST_CASE("given head, items and tail, when they are put together, then they are a collection") {
  const auto at = *parse_date("2025-06-28T14:30:00.123456Z");
  auto text = export_head(at, 2);
  append_item(full_bookmark(), text);
  text += ",\n";
  append_item(full_bookmark(), text);
  text += export_tail();
  const auto document = json::parse(text);
  CHECK(document.at("@context").at(0) == "https://www.w3.org/ns/activitystreams");
  CHECK(document.at("@context").at(1) ==
        json{{"pebbling", "https://pebbling.club/ns/"}, {"feedUrl", "pebbling:feedUrl"}});
  CHECK(document.at("type") == "Collection");
  CHECK(document.at("published") == "2025-06-28T14:30:00.123456+00:00");
  CHECK(document.at("totalItems") == 2);
  CHECK(document.at("items").size() == 2);
  CHECK(json::parse(export_head(at, 0) + export_tail()).at("items").empty());
}
