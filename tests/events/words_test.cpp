#include "events/words.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "events/clock.hpp"
#include "events/result.hpp"
#include "tests/events/samples.hpp"

using namespace waybill;

TEST_CASE(
    "given a digest, when it is written as hex and read, then it is the same in either case of letters") {
  const auto hash = samples::digest_of(200);
  auto text = to_hex(hash);
  CHECK(text.size() == 64);
  CHECK(text == to_hex(hash.data(), hash.size()));
  digest back{};
  REQUIRE(from_hex(text, back));
  CHECK(back == hash);
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return static_cast<char>(std::toupper(c)); });
  REQUIRE(from_hex(text, back));
  CHECK(back == hash);
}

TEST_CASE("given text that is no digest, when it is read as hex, then it is refused") {
  digest out{};
  const std::string good(64, 'a');
  CHECK(from_hex(good, out));
  CHECK_FALSE(from_hex("", out));
  CHECK_FALSE(from_hex(good.substr(1), out));
  CHECK_FALSE(from_hex(good + "a", out));
  CHECK_FALSE(from_hex("g" + good.substr(1), out));
  CHECK_FALSE(from_hex(good.substr(1) + "/", out));
}

TEST_CASE("given instants, when they are written, then they are RFC 3339 with milliseconds") {
  CHECK(to_rfc3339_ms({0}) == "1970-01-01T00:00:00.000Z");
  CHECK(to_rfc3339_ms({1'769'847'330'123'999}) == "2026-01-31T08:15:30.123Z");
  CHECK(to_rfc3339_ms({951'782'399'999'999}) == "2000-02-28T23:59:59.999Z");
  CHECK(to_rfc3339_ms({951'782'400'000'000}) == "2000-02-29T00:00:00.000Z");
  CHECK(to_rfc3339_ms({-1}) == "1969-12-31T23:59:59.999Z");
}

TEST_CASE(
    "given ids made one after the other, when they are sorted as text, then they stand in the order of "
    "time") {
  manual_clock clock{{1'700'000'000'000'000}};
  std::vector<std::string> made;
  for (int i = 0; i < 1000; ++i) {
    made.push_back(clock.fresh_import().value);
    if (i % 3 == 0) clock.advance_ms(i);
  }
  CHECK(std::is_sorted(made.begin(), made.end()));
  CHECK(std::set<std::string>(made.begin(), made.end()).size() == made.size());
  for (const auto& id : made) {
    REQUIRE(id.size() == 30);
    REQUIRE(id.starts_with("imp_"));
    REQUIRE(id.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz", 4) == std::string::npos);
  }
}

TEST_CASE(
    "given the extremes of time and chance, when an id is made, then it has 26 characters of its alphabet") {
  std::array<std::uint8_t, 10> ones{};
  ones.fill(0xff);
  CHECK(sortable_id({0}, {}) == std::string(26, '0'));
  CHECK(sortable_id({281'474'976'710'655'000}, ones) == "7" + std::string(25, 'z'));
  CHECK(sortable_id({1'000}, {}) == "00000000010000000000000000");
}

TEST_CASE("given the machine's clock, when ids are drawn, then no two are equal") {
  const auto clock = system_clock_source();
  std::set<std::string> drawn;
  for (int i = 0; i < 1000; ++i) drawn.insert(clock->fresh_token().value);
  CHECK(drawn.size() == 1000);
}

TEST_CASE("given every error code, when it is named, then the name is its own and leads back") {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < errc_count; ++i) {
    const auto code = static_cast<errc>(i);
    const auto name = name_of(code);
    CAPTURE(name);
    CHECK_FALSE(name.empty());
    CHECK(names.insert(name).second);
    CHECK(errc_of(name) == code);
  }
  CHECK_FALSE(errc_of("no_such_code"));
  CHECK_FALSE(errc_of(""));
}

TEST_CASE(
    "given the names of codes, when one of each end and the middle is looked at, then order and names "
    "agree") {
  CHECK(name_of(errc::bad_request) == "bad_request");
  CHECK(name_of(errc::wrong_status) == "wrong_status");
  CHECK(name_of(errc::invalid_json) == "invalid_json");
  CHECK(name_of(errc::storage_full) == "storage_full");
  CHECK(name_of(errc::locked) == "locked");
  CHECK(name_of(errc::internal) == "internal");
}

TEST_CASE("given a result, when it holds a value or an error, then it says which") {
  const result<int> good{5};
  CHECK(good.ok());
  CHECK(*good == 5);
  const result<int> bad{errc::not_found, "There is none."};
  CHECK_FALSE(bad);
  CHECK(bad.why() == error{errc::not_found, "There is none."});
}
