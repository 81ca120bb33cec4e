// Our own UTS #46 against ICU's: every code point, and random hosts. Where the Unicode of ICU is newer than
// the tables, only what must not change is held.
#include "formats/unicode/idna.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <random>
#include <set>
#include <sstream>

#include "formats/text.hpp"
#include "formats/unicode/normalize.hpp"
#include "formats/unicode/punycode.hpp"
#include "formats/unicode/tables.hpp"
#include "tests/formats/unicode/generator.hpp"
#include "tests/formats/unicode/icu.hpp"

using namespace waybill;
using namespace waybill::unicode;
using namespace waybill::unicode::test;

namespace {

constexpr const char* tables_path = "formats/unicode/tables.inc";

auto is_surrogate(char32_t c) -> bool { return c >= 0xD800 && c < 0xE000; }

auto ascii_host(const std::string& host) -> std::optional<std::string> {
  std::string out = "http://";
  if (!append_ascii_host(host, out)) {
    CHECK(out == "http://");
    return std::nullopt;
  }
  return out.substr(7);
}

auto spelled(const std::u32string& host) -> std::string {
  std::ostringstream text;
  for (const auto c : host) text << std::hex << static_cast<unsigned>(c) << ' ';
  return text.str();
}

/// Hosts that we read otherwise than ICU 72 on purpose: punycode that stands for ASCII, which later versions
/// of UTS #46 refuse.
auto says_ascii_in_punycode(const std::u32string& host) -> bool {
  return utf8(host).find("xn--") != std::string::npos;
}

void check_like_icu(const std::u32string& host) {
  const auto ours = ascii_host(utf8(host));
  const auto theirs = icu_ascii_host(host);
  if (ours == theirs || (!ours && says_ascii_in_punycode(host))) return;
  INFO(spelled(host));
  INFO("ours " << ours.value_or("refused") << ", theirs " << theirs.value_or("refused"));
  CHECK(false);
}

/// Code points that make trouble beside one another.
const std::vector<std::u32string> troublemakers{
    U"",            // stands for a letter of ASCII
    U"0123456789",  // numbers have a direction of their own
    U"-_",          //
    U".。．",       // dots
    U"\u0300\u0301\u0323\u0327\u0345\u0338\u0308",
    U"eoAÉßẞςΣİıſ",
    U"\u200C\u200D",
    U"\u094D\u0DCA\u0915\u0937",        // virama, letters of India
    U"\u0646\u0627\u0645\u06CC\u0710",  // letters that join
    U"\u05D0\u05D1\u0660\u0661\u06F0",  // to the left, and numbers
    U"\u1100\u1161\u11A8\uAC00\uAC01",  // Hangul
    U"☕❤☺️👩💻\uFE0F",
    U"ﷺﷻㅤ㈀℡",                // what becomes several
    U"\u00AD\u2060\u034F\u180E",       // ignored, or not
    U"\U0002F868\u0958\u0374\u212B",   // decompositions that are not composed again
    U"\U0001E08F\U00010EFD\U00011F41"  // of Unicode 15.0
};

auto random_host(std::mt19937& engine) -> std::u32string {
  std::u32string host;
  const auto parts = engine() % 7 + 1;
  for (unsigned i = 0; i < parts; ++i) {
    const auto& from = troublemakers[engine() % troublemakers.size()];
    if (from.empty())
      host.push_back(static_cast<char32_t>(U'a' + engine() % 26));
    else
      host.push_back(from[engine() % from.size()]);
  }
  return host;
}

/// A label in punycode that somebody may have made by hand.
auto random_punycode(std::mt19937& engine) -> std::u32string {
  if (engine() % 3 == 0) {
    std::u32string label = U"xn--";
    for (auto left = engine() % 8; left > 0; --left) label.push_back(U"abcdexyz0159-"[engine() % 13]);
    return label;
  }
  std::string encoded = "xn--";
  append_punycode(random_host(engine), encoded);
  return {encoded.begin(), encoded.end()};
}

auto can_be_compared() -> bool {
  if (icu_is_of_the_same_unicode()) return true;
  WARN("skipped: ICU is of another Unicode version");
  return false;
}

}  // namespace

TEST_CASE(
    "given ICU of the tables' Unicode, when they are made again, then they are the ones in the source") {
  if (!can_be_compared()) return;
  std::ifstream in(tables_path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  CHECK((text.str() == generated_tables()));
}

// `./dev unicode` runs this one; no other run does.
TEST_CASE("write the tables", "[.][write]") {
  REQUIRE(icu_is_of_the_same_unicode());
  std::ofstream(tables_path, std::ios::binary) << generated_tables();
}

TEST_CASE("given every code point, when a host holds it, then it is mapped or refused as by ICU") {
  if (!can_be_compared()) return;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_surrogate(c)) continue;
    check_like_icu({c});
    check_like_icu({U'a', c});
  }
}

