// What people look for, and what is it.
#include "domains/bookmarks/search.hpp"

#include <random>

#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;

namespace {

auto garden() -> bookmark {
  return {.url = "https://user@www.Bücher.example:8443/Garden_Tools/list.html?sort=price",
          .title = "Le Café du jardin — été",
          .description = "A window on the river, 2nd floor",
          .tags = {"to read", "C++", "Été"},
          .feed_url = {},
          .created_at = *parse_date("2024-01-31T12:00:00Z"),
          .updated_at = *parse_date("2024-02-01T12:00:00Z"),
          .extra = {}};
}

auto finds(std::string_view query, const bookmark& in) -> bool {
  std::string row;
  encode_row(in, row);
  row_view view;
  REQUIRE(view_row(row, view));
  search_match match{read_query(query)};
  return match(view);
}
auto finds(std::string_view query) -> bool { return finds(query, garden()); }

}  // namespace

TEST_CASE("given words, when a bookmark has all of them, in whichever text and order, then it is found") {
  CHECK(finds("cafe"));
  CHECK(finds("CAFÉ river tools"));
  CHECK(finds("price  ete\tJARDIN"));
  CHECK_FALSE(finds("cafe ocean"));
  CHECK_FALSE(finds("caf"));
  CHECK_FALSE(finds("afé"));
  CHECK(finds(""));
  CHECK(finds("cafe -- * \" ' 😀"));
}

TEST_CASE(
    "given a URL with percent signs, when it is looked for as it reads or as it is written, then it is "
    "found") {
  auto one = garden();
  one.url = "https://example.org/caf%C3%A9-noir?q=%E6%9D%B1%E4%BA%AC+x%20y";
  CHECK(finds("café-noir 東京", one));
  CHECK(finds("\"x y\"", one));
  CHECK(finds("https://example.org/caf%C3%A9-noir", one));
  one.url = "https://example.org/100%25/%C3%28/%zz";
  CHECK(finds("example 100", one));
  CHECK(finds("c3", one));
}

TEST_CASE(
    "given signs and pictures alone, when they are looked for, then nothing is found, and no word says "
    "more") {
  auto smiling = garden();
  smiling.title = "😀 -- *";
  for (const std::string query : {"😀", " -- * \" ' ", "-😀", "\"😀 !\"", "*"}) {
    CHECK_FALSE(finds(query, smiling));
    CHECK(read_query(query).finds_nothing);
    CHECK_FALSE(read_query(query).empty());
  }
  for (const std::string query : {"", "  "}) {
    CHECK(finds(query, smiling));
    CHECK(read_query(query).empty());
  }
  CHECK(finds("😀 tag:ete", smiling));
  CHECK(finds("😀 window", smiling));
}

TEST_CASE("given the beginning of a word, when it has a star, then longer words are found") {
  CHECK(finds("gard*"));
  CHECK(finds("garden*"));
  CHECK_FALSE(finds("gardens*"));
  CHECK(finds("\"on the riv\"*"));
  CHECK(finds("\"on the riv*\""));
  CHECK_FALSE(finds("\"wind* on\""));
}

TEST_CASE("given a phrase, when its words stand side by side in one text, then it is found") {
  CHECK(finds("\"window on the river\""));
  CHECK(finds("\"River, 2nd\""));
  CHECK_FALSE(finds("\"window the\""));
  CHECK_FALSE(finds("\"ete https\""));  // the end of the title, the beginning of the URL
  CHECK_FALSE(finds("\"floor to\""));   // the end of the description, the beginning of a tag
  CHECK(finds("garden-tools"));         // parts of a word stand side by side as well
  CHECK_FALSE(finds("tools-garden"));
  CHECK(finds("\"window on"));  // a quote alone is text
}

TEST_CASE("given words that must not be there, when a bookmark has them, then it is not found") {
  CHECK(finds("cafe -ocean"));
  CHECK_FALSE(finds("cafe -river"));
  CHECK_FALSE(finds("-\"window on\""));
  CHECK(finds("-\"window the\""));
  CHECK_FALSE(finds("-riv*"));
  CHECK(finds("cafe - ocean") == false);  // a sign by itself excludes nothing
}

