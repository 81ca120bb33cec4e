// What the tests of this folder share.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/url_identity.hpp"

namespace waybill::bookmarks::test {

inline auto read_json(const std::string& path) -> nlohmann::json {
  std::ifstream file(path);
  INFO("reading " << path);
  REQUIRE(file.good());
  return nlohmann::json::parse(file);
}

inline auto own_data(const std::string& name) -> nlohmann::json {
  return read_json("tests/domains/bookmarks/data/" + name);
}

inline auto normalized(std::string_view url) -> std::string {
  std::string out;
  normalize_url(url, out);
  return out;
}

/// A date as the format tells it: `raw` is JSON without escapes.
inline auto date(std::string_view raw) -> formats::activitystreams::spelled_value {
  return {raw.starts_with('"') ? raw.substr(1, raw.size() - 2) : std::string_view{}, raw};
}

/// A bookmark in which every field holds something.
inline auto full_bookmark() -> bookmark {
  return {.url = "https://Example.org/Notes/?b=2&a=1",
          .title = "Field notes",
          .description = "Two lines\nof text",
          .tags = {"python", "to read"},
          .feed_url = "https://example.org/feed.xml",
          .created_at = *parse_date("2024-01-15T10:30:00Z"),
          .updated_at = *parse_date("2024-01-16T09:15:00.25Z"),
          .extra = R"({"image":"https://example.org/p.jpg","n":1.50})"};
}

/// One with nothing but what every bookmark has.
inline auto bare_bookmark(std::string_view url, std::string_view title, instant at = {}) -> bookmark {
  bookmark made;
  made.url = url;
  made.title = title;
  made.created_at = made.updated_at = at;
  return made;
}

}  // namespace waybill::bookmarks::test
