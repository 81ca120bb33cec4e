// Texts as lists of links: when they are taken for one, and what is told of their letters.
#include "domains/bookmarks/formats.hpp"
#include "tests/domains/bookmarks/reading.hpp"

namespace waybill::bookmarks::test {
namespace {

using nlohmann::json;

auto read_some(const std::string& content) -> std::vector<read_record> {
  auto all = read_whole(content);
  REQUIRE(all.found.ok());
  CHECK(all.found->records == all.records.size());
  return std::move(all.records);
}

auto why_not(std::string_view format, const std::string& first) -> std::string {
  const auto known = kind().recognise(format, first);
  return known ? "" : std::string(name_of(known.why().code)) + ": " + known.why().message;
}

}  // namespace

TEST_CASE(
    "given a text with signs of a table and no column of URLs, when it is asked for as a list, then it is "
    "read") {
  const std::string chat =
      "15/01/2024, 10:30 - Bob: https://a/\n15/01/2024, 10:31 - Ann: look https://b/ nice\n";
  CHECK(why_not("auto", chat) ==
        "unknown_format: The table has no column `url`: its first line has to name one.");
  CHECK(why_not("csv", chat) == why_not("auto", chat));
  CHECK(why_not("urls", chat).empty());
  CHECK(why_not("urls", "Title A\thttps://a/\nTitle B\thttps://b/\n").empty());
  CHECK(read_some(chat)[1].made.url == "https://b/");
  CHECK(read_some("Title A\thttps://a/\nTitle B\thttps://b/\n")[0].made.title == "Title A");
}

TEST_CASE("given a list that begins with words in brackets, when it is recognised, then it is no JSON") {
  for (const std::string first : {"[[https://e/][One]]", "[\"Quoted\" title](https://e/)", "[]( https://e/)",
                                  "[[Note]] https://e/", "[[1]](https://e/)", "{title} https://e/"}) {
    INFO(first);
    CHECK(why_not("urls", first + "\nhttps://a/\nhttps://b/\n").empty());
    CHECK(read_some(first + "\nhttps://a/\nhttps://b/\n").size() == 3);
  }
}

TEST_CASE(
    "given letters that are not UTF-8, when a list or a table is read, then it is told that they are "
    "guessed") {
  const auto warnings_of = [](const std::string& text) {
    return json::parse(read_whole(text).found->findings)["warnings"];
  };
  CHECK(warnings_of("https://a/ \xD6\xD0\xCE\xC4\n") == json{"encoding_guessed"});
  CHECK(warnings_of("url,title\nhttps://a/,\xD6\xD0\xCE\xC4\n") == json{"encoding_guessed"});
  CHECK(warnings_of("https://a/ \u00C9t\u00E9\n").empty());
}

}  // namespace waybill::bookmarks::test
