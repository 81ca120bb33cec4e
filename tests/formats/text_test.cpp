#include "formats/text.hpp"

#include <catch2/catch.hpp>
#include <optional>
#include <string>
#include <string_view>

using namespace waybill;
using namespace std::string_view_literals;

namespace {

auto json_of(std::string_view plain) -> std::string {
  std::string out;
  text::append_json_string(plain, out);
  return out;
}

}  // namespace

TEST_CASE("given bytes that are no UTF-8, when they are looked at, then each fault of RFC 3629 is seen") {
  CHECK(text::is_utf8(""));
  CHECK(text::is_utf8("a\x7f\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF"));
  for (const auto bad : {"\x80"sv, "\xC1\xBF"sv, "\xC2"sv, "\xE0\x9F\xBF"sv, "\xED\xA0\x80"sv,
                         "\xF0\x8F\xBF\xBF"sv, "\xF4\x90\x80\x80"sv, "\xF5\x80\x80\x80"sv, "ab\xE2\x82"sv})
    CHECK_FALSE(text::is_utf8(bad));
  CHECK(text::repaired_utf8("a\xFF\xC3\xA9\xE2\x82") == "a\xEF\xBF\xBD\xC3\xA9\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST_CASE("given a percent that lacks its digits, when it is decoded, then it stays or is refused") {
  CHECK(text::percent_decoded("%41%zz%4", false) == "A%zz%4");
  CHECK(text::strictly_percent_decoded("a+%C3%a9", true) == std::optional<std::string>("a \xC3\xA9"));
  for (const auto* bad : {"%", "%4", "a%4", "%zz", "%4z", "%41%"})
    CHECK_FALSE(text::strictly_percent_decoded(bad, false));
  CHECK(text::percent_encoded("a-._~ \xC3\xA9%") == "a-._~%20%C3%A9%25");
}

TEST_CASE("given control characters, when a JSON string is written and read, then the text is the same") {
  std::string all;
  for (int byte = 0; byte < 0x80; ++byte) all.push_back(static_cast<char>(byte));
  const auto spelled = json_of(all);
  CHECK(text::json_unescaped(std::string_view(spelled).substr(1, spelled.size() - 2)) == all);
  CHECK(json_of("\b\f\x1f\"\\/") == R"("\b\f\u001f\"\\/")");
}

TEST_CASE("given blanks around a header's value, when they are trimmed, then only spaces and tabs go") {
  CHECK(text::trimmed_of_spaces(" \t a b\t ") == "a b");
  CHECK(text::trimmed_of_spaces(" \ra\x01 ") == "\ra\x01");
  CHECK(text::trimmed_of_spaces(" \t").empty());
}
