// What must hold for every URL: random ones (the seed is printed on failure) and those of the corpora.
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>

#include "formats/url/bytes.hpp"
#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;
using namespace waybill::bookmarks::test;

namespace {

class dice {
 public:
  explicit dice(std::uint32_t seed) : engine_(seed) {}
  auto below(std::size_t limit) -> std::size_t { return engine_() % limit; }
  auto one_of(const std::vector<std::string>& choices) -> std::string {
    return choices[below(choices.size())];
  }
  /// Up to `most` of the choices, one behind the other.
  auto some_of(const std::vector<std::string>& choices, std::size_t most) -> std::string {
    std::string text;
    for (auto left = below(most + 1); left > 0; --left)
      text += below(12) == 0 ? std::string(1, static_cast<char>(below(256))) : one_of(choices);
    return text;
  }

 private:
  std::mt19937 engine_;
};

const std::vector<std::string> host_parts{
    "a",   "B",      "example", ".",    ".",   "-",    "_", "xn--",    "xn--mnchen-3ya",
    "com", "%41",    "%2e",     "%2F",  "%C3", "ü",    "Ü", "ß",       "例",
    "。",  "\u00AD", "／",      "ＸＮ", "%5B", "[",    "]", "\u200D",  "☕",
    "1",   "127",    "--",      "！",   "\\",  "\xFF", "ﷺ", "e\u0301", "xn--e1afmkfd"};
const std::vector<std::string> path_parts{"/",   "/",   "/",   ".", "..", "/..", "/.", "a", "B",  "%2e",
                                          "%2F", "%7E", "%zz", "%", "ü",  " ",   "@",  ":", "\\", "\t"};
const std::vector<std::string> query_parts{"&",   "&",     "=",   "a", "b", "A", "+", "%20", "%2B", "%",
                                           "%26", "utm_x", "ref", "ü", "?", "/", ";", "%61", "\n"};
const std::vector<std::string> port_parts{":", ":80", ":443", ":0", ":8080", ":x", ":99999"};
const std::vector<std::string> user_parts{"@", "u@", "u:p@", "a@b@", ":@"};

auto authority(dice& roll) -> std::string {
  std::string text;
  if (roll.below(4) == 0) text += roll.one_of(user_parts);
  if (roll.below(8) == 0)
    text += "[" + roll.some_of({"1", "A", ":", "::", "%31", "%5D", "."}, 5) + "]";
  else
    text += roll.one_of({"a", "Host", "b.c"}) + roll.some_of(host_parts, 4);
  if (roll.below(3) == 0) text += roll.one_of(port_parts);
  return text;
}

auto rest_of_url(dice& roll) -> std::string {
  std::string text;
  if (roll.below(6) != 0) text += "/" + roll.some_of(path_parts, 8);
  if (roll.below(2) == 0) text += "?" + roll.some_of(query_parts, 10);
  if (roll.below(4) == 0) text += "#" + roll.some_of(path_parts, 3);
  return text;
}

/// The rule drops ONE trailing slash of a path and ONE trailing dot of a host (the vectors say so for the
/// slash), so a doubled one leaves one that the next pass drops. This says what that pass must do; without
/// doubles: nothing.
auto without_the_doubled_ends(const std::string& form) -> std::string {
  std::string expected = form;
  const auto host = form.find("://");
  if (host == std::string::npos) return expected;
  const auto path = std::min(expected.find('/', host + 3), expected.size());
  const auto path_end = std::min(expected.find_first_of("?#", host + 3), expected.size());
  if (path_end > path + 1 && expected[path_end - 1] == '/') expected.erase(path_end - 1, 1);
  const auto host_end = std::min(expected.find(':', host + 3), path);
  if (form[host + 3] != '[' && host_end > host + 4 && expected[host_end - 1] == '.')
    expected.erase(host_end - 1, 1);
  return expected;
}

void check_settled(const std::string& url) {
  const auto once = normalized(url);
  const auto twice = normalized(once);
  INFO("url " << nlohmann::json(url).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
  INFO("once " << once);
  CHECK((twice == once || twice == without_the_doubled_ends(once)));
}

auto corpora(const std::string& name) -> std::optional<nlohmann::json> {
  const char* root = std::getenv("WAYBILL_CORPORA");
  const auto path = std::string(root != nullptr ? root : "../shared/corpora") + "/urls/" + name;
  if (std::ifstream(path).good()) return read_json(path);
  std::cerr << "skipped: no " << path << " (set WAYBILL_CORPORA)\n";
  return std::nullopt;
}

/// Parsed by the file that says so: members may hold lone surrogates, which nlohmann refuses as a whole.
auto text_of(const nlohmann::json& row, const char* key) -> std::string {
  return row.contains(key) && row[key].is_string() ? row[key].get<std::string>() : std::string{};
}

}  // namespace

TEST_CASE("given random URLs, when the normalized form is normalized again, then it stays as it is") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  dice roll(seed);
  for (int i = 0; i < 20'000; ++i)
    check_settled(roll.one_of({"http://", "HTTPS://"}) + authority(roll) + rest_of_url(roll));
}

TEST_CASE("given random URLs, when scheme and host are written in capitals, then the form is the same") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  dice roll(seed);
  for (int i = 0; i < 5'000; ++i) {
    std::string host;
    for (auto left = roll.below(7); left > 0; --left)
      host += roll.one_of({"a", "b", "-", ".", "0", "_", "example", "xn--"});
    host += "x";
    const auto rest = roll.one_of({"", ":80", ":8080"}) + "/" + roll.some_of(path_parts, 5);
    std::string capitals = host;
    for (auto& c : capitals) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    INFO("host " << host << " rest " << rest);
    CHECK(normalized("HTTP://" + capitals + rest) == normalized("http://" + host + rest));
  }
}

TEST_CASE("given random bytes, when they are normalized, then nothing breaks and the form stays as it is") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  dice roll(seed);
  for (int i = 0; i < 20'000; ++i) {
    std::string url = roll.one_of({"", "http://", "https://a", "http://["});
    for (auto left = roll.below(30); left > 0; --left) url.push_back(static_cast<char>(roll.below(256)));
    check_settled(url);
  }
}

TEST_CASE(
    "given the URLs of the web platform's tests, when they are normalized, then nothing breaks and forms "
    "stay") {
  const auto rows = corpora("whatwg_urltestdata.even.json");
  if (!rows) return;
  std::map<std::string, std::map<std::string, std::string>> forms_of_href;
  for (const auto& row : *rows) {
    if (!row.is_object()) continue;
    const auto input = text_of(row, "input");
    check_settled(input);
    const bool whole = input.starts_with("http://") || input.starts_with("https://");
    if (whole && text_of(row, "hash").empty() && !text_of(row, "href").empty())
      forms_of_href[text_of(row, "href")].emplace(normalized(input), input);
  }
  for (const auto& [href, forms] : forms_of_href) {
    // Numbers that a browser reads as an IPv4 address are names to the rule.
    if (href.find_first_not_of("0123456789.", 7) == href.size() - 1) continue;
    INFO(href << " is spelled as " << nlohmann::json(forms).dump());
    CHECK(forms.size() == 1);
  }
}

TEST_CASE(
    "given pairs of URLs that are or are not one bookmark, when they are normalized, then the forms say the "
    "same") {
  const auto rows = corpora("same_bookmark_pairs.pebbling.even.json");
  if (!rows) return;
  for (const auto& row : *rows) {
    INFO(row.dump());
    CHECK((normalized(text_of(row, "a")) == normalized(text_of(row, "b"))) == row.at("same").get<bool>());
  }
}