TEST_CASE(
    "given a code point that Unicode 15.0 does not assign, when a host holds it, then the host is refused") {
  if (!can_be_compared()) return;
  for (char32_t c = 0; c <= 0x10FFFF; ++c)
    if (!icu_assigns(c) && mapping_of(c).kind != mapping_kind::disallowed) FAIL_CHECK(spelled({c}));
}

TEST_CASE("given random hosts of the world, when they are mapped, then they are as ICU maps them") {
  if (!can_be_compared()) return;
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 engine(seed);
  for (int i = 0; i < 200'000; ++i) check_like_icu(random_host(engine));
  for (int i = 0; i < 50'000; ++i) check_like_icu(random_host(engine) + U"." + random_punycode(engine));
}

TEST_CASE("given random text, when it is normalized, then it is as ICU's NFC") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 engine(seed);
  for (int i = 0; i < 200'000; ++i) {
    const auto text = random_host(engine) + random_host(engine);
    auto ours = text;
    to_nfc(ours);
    if (ours != icu_nfc(text)) FAIL_CHECK(spelled(text));
  }
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (is_surrogate(c)) continue;
    std::u32string ours{U'a', c, 0x301, c};
    const auto text = ours;
    to_nfc(ours);
    if (ours != icu_nfc(text)) FAIL_CHECK(spelled(text));
  }
}

TEST_CASE("given the samples of RFC 3492, when they are encoded and decoded, then both are as it says") {
  const std::pair<std::u32string, std::string> samples[] = {
      {U"\u4ED6\u4EEC\u4E3A\u4EC0\u4E48\u4E0D\u8BF4\u4E2D\u6587", "ihqwcrb4cv8a8dqg056pqjye"},
      {U"3\u5E74B\u7D44\u91D1\u516B\u5148\u751F", "3B-ww4c5e180e575a65lsy2b"},
      {U"\u5B89\u5BA4\u5948\u7F8E\u6075-with-SUPER-MONKEYS", "-with-SUPER-MONKEYS-pc58ag80a8qai00g7n9n"},
      {U"-> $1.00 <-", "-> $1.00 <--"}};
  for (const auto& [label, encoded] : samples) {
    std::string ours;
    append_punycode(label, ours);
    CHECK(ours == encoded);
    std::u32string back;
    CHECK(read_punycode(encoded, back));
    CHECK(back == label);
  }
  std::u32string ignored;
  for (const char* broken : {"-abc", "99999999", "ab-c\xC3\xBC", "a.b", "-\x7F"}) {
    INFO(broken);
    CHECK_FALSE(read_punycode(broken, ignored));
  }
}

TEST_CASE(
    "given hosts that cannot be mapped, when they are lowered, then letters are, and nothing else changes") {
  std::string out = "x";
  append_lower("BÜCHER.ΣÉ.Ж.☺️\u00AD.Ⅷ", out);
  CHECK(out == "xbücher.σé.ж.☺️\u00AD.Ⅷ");
}

TEST_CASE("given the web platform's own hosts, when they are mapped, then they are as browsers map them") {
  const char* root = std::getenv("WAYBILL_CORPORA");
  std::ifstream in(std::string(root != nullptr ? root : "../shared/corpora") + "/urls/toascii.json");
  if (!in) {
    std::cerr << "skipped: no corpora (set WAYBILL_CORPORA)\n";
    return;
  }
  // What later versions of Unicode decided otherwise than 15.0.
  const std::set<std::string> decided_later{"look\u180Eout.net", "look\u206Bout.net", "\u04C0.com",
                                            "\U0002F868.com",    "\u2183.com",        "\u1E9E.com",
                                            "\u1E9E.foo.com"};
  for (const auto& row : nlohmann::json::parse(in)) {
    if (!row.is_object() || !row.at("input").is_string()) continue;
    const auto host = row.at("input").get<std::string>();
    const bool is_ascii = std::all_of(host.begin(), host.end(), [](char c) { return c > 0; });
    if (is_ascii || decided_later.contains(host)) continue;
    INFO(row.dump());
    const auto ours = ascii_host(host);
    const bool stands = ours && ours->find_first_of(" \x1F%<>:") == std::string::npos;
    CHECK(stands == row.at("output").is_string());
    if (stands && row.at("output").is_string()) CHECK(*ours == row.at("output").get<std::string>());
  }
}
