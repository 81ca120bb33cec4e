// Our way to read a telephone number against the library's: never another answer.
#include <random>

#include "domains/leads/values/phone_pattern.hpp"
#include "tests/domains/leads/values.hpp"

using namespace waybill;
using namespace waybill::leads;
using namespace waybill::leads::test;

namespace {

void compare(const std::string& text, const std::string& region) {
  const auto ours = plans().read(text, region);
  const auto theirs = plans().read_by_library(text, region);
  if (ours == theirs) return;
  INFO("region " << region << ", number " << text << ", ours " << (ours ? ours->e164 : "none") << ", theirs "
                 << (theirs ? theirs->e164 : "none"));
  FAIL_CHECK();
}

/// Numbers as people and programs write them, and such as nobody would.
class number_maker {
 public:
  explicit number_maker(std::uint32_t seed) : random_(seed) {}

  auto region() -> std::string {
    static constexpr std::array<const char*, 34> regions{
        "FR", "FR", "FR", "FR", "FR", "BE", "CH", "LU", "MA", "DZ", "TN", "RE", "GP", "MQ", "GF", "YT", "NC",
        "GB", "US", "CA", "DE", "ES", "IT", "PT", "NL", "SN", "CI", "MC", "AR", "BR", "MX", "AU", "ZZ", ""};
    return regions[below(regions.size())];
  }

  auto number() -> std::string {
    static constexpr std::array<const char*, 36> codes{
        "33",  "33",  "33",  "33",  "32",  "41", "352", "212", "213", "216", "262", "590",
        "596", "594", "44",  "1",   "1",   "49", "34",  "39",  "351", "31",  "221", "225",
        "377", "508", "681", "687", "689", "7",  "55",  "54",  "61",  "52",  "800", "999"};
    std::string national;
    for (auto left = below(10) < 7 ? 9 : 4 + below(10); left > 0; --left) national += digit();
    const std::string code = codes[below(codes.size())];
    switch (below(8)) {
      case 0:
      case 1:
      case 2:
        return spaced("0" + national);
      case 3:
        return spaced("+" + code + national);
      case 4:
        return spaced("00" + code + national);
      case 5:
        return spaced(code + national);
      case 6:
        return "+" + code + " (0)" + spaced(national);
      default:
        return spaced(national);
    }
  }

 private:
  auto below(std::size_t limit) -> std::size_t { return random_() % limit; }
  auto digit() -> char { return static_cast<char>('0' + below(10)); }

  auto spaced(const std::string& digits) -> std::string {
    static constexpr std::array<const char*, 8> signs{"", " ", ".", "-", "/", "\u00A0", "  ", ") ("};
    const auto* sign = signs[below(signs.size())];
    std::string made;
    for (std::size_t i = 0; i < digits.size(); ++i) {
      made += digits[i];
      if (i > 1 && i + 1 < digits.size() && below(2) == 0) made += sign;
    }
    return made;
  }

  std::mt19937 random_;
};

}  // namespace

TEST_CASE(
    "given telephone numbers of many countries and forms, when they are read, then the library says the "
    "same") {
  for (const auto& folder : folders_of("people", "people")) {
    for (const auto& row : rows_of(folder / "phone_fr_forms.tsv")) compare(row[0], row[1]);
    for (const auto& row : rows_of(folder / "phone_examples.tsv")) {
      compare(row[2], row[0]);
      compare(row[2], "FR");
    }
  }
}

TEST_CASE(
    "given 100,000 numbers of all lengths and forms, when they are read, then the library says the same") {
  constexpr std::uint32_t seed = 20'261'127;
  INFO("seed " << seed);
  number_maker make(seed);
  for (int i = 0; i < 100'000; ++i) {
    const auto region = make.region();
    compare(make.number(), region);
  }
}

TEST_CASE("given the numbering plans, when they are counted, then most need no library") {
  CHECK(plans().fast_plans() > 200);
  CHECK(plans().knows("FR"));
  CHECK_FALSE(plans().knows("ZZ"));
  CHECK_FALSE(plans().knows(""));
}

TEST_CASE("given patterns over digits, when numbers are matched, then each pattern answers for itself") {
  digit_patterns made;
  const std::array<std::string_view, 4> patterns{"(?:6(?:[0-24-8]\\d|3[0-8])|7[3-9]\\d)\\d{2}", "0?\\d{2,3}",
                                                 "", "12|1"};
  REQUIRE(made.compile(patterns));
  CHECK(made.matches("61234") == 1);
  CHECK(made.matches("63912") == 0);
  CHECK(made.matches("012") == 2);
  CHECK(made.matches("0123") == 2);
  CHECK(made.matches("01234") == 0);
  CHECK(made.matches("12") == (2 | 8));
  CHECK(made.matches("1") == 8);
  CHECK(made.matches("") == 0);
  CHECK(made.matches_beginning("199") == (2 | 8));
}

TEST_CASE("given patterns that are none, when they are compiled, then they are refused") {
  for (const std::string_view bad :
       {"(", "[1", "a", "\\w", "1{", "1{3,2}", "1{99}", "1)", "(?=1)", "1+", "*"}) {
    digit_patterns made;
    INFO(bad);
    CHECK_FALSE(made.compile({&bad, 1}));
    CHECK(made.matches("1") == 0);
  }
}
