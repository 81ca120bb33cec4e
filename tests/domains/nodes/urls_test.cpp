#include "tests/domains/nodes/reading.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;
using namespace std::string_literals;

TEST_CASE(
    "given a URL a line, when it is read, then what stands behind it is the title, and comments are none") {
  const auto all =
      stored(
          "\xEF\xBB\xBF# mine\r\n\r\nhttps://a/x\r\n  HTTPS://B/y\tThe  other \r\n \n#https://c/\n"
          "https://d/z?q=1#f")
          .all();
  CHECK(urls_of(all) == words{"https://a/x", "HTTPS://B/y", "https://d/z?q=1#f"});
  CHECK(all[0].title == "X");
  CHECK(all[1].title == "The  other");
  CHECK(all[2].title == "Z");
  CHECK(stored("https://a/").all().size() == 1);
  CHECK(stored("https://a/\n\n").check()->format == "urls");
}

TEST_CASE("given lines that are no URLs, when a list is read, then each is one failed record") {
  const auto all =
      stored("https://a/\nmailto:b@c\nhttps://d/\nhttps://e/\nwww.f.example\nhttps://g/\n"s +
             "https://h/\nhttps://i/\nhttps://j/ \xFF\nhttps://" + std::string(11'000, 'k') + "\n")
          .all();
  REQUIRE(all.size() == 10);
  CHECK(all[1].fault == "url_invalid");
  CHECK(all[1].url == "mailto:b@c");
  CHECK(all[4].fault == "url_invalid");
  CHECK(all[8].title == "\xEF\xBF\xBD");
  CHECK(all[8].warnings == words{"undecodable_bytes"});
  CHECK(all[9].fault == "url_too_long");
}

TEST_CASE("given a line beyond the limit of a record, when a list is read, then it alone fails") {
  const auto all =
      stored("https://a/\nhttps://b/ " + std::string(9'000, 't') + "\nhttps://c/\n").all("{}", 4'096);
  REQUIRE(all.size() == 3);
  CHECK(all[1].fault == "record_too_large");
  CHECK(all[1].url == "https://b/");
  CHECK(all[2].fault.empty());
}

TEST_CASE(
    "given what may be a table without a header, or other lines, when it is recognised, then it is no list") {
  for (const std::string text :
       {"https://a/,Title\nhttps://b/,Other\n", "# c\nhttps://a/;T\n", "https://a/|T\n",
        "https://a/\rhttps://b/\r", "A title\nhttps://a/\n", "#\n#\n", "ftp"}) {
    INFO(text);
    CHECK_FALSE(kind().recognise("auto", text).ok());
    CHECK_FALSE(kind().recognise("urls", text).ok());
  }
  CHECK(kind().recognise("urls", "https://a/\n").ok());
  CHECK_FALSE(kind().recognise("urls", "url\nhttps://a/\n").ok());
  CHECK(stored("url\nhttps://a/\n").check()->format == "csv");
}
