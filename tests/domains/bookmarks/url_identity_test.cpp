#include <chrono>

#include "events/words.hpp"
#include "tests/domains/bookmarks/support.hpp"
#include "tests/sanitizer.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;
using namespace std::string_literals;

TEST_CASE(
    "given the vectors of rule v1, when each URL is normalized and hashed, then both are as the vector "
    "says") {
  const auto vectors = own_data("url-identity.json");
  REQUIRE(vectors.size() == 70);
  for (const auto& each : vectors) {
    INFO(each.dump());
    const auto form = normalized(each.at("url").get<std::string>());
    CHECK(form == each.at("normalized").get<std::string>());
    CHECK(to_hex(identity_of_normalized(form)) == each.at("sha256").get<std::string>());
  }
}

TEST_CASE("given the cases of our own, when each URL is normalized, then it is as the case says") {
  for (const auto& each : own_data("url-cases.json")) {
    INFO(each.dump());
    CHECK(normalized(each.at("url").get<std::string>()) == each.at("normalized").get<std::string>());
  }
}

TEST_CASE(
    "given bytes that are no UTF-8, when they stand in a host, then it is a fault, elsewhere they are "
    "encoded") {
  CHECK(normalized("HTTP://\xFF.com/x/") == "HTTP://\xFF.com/x/");
  CHECK(normalized("HTTP://\xC0\x80.com/x/") == "HTTP://\xC0\x80.com/x/");
  CHECK(normalized("HTTP://\xED\xA0\x80.com/x/") == "HTTP://\xED\xA0\x80.com/x/");
  CHECK(normalized("HTTP://a/\xFF?\xFE=\xFD#\xFC") == "http://a/%FF?%FE=%FD#\xFC");
}

TEST_CASE("given a NUL byte, when it stands inside a URL, then nothing is cut there") {
  CHECK(normalized("http://a/b\0c/?d\0=e#f\0g"s) == "http://a/b%00c?d%00=e#f\0g"s);
  CHECK(normalized("http://a\0.com/x/"s) == "http://a\0.com/x/"s);
  CHECK(normalized("http://\xC3\xBC\0.com/x/"s) == "http://\xC3\xBC\0.com/x/"s);
  CHECK(normalized("\0http://a/\0"s) == "http://a/");
}

TEST_CASE(
    "given the output of an earlier call, when the next URL is normalized, then nothing of it is left") {
  std::string out = "something long that stood here before";
  normalize_url("http://a", out);
  CHECK(out == "http://a/");
  normalize_url("http://a b/", out);
  CHECK(out == "http://a b/");
  normalize_url("", out);
  CHECK(out.empty());
}

TEST_CASE("given an identity's input, when it is longer than a block of the hash, then it is still SHA-256") {
  CHECK(to_hex(identity_of_normalized(std::string(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

namespace {

auto repeated(std::string_view unit, std::size_t times) -> std::string {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text.append(unit);
  return text;
}

}  // namespace

TEST_CASE("given hostile URLs of a megabyte, when they are normalized, then none takes quadratic time") {
  std::string descending;
  for (int i = 500'000; i > 0; i -= 3) descending.append("&n" + std::to_string(i) + "=");
  const std::string inputs[] = {
      "http://a/?" + repeated("b&a&", 250'000),
      "http://a/?" + descending,
      "http://a/?" + repeated("%62&%61&", 125'000),
      "http://a/" + repeated("../", 333'000),
      "http://a/" + repeated("x/", 250'000) + repeated("../", 250'000),
      "http://a/" + repeated("%2e%2e/", 142'000),
      "http://" + repeated("a@", 500'000) + "b/",
      "http://" + repeated("a.", 500'000) + "/",
      "http://" + repeated("xn--a.", 166'000) + "/",
      "http://" + repeated("\xC3\xBC", 500'000) + "/",
      "http://" + repeated("%C3%BC", 166'000) + "/",
      "http://[" + repeated(":", 1'000'000) + "]/",
      "http://a:" + repeated("0", 1'000'000) + "/",
      repeated("\t", 500'000) + "x" + repeated("\n", 500'000),
      "http://a/" + repeated("\t", 1'000'000) + "b",
  };
  for (const auto& url : inputs) {
    INFO(url.substr(0, 40));
    const auto start = std::chrono::steady_clock::now();
    const auto form = normalized(url);
    // Linear work is some milliseconds; quadratic work on a megabyte is minutes. The limit is far from both.
    CHECK(std::chrono::steady_clock::now() - start < tests::patience_of(std::chrono::seconds(5)));
    CHECK(form.size() < 3 * url.size() + 16);
  }
  CHECK(normalized("http://a/?" + repeated("b&a&", 2'500)) ==
        "http://a/?" + repeated("a=&", 2'500) + repeated("b=&", 2'499) + "b=");
  CHECK(normalized("http://a/" + repeated("x/", 2'000) + repeated("../", 2'000)) == "http://a/");
}
