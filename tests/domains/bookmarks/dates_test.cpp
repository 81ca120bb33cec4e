#include <random>

#include "tests/domains/bookmarks/support.hpp"

using namespace waybill;
using namespace waybill::bookmarks;

namespace {

auto written(instant at) -> std::string {
  std::string out;
  append_date(at, out);
  return out;
}

struct sample {
  const char* text;
  const char* means;
};

}  // namespace

TEST_CASE("given the spellings of a date, when each is read, then it means the moment it says") {
  const sample samples[] = {
      {"2024-01-15T10:30:00Z", "2024-01-15T10:30:00+00:00"},
      {"2024-01-15t10:30:00z", "2024-01-15T10:30:00+00:00"},
      {"2024-01-15T10:30:00", "2024-01-15T10:30:00+00:00"},
      {"2024-01-15T10:30Z", "2024-01-15T10:30:00+00:00"},
      {"2024-01-15 10:30", "2024-01-15T10:30:00+00:00"},
      {"2024-01-15 10:30:00 +0100", "2024-01-15T09:30:00+00:00"},
      {" 2024-01-15 \n", "2024-01-15T00:00:00+00:00"},
      {"20240115T103000Z", "2024-01-15T10:30:00+00:00"},
      {"20240115", "2024-01-15T00:00:00+00:00"},
      {"2024-01-15T10:30:00+02:00", "2024-01-15T08:30:00+00:00"},
      {"2024-01-15T10:30:00-0230", "2024-01-15T13:00:00+00:00"},
      {"2024-01-15T10:30:00+02", "2024-01-15T08:30:00+00:00"},
      {"2024-01-15T10:30:00-00:00", "2024-01-15T10:30:00+00:00"},
      {"2024-01-01T00:30:00+01:00", "2023-12-31T23:30:00+00:00"},
      {"2024-01-15T10:30:00.1Z", "2024-01-15T10:30:00.100000+00:00"},
      {"2024-01-15T10:30:00,25", "2024-01-15T10:30:00.250000+00:00"},
      {"2024-01-15T10:30:00.123456789+00:00", "2024-01-15T10:30:00.123456+00:00"},
      {"2024-01-15T10:30:00.0000009Z", "2024-01-15T10:30:00+00:00"},
      {"1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999+00:00"},
      {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00+00:00"},
      {"2017-01-01T08:59:60.5+09:00", "2017-01-01T00:00:00.500000+00:00"},
      {"2024-01-15T24:00:00Z", "2024-01-16T00:00:00+00:00"},
      {"2024-02-29", "2024-02-29T00:00:00+00:00"},
      {"2000-02-29", "2000-02-29T00:00:00+00:00"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00+00:00"},
      {"9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999+00:00"},
  };
  for (const auto& each : samples) {
    INFO(each.text);
    const auto at = parse_date(each.text);
    REQUIRE(at.has_value());
    CHECK(written(*at) == each.means);
  }
  CHECK(parse_date("1970-01-01T00:00:01Z")->us == 1'000'000);
  CHECK(parse_date("2024-01-15T10:30:00Z")->us == 1'705'314'600'000'000);
}

TEST_CASE("given texts that are no date, when each is read, then there is none") {
  for (const auto* text : {"",
                           " ",
                           "yesterday",
                           "2024",
                           "2024-01",
                           "2024-1-5",
                           "2024-0115",
                           "202401-15",
                           "2024-02-30",
                           "2023-02-29",
                           "1900-02-29",
                           "2024-13-01",
                           "2024-00-01",
                           "2024-01-00",
                           "2024-04-31",
                           "0000-01-01",
                           "10000-01-01",
                           "-2024-01-01",
                           "+2024-01-01",
                           "2024-01-15T",
                           "2024-01-15T1",
                           "2024-01-15T10",
                           "2024-01-15T10:3",
                           "2024-01-15T10:60",
                           "2024-01-15T25:00",
                           "2024-01-15T24:00:01",
                           "2024-01-15T24:00:00.1",
                           "2024-01-15T10:30:61",
                           "2024-01-15T10:30:00.",
                           "2024-01-15T10:30:",
                           "2024-01-15T10:3000",
                           "2024-01-15T1030:00",
                           "2024-01-15T10:30:00+",
                           "2024-01-15T10:30:00+1",
                           "2024-01-15T10:30:00+24:00",
                           "2024-01-15T10:30:00+01:60",
                           "2024-01-15T10:30:00+01:",
                           "2024-01-15T10:30:00ZZ",
                           "2024-01-15T10:30:00 UTC",
                           "2024-01-15T10:30:00Z+01",
                           "2024-01-15x",
                           "2024/01/15",
                           "1705314600",
                           "0001-01-01T00:00:00+00:01",
                           "9999-12-31T23:59:60Z",
                           "9999-12-31T24:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_date(text).has_value());
  }
  CHECK_FALSE(parse_date(std::string("2024-01-15\0", 11)).has_value());
}

TEST_CASE("given every prefix and random change of a date, when it is read, then nothing breaks") {
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937 engine(seed);
  const std::string date = "2024-01-15T10:30:00.123456+02:00";
  for (std::size_t size = 0; size <= date.size(); ++size) parse_date(date.substr(0, size));
  for (int i = 0; i < 20'000; ++i) {
    auto changed = date;
    changed[engine() % date.size()] = static_cast<char>(engine() % 256);
    const auto at = parse_date(changed);
    if (at) CHECK(parse_date(written(*at)) == at);
  }
}

TEST_CASE(
    "given every day of eight centuries and random moments, when written and read, then they are the same") {
  constexpr std::int64_t day = 86'400'000'000;
  for (std::int64_t days = -146'097; days < 146'097; days += 1) {
    const instant at{days * day};
    if (parse_date(written(at)) != at) FAIL("day " << days);
  }
  const auto seed = std::random_device{}();
  INFO("seed " << seed);
  std::mt19937_64 engine(seed);
  const auto first = parse_date("0001-01-01")->us;
  const auto last = parse_date("9999-12-31")->us;
  for (int i = 0; i < 20'000; ++i) {
    const instant at{first + static_cast<std::int64_t>(engine() % static_cast<std::uint64_t>(last - first))};
    if (parse_date(written(at)) != at) FAIL("instant " << at.us);
  }
}

TEST_CASE("given a moment that no file can spell, when it is written, then it is the nearest that one can") {
  CHECK(written({std::numeric_limits<std::int64_t>::min()}) == "0001-01-01T00:00:00+00:00");
  CHECK(written({std::numeric_limits<std::int64_t>::max()}) == "9999-12-31T23:59:59.999999+00:00");
}
