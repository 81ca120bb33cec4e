// Our validator beside nlohmann's parser: on documents changed at random, both accept or both refuse.
#include <catch2/catch.hpp>

#include "tests/formats/activitystreams/support.hpp"

namespace waybill::formats::activitystreams::testing {
namespace {

const std::vector<std::string> originals = {
    "{\"@context\":\"https://www.w3.org/ns/"
    "activitystreams\",\"type\":\"Collection\",\n\"items\":[{\"url\":\"https://a/\"}]}",
    "[0, -0, 1.5, -12e3, 1E+2, 1e-2, 0.0, 120]",
    "[true, false, null, {}, [], \"\", [[]], {\"a\":{}}]",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\uDE00\"",
    "\xef\xbb\xbf{\"\xc3\xa4\": \"\xe2\x82\xac \xf0\x9f\x98\x80 \xed\x9f\xbf \xee\x80\x80 "
    "\xf4\x8f\xbf\xbf\"}",
    "  {\t\"a\" :\r\n[ 1 , 2 ] }  "};

/// Bytes that mean something to JSON or UTF-8, more often than chance would bring them.
constexpr std::string_view telling =
    "{}[]:,\"\\/bfnrtu0123456789abcdefABCDEF+-.eE "
    "\t\r\n\x01\x1f\x7f\x80\xbf\xc0\xc1\xc2\xdf\xe0\xed\xef\xf0\xf4\xf5\xff";

auto changed(std::string text, std::mt19937& random) -> std::string {
  const auto below = [&random](std::size_t limit) { return limit == 0 ? 0 : random() % limit; };
  for (auto changes = 1 + below(3); changes > 0; --changes) {
    const auto at = below(text.size() + 1);
    const char byte = below(8) == 0 ? static_cast<char>(random()) : telling[below(telling.size())];
    switch (below(4)) {
      case 0:
        text.insert(at, 1, byte);
        break;
      case 1:
        text.erase(at, 1 + below(3));
        break;
      case 2:
        if (at < text.size()) text[at] = byte;
        break;
      default:
        text.insert(at, text.substr(below(text.size() + 1), below(8)));
        break;
    }
  }
  return text;
}

/// nlohmann's verdict; nothing where the two differ by intent.
class verdict : public nlohmann::json_sax<nlohmann::json> {
 public:
  std::optional<bool> accepted = true;

  auto null() -> bool override { return true; }
  auto boolean(bool) -> bool override { return true; }
  auto number_integer(number_integer_t) -> bool override { return true; }
  auto number_unsigned(number_unsigned_t) -> bool override { return true; }
  auto number_float(number_float_t, const string_t&) -> bool override { return true; }
  auto string(string_t&) -> bool override { return true; }
  auto binary(binary_t&) -> bool override { return true; }
  auto start_object(std::size_t) -> bool override { return true; }
  auto key(string_t&) -> bool override { return true; }
  auto end_object() -> bool override { return true; }
  auto start_array(std::size_t) -> bool override { return true; }
  auto end_array() -> bool override { return true; }
  auto parse_error(std::size_t, const std::string&, const nlohmann::detail::exception& why) -> bool override {
    const std::string_view text = why.what();
    const auto by_intent =
        text.find("surrogate") != std::string_view::npos || why.id == 406;  // number overflow
    accepted = by_intent ? std::nullopt : std::optional(false);
    return false;
  }
};

}  // namespace

TEST_CASE(
    "given documents changed at random when checked then another parser accepts and refuses the same ones") {
  const auto used = seed();
  INFO("WAYBILL_SEED=" << used);
  std::mt19937 random(used);
  int accepted = 0;
  int refused = 0;
  for (int i = 0; i < 60'000; ++i) {
    const auto text = changed(originals[random() % originals.size()], random);
    if (text.find('\0') != std::string::npos) continue;  // the end of the document, to nlohmann
    verdict other;
    nlohmann::json::sax_parse(text, &other);
    if (!other.accepted) continue;
    const auto answer = check(text);
    const auto* const fault = std::get_if<document_fault>(&answer);
    const bool ours = fault == nullptr || fault->code != document_errc::invalid_json;
    ++(ours ? accepted : refused);
    if (ours == *other.accepted) continue;
    INFO(text << "\n" << spelled(answer));
    CHECK(ours == *other.accepted);
  }
  CHECK(accepted > 1000);
  CHECK(refused > 1000);
}

TEST_CASE(
    "given every pair and many triples of bytes in a string when checked then UTF-8 is judged like "
    "elsewhere") {
  const auto used = seed();
  INFO("WAYBILL_SEED=" << used);
  std::mt19937 random(used);
  const auto agree = [](const std::string& bytes) {
    const auto text = "[\"" + bytes + "\"]";
    const auto answer = check(text);
    const bool ours = std::get<document_fault>(answer).code == document_errc::not_activitystreams;
    return ours == nlohmann::json::accept(text);
  };
  std::size_t wrong = 0;
  for (unsigned pair = 0x8000; pair <= 0xffff; ++pair) {
    wrong += agree({static_cast<char>(pair >> 8), static_cast<char>(pair)}) ? 0 : 1;
  }
  for (int i = 0; i < 60'000; ++i) {
    const auto bits = random();
    const char first = static_cast<char>(0xe0 | (bits & 0x1f));
    const char second = static_cast<char>(0x80 | (bits >> 5 & 0x7f));
    std::string bytes{first, second, static_cast<char>(0x80 | (bits >> 12 & 0x3f))};
    if ((bits >> 30 & 1) != 0) bytes += static_cast<char>(0x80 | (bits >> 18 & 0x3f));
    wrong += agree(bytes) ? 0 : 1;
  }
  CHECK(wrong == 0);
}

}  // namespace waybill::formats::activitystreams::testing
