#include "tests/domains/nodes/support.hpp"

using namespace waybill;
using namespace waybill::nodes;
using namespace waybill::nodes::test;

TEST_CASE("given an address, when a node is called by it, then its slug is the last part as people read it") {
  CHECK(slug_of("a.example/") == "home");
  CHECK(slug_of("a.example/shop/red-shoes") == "red-shoes");
  CHECK(slug_of("a.example/caf%C3%A9") == "caf\u00e9");
  CHECK(slug_of("a.example/a%2Fb") == "a/b");
  CHECK(slug_of("a.example/s?a=1&b=x+y") == "a=1&b=x y");
  CHECK(slug_of("a.example/a/") == "");
}

TEST_CASE(
    "given an address that is no readable text, when a node is called by it, then it stays as it is "
    "encoded") {
  CHECK(slug_of("a.example/%FF%00") == "%FF%00");
  CHECK(slug_of("a.example/a%0Ab") == "a%0Ab");
  CHECK(title_of("a.example/%FF") == "FF");
}

TEST_CASE("given a slug, when it becomes a title, then the title is its words, the first with a capital") {
  CHECK(title_from("red-shoes_2024") == "Red shoes 2024");
  CHECK(title_from("--a..b--") == "A b");
  CHECK(title_from("iPhone") == "IPhone");
  CHECK(title_from("2024") == "2024");
  CHECK(title_from("index.html") == "Index html");
  CHECK(title_of("a.example/") == "Home");
}

TEST_CASE(
    "given slugs in any script, when they become titles, then letters, marks and numbers stay and other "
    "signs part words") {
  CHECK(title_from("\u00e9cole-fran\u00e7aise") == "\u00c9cole fran\u00e7aise");
  CHECK(title_from("\u043c\u0438\u0440-\u0442\u0440\u0443\u0434") ==
        "\u041c\u0438\u0440 \u0442\u0440\u0443\u0434");
  CHECK(title_from("\u65e5\u672c\u3001\u8a9e") == "\u65e5\u672c \u8a9e");
  CHECK(title_from("\u0939\u093f\u0928\u094d\u0926\u0940-x") == "\u0939\u093f\u0928\u094d\u0926\u0940 x");
  CHECK(title_from("\U0001F389-party\u2014time") == "Party time");
  CHECK(title_from("e\u0301t\u00e9") == "E\u0301t\u00e9");
  CHECK(title_from("\u03c9\u03bc\u03ad\u03b3\u03b1") == "\u03a9\u03bc\u03ad\u03b3\u03b1");
  CHECK(title_from("\u10e5\u10d0\u10e0\u10d7") == "\u10e5\u10d0\u10e0\u10d7");
}

TEST_CASE("given a slug without any word, when a node is called by it, then it has a title all the same") {
  CHECK(title_from("---") == "---");
  CHECK(title_from("\U0001F389") == "\U0001F389");
  CHECK(title_of("a.example/a/") == "/a/");
}
