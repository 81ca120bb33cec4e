// What is exported and imported again: what a format can carry comes back equal.
#include <random>

#include "domains/bookmarks/export_parts.hpp"
#include "domains/bookmarks/exports.hpp"
#include "tests/domains/bookmarks/reading.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;
using nlohmann::json;

namespace {

using dice_box = std::mt19937;

/// Words that every format carries, and that are markup, separators and quotes somewhere.
auto words(dice_box& dice, std::size_t most) -> std::string {
  constexpr std::string_view all[] = {"a",    "<b>", "&amp;", "&",  "\"x\"", "it's", "é",
                                      "日本", "😀",   "=1+1",  "-5", "</A>",  "#",    "%41",
                                      "+1",   "@me", ";",     "x;", "'=2"};
  std::string text(all[dice() % std::size(all)]);
  for (auto left = dice() % most; left > 0; --left) text.append(" ").append(all[dice() % std::size(all)]);
  return text;
}

auto tags(dice_box& dice) -> std::vector<std::string> {
  std::vector<std::string> made;
  for (auto left = dice() % 4; left > 0; --left) {
    auto tag = words(dice, 1);
    if (std::ranges::find(made, tag) == made.end()) made.push_back(std::move(tag));
  }
  return made;
}

auto random_bookmark(dice_box& dice, int number) -> bookmark {
  auto one = bare_bookmark("https://example.org/" + std::to_string(number) + "?a=<&b=\"'", words(dice, 4),
                           {static_cast<std::int64_t>(1 + dice() % 2'000'000'000) * 1'000'000});
  one.updated_at = dice() % 2 == 0 ? one.created_at : instant{one.created_at.us + 1'000'000};
  if (dice() % 2 == 0) one.description = words(dice, 5) + (dice() % 2 == 0 ? "\n" + words(dice, 3) : "");
  if (dice() % 2 == 0) one.feed_url = "https://example.org/feed?a=1&b=2";
  one.tags = tags(dice);
  json extra = json::object();
  std::vector<std::string> folder;
  for (auto left = dice() % 3; left > 0; --left) folder.push_back("F " + words(dice, 2));
  if (!folder.empty()) extra["folder"] = folder;
  if (!extra.empty()) one.extra = extra.dump();
  return one;
}

auto written(const export_format& format, const std::vector<bookmark>& all) -> std::string {
  const auto to = format.make({reading_time, all.size()});
  std::string out;
  to->begin(out);
  for (const auto& one : all) to->add(one, out);
  to->end(out);
  return out;
}

struct carried {
  bool description = true, feed = true, updated = true, created = true, folder = true;
};

/// As text, with what the format carries alone.
auto told(const bookmark& from, const carried& what) -> std::string {
  json all{{"url", from.url}, {"title", from.title}, {"tags", from.tags}};
  if (what.description) all["description"] = from.description.value_or("");
  if (what.feed) all["feed"] = from.feed_url.value_or("");
  if (what.created) all["created"] = from.created_at.us;
  if (what.updated) all["updated"] = from.updated_at.us;
  if (what.folder) all["folder"] = folder_of(from);
  return all.dump();
}

void check_round_trip(std::string_view name, std::string_view read_as, const carried& what) {
  const auto seed = std::random_device{}();
  CAPTURE(seed, name);
  dice_box dice{seed};
  const auto* const format = &*std::ranges::find(export_formats(), name, &export_format::name);
  std::vector<bookmark> all;
  for (int i = 0; i < 300; ++i) {
    auto one = random_bookmark(dice, i);
    if (name == "opml") one.feed_url = "https://example.org/feed/" + std::to_string(i);
    if (name == "json")
      for (auto& tag : one.tags) std::ranges::replace(tag, ' ', '_');
    all.push_back(std::move(one));
  }
  const auto file = read_whole(written(*format, all), R"({"folders":"ignore"})", 1 + dice() % 100);
  REQUIRE(file.found.ok());
  CHECK(file.found->format == read_as);
  REQUIRE(file.records.size() == all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    CHECK(file.records[i].fault.empty());
    CHECK(told(file.records[i].made, what) == told(all[i], what));
  }
}

}  // namespace

TEST_CASE("given any bookmarks, when they leave as HTML and come back, then they are equal") {
  check_round_trip("netscape", "netscape", {});
}

TEST_CASE("given any bookmarks, when they leave as CSV and come back, then they are equal") {
  check_round_trip("csv", "csv", {});
}

TEST_CASE("given tags in brackets, when they leave as CSV and come back, then they are the same tags") {
  const auto& csv = *std::ranges::find(export_formats(), "csv", &export_format::name);
  for (const auto& tags :
       std::vector<std::vector<std::string>>{{"[]"}, {"[a", "b]"}, {"[\"x\"]"}, {"[x]", "y"}, {"[1, 2]"}}) {
    auto one = bare_bookmark("https://a.example/", "A", *parse_date("2020-01-01T00:00:00Z"));
    one.tags = tags;
    const auto all = read_whole(written(csv, {one}));
    REQUIRE(all.records.size() == 1);
    CHECK(all.records[0].made.tags == tags);
  }
}

TEST_CASE("given any bookmarks, when they leave as Pinboard's JSON and come back, then they are equal") {
  check_round_trip("json", "pinboard", {.feed = false, .updated = false, .folder = false});
}

TEST_CASE("given any bookmarks with a feed, when they leave as OPML and come back, then they are equal") {
  check_round_trip("opml", "opml", {.updated = false, .created = false});
}

TEST_CASE(
    "given what other formats say under the names of fields, when bookmarks leave as ActivityStreams or CSV "
    "and come back, then they are equal") {
  const std::vector<std::string> names{"url",          "name",      "tag",       "summary", "published",
                                       "updated",      "feedUrl",   "href",      "id",      "type",
                                       "nameMap",      "content",   "as:name",   "@id",     "mediaType",
                                       "waybill:name", "waybill:x", "attachment"};
  const std::vector<std::string> values{R"("words")",
                                        "5",
                                        "null",
                                        "true",
                                        R"(["a",{"name":"b"}])",
                                        R"({"x":null})",
                                        R"("https://other.example/")"};
  std::vector<bookmark> all;
  for (const auto& name : names)
    for (const auto& value : values)
      for (const bool is_full : {false, true}) {
        auto one = bare_bookmark((is_full ? "https://a.example/" : "place:") + std::to_string(all.size()),
                                 "T", {1'000'000});
        one.updated_at = {2'000'000};
        one.extra = "{\"" + name + "\":" + value + "}";
        if (is_full) one.description = "D";
        if (is_full) one.tags = {"t"};
        if (is_full) one.feed_url = "https://feed.example/";
        all.push_back(std::move(one));
      }
  for (const std::string_view name : {"activitystreams", "csv"}) {
    const auto* const format = &*std::ranges::find(export_formats(), name, &export_format::name);
    const auto file = read_whole(written(*format, all));
    REQUIRE(file.records.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      INFO(name << " " << all[i].url << " " << all[i].extra);
      CHECK(file.records[i].made.extra == all[i].extra);
      // A date of creation that nobody can read goes out as it came in, and comes back as one.
      const bool is_of_date = all[i].extra.starts_with(R"({"published")");
      const carried what{.created = !is_of_date};
      CHECK(told(file.records[i].made, what) == told(all[i], what));
    }
  }
}