TEST_CASE("given a tag, when it is looked for, then the whole tag counts, letter case and accents aside") {
  CHECK(finds("tag:c++"));
  CHECK_FALSE(finds("tag:c"));
  CHECK(finds("TAG:\"To Read\""));
  CHECK_FALSE(finds("tag:read"));
  CHECK(finds("tag:ete cafe"));
  CHECK(finds("tag:ete tag:C++"));
  CHECK_FALSE(finds("tag:ete tag:none"));
  CHECK_FALSE(finds("-tag:ete"));
  CHECK(finds("-tag:none"));
}

TEST_CASE("given a site, when it is looked for, then its host and all below it are found") {
  CHECK(finds("site:bücher.example"));
  CHECK(finds("site:www.BÜCHER.example"));
  CHECK(finds("site:xn--bcher-kva.example"));
  CHECK(finds("site:example"));
  CHECK(finds("site:https://bücher.example/other"));
  CHECK_FALSE(finds("site:cher.example"));
  CHECK_FALSE(finds("site:shop.bücher.example"));
  CHECK_FALSE(finds("-site:example"));
  auto plain = garden();
  plain.url = "javascript:alert(1)";
  CHECK_FALSE(finds("site:example.org", plain));
  plain.url = "http://[2001:db8::1]:80/";
  CHECK(finds("site:[2001:db8::1]", plain));
}

TEST_CASE("given dates, when a bookmark was made between them, then it is found") {
  CHECK(finds("after:2024-01-31 before:2024-02"));
  CHECK(finds("after:2024 before:2025"));
  CHECK_FALSE(finds("after:2024-02-01"));
  CHECK_FALSE(finds("before:2024-01-31"));
  CHECK(finds("before:2024-01-31T12:00:01Z"));
  CHECK(finds("-after:2024-02-01"));
  CHECK(finds("after:2023 after:2024-01"));
  CHECK_FALSE(finds("after:soon"));  // no date: two words
  auto other = garden();
  other.title = "After soon";
  CHECK(finds("after:soon", other));
  CHECK_FALSE(finds("-after:soon", other));
  other.title = "Soon and after";
  CHECK_FALSE(finds("after:soon", other));
  for (const auto* query : {"-after:soon", "-is:soon", "-before:after", "-is:dup -tag:after"})
    CHECK(finds(query, other));
}

TEST_CASE("given a script without blanks, when a part of it is looked for, then it is found") {
  auto other = garden();
  other.title = "日本語のウェブ入門";
  CHECK(finds("日本語", other));
  CHECK(finds("本語", other));
  CHECK_FALSE(finds("日語", other));
  CHECK(finds("ウェブ 入門", other));
}

TEST_CASE(
    "given any text as a query, when it is read, then nothing is an error, and it finds the same twice") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 dice{seed};
  constexpr std::string_view signs = "ab \"*-:tagsiteforx\xC3\xA9\xFF()\\\t";
  for (int round = 0; round < 5'000; ++round) {
    std::string query;
    for (auto left = dice() % 24; left > 0; --left) query.push_back(signs[dice() % signs.size()]);
    CAPTURE(query);
    CHECK(finds(query) == finds(" " + query + " "));
  }
}

TEST_CASE("given random words, when they are looked for, then what is found is what has them") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 dice{seed};
  const auto word = [&] { return std::string(1 + dice() % 2, static_cast<char>('a' + dice() % 3)); };
  for (int round = 0; round < 2'000; ++round) {
    auto one = bare_bookmark("x:", word(), {});
    for (auto left = dice() % 4; left > 0; --left) one.title += " " + word();
    const auto first = word();
    const auto second = word();
    const auto padded = " " + one.title + " ";
    const auto has = [&](const std::string& text) {
      return padded.find(" " + text + " ") != std::string::npos;
    };
    CAPTURE(one.title, first, second);
    CHECK(finds(first + " " + second, one) == (has(first) && has(second)));
    CHECK(finds("\"" + first + " " + second + "\"", one) == has(first + " " + second));
    CHECK(finds(first + " -" + second, one) == (has(first) && !has(second)));
    CHECK(finds(first + "*", one) == (padded.find(" " + first) != std::string::npos));
  }
}
