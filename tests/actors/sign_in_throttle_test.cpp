// Attacks on sign-ins, replayed in virtual time: guessing stays slow, and nobody keeps another out.
#include "actors/sign_in_throttle.hpp"

#include <catch2/catch.hpp>

#include "events/clock.hpp"

using namespace waybill;

namespace {

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t hour_ms = 60 * minute_ms;

/// Accounts ada and bob; everybody else is nobody.
struct gate {
  explicit gate(throttle_rules rules = {}) : throttle(rules, "salt") {}

  static auto who(const std::string& name, const std::string& address, const std::string& browser)
      -> sign_in_try {
    return {name, address, name == "ada" || name == "bob" ? "usr_" + name : "", browser};
  }
  /// A wrong password; seconds to wait, 0 when it was looked at.
  auto guess(const std::string& name, const std::string& address, const std::string& browser = {})
      -> std::int64_t {
    return throttle.begin(who(name, address, browser), clock.now()).wait_s;
  }
  /// The right one.
  auto enter(const std::string& name, const std::string& address, const std::string& browser = {})
      -> std::int64_t {
    const auto how = throttle.begin(who(name, address, browser), clock.now());
    if (how.wait_s == 0) throttle.succeeded(who(name, address, browser), how);
    return how.wait_s;
  }
  /// Guesses as often as the gate lets; how many were looked at within the time.
  auto guesses_within(std::int64_t ms, const std::string& name, const std::string& address) -> int {
    int looked_at = 0;
    while (ms > 0) {
      const auto wait_s = guess(name, address);
      looked_at += wait_s == 0 ? 1 : 0;
      const auto step = wait_s == 0 ? 1 : wait_s * 1'000;
      clock.advance_ms(step);
      ms -= step;
    }
    return looked_at;
  }
  auto stranger() -> std::string {
    ++strangers;
    return "100." + std::to_string(strangers / 65'536) + "." + std::to_string(strangers / 256 % 256) + "." +
           std::to_string(strangers % 256);
  }

  manual_clock clock{{1'700'000'000'000'000}};
  sign_in_throttle throttle;
  int strangers = 0;
};

}  // namespace

TEST_CASE(
    "given wrong passwords for one name from one address, when they go on, then five are free, and each "
    "further one waits twice as long, up to an hour") {
  gate at;
  for (int i = 0; i < 5; ++i) CHECK(at.guess("ada", "192.0.2.1") == 0);
  for (const std::int64_t wait_s : {30, 60, 120, 240, 480, 960, 1'920, 3'600, 3'600, 3'600}) {
    CHECK(at.guess("ada", "192.0.2.1") == wait_s);
    at.clock.advance_ms(wait_s * 1'000 - 1);
    CHECK(at.guess("ada", "192.0.2.1") == 1);
    at.clock.advance_ms(1);
    CHECK(at.guess("ada", "192.0.2.1") == 0);
  }
}

TEST_CASE("given a day of guessing at one name from one address, then it came to 34 tries") {
  gate at;
  CHECK(at.guesses_within(24 * hour_ms, "ada", "192.0.2.1") == 34);
}

TEST_CASE("given attempts at the same time, when none has an answer yet, then no more than five are let in") {
  gate at;
  int in = 0;
  for (int i = 0; i < 100; ++i) in += at.guess("ada", "192.0.2.1") == 0 ? 1 : 0;
  CHECK(in == 5);
}

TEST_CASE("given failures, when the right password comes in time, then they are forgotten") {
  gate at;
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 4; ++i) CHECK(at.guess("ada", "192.0.2.1") == 0);
    CHECK(at.enter("ada", "192.0.2.1") == 0);
  }
}

TEST_CASE(
    "given a wait, when the right password comes before its end, then it is refused, but not elsewhere") {
  gate at;
  for (int i = 0; i < 5; ++i) at.guess("ada", "192.0.2.1");
  CHECK(at.enter("ada", "192.0.2.1") == 30);
  CHECK(at.enter("ada", "192.0.2.2") == 0);
  at.clock.advance_ms(30'000);
  CHECK(at.enter("ada", "192.0.2.1") == 0);
}

TEST_CASE(
    "given guesses at a name from ever new addresses, when its owner comes from an address of their own, "
    "then "
    "they are let in, every time") {
  gate at;
  for (int i = 0; i < 100; ++i) at.guess("bob", "198.51.100." + std::to_string(i % 26));
  for (int delay = 0; delay < 1'000; ++delay) {
    CHECK(at.guess("bob", at.stranger()) == 0);
    if (delay % 50 == 0) CHECK(at.enter("bob", "203.0.113." + std::to_string(delay / 50)) == 0);
    at.clock.advance_ms(3'000);
  }
}

TEST_CASE(
    "given guesses at a name from ever new addresses, when its owner mistypes once from a new one, then they "
    "are let in; who failed twice waits an hour, then two, up to a day") {
  gate at;
  for (int i = 0; i < 150; ++i) at.guess("bob", at.stranger());
  CHECK(at.guess("bob", "203.0.113.1") == 0);
  CHECK(at.enter("bob", "203.0.113.1") == 0);
  CHECK(at.guess("bob", "203.0.113.2") == 0);
  CHECK(at.guess("bob", "203.0.113.2") == 0);
  std::int64_t hours = 1;
  for (const std::int64_t wait_h : {1, 2, 4, 8, 16}) {
    for (int i = 0; i < 150; ++i) at.guess("bob", at.stranger());
    CHECK(at.guess("bob", "203.0.113.2") == wait_h * 3'600);
    at.clock.advance_ms(wait_h * hour_ms);
    for (int i = 0; i < 150; ++i) at.guess("bob", at.stranger());
    CHECK(at.guess("bob", "203.0.113.2") == 0);
    hours += wait_h;
  }
  at.clock.advance_ms(2 * hour_ms);
  CHECK(at.guess("bob", at.stranger()) == 0);
}

TEST_CASE(
    "given 10,000 addresses that guess at one name for an hour, then it comes to few guesses more than two "
    "an address, while its owner gets in from a new one") {
  gate at;
  std::vector<std::string> net;
  for (int i = 0; i < 10'000; ++i) net.push_back(at.stranger());
  int looked_at = 0;
  for (int minute = 0; minute < 60; ++minute) {
    for (const auto& one : net) looked_at += at.guess("bob", one) == 0 ? 1 : 0;
    at.clock.advance_ms(minute_ms);
    if (minute % 10 == 0) CHECK(at.enter("bob", "203.0.113." + std::to_string(minute)) == 0);
  }
  CHECK(looked_at <= 20'100);
}

TEST_CASE(
    "given a name that is guessed at for weeks, when one address goes on, then it has a try a day in the "
    "end") {
  gate at;
  int tries = 0;
  std::int64_t hours = 0;
  const auto guess_for = [&](std::int64_t until) {
    for (tries = 0; hours < until; ++hours) {
      for (int i = 0; i < 110; ++i) at.guess("bob", at.stranger());
      while (at.guess("bob", "203.0.113.2") == 0) ++tries;
      at.clock.advance_ms(hour_ms);
    }
    return tries;
  };
  CHECK(guess_for(24) == 6);
  CHECK(guess_for(14 * 24) <= 14);
}

TEST_CASE(
    "given twenty wrong sign-ins with any names from one address, when somebody else comes from there, then "
    "they are let in; beyond a hundred an hour only who is known is") {
  gate at;
  CHECK(at.enter("bob", "192.0.2.1") == 0);
  for (int i = 0; i < 20; ++i) CHECK(at.guess("junk" + std::to_string(i), "192.0.2.1") == 0);
  CHECK(at.enter("ada", "192.0.2.1") == 0);
  gate other;
  CHECK(other.enter("bob", "192.0.2.1") == 0);
  for (int i = 0; i < 100; ++i) CHECK(other.guess("junk" + std::to_string(i), "192.0.2.1") == 0);
  CHECK(other.guess("junk", "192.0.2.1") == 36);
  CHECK(other.enter("ada", "192.0.2.1") == 36);
  CHECK(other.enter("ada", "192.0.2.1", "browser of ada") == 0);
  CHECK(other.enter("bob", "192.0.2.1") == 0);
  CHECK(other.enter("ada", "192.0.2.2") == 0);
  CHECK(other.guesses_within(10 * hour_ms, "junk", "192.0.2.1") <= 20);
}

TEST_CASE("given one address, when it guesses at all names it can think of, then at most a hundred an hour") {
  gate at;
  int looked_at = 0;
  for (int second = 0; second < 10 * 3'600; ++second) {
    looked_at += at.guess("name" + std::to_string(second), "192.0.2.1") == 0 ? 1 : 0;
    at.clock.advance_ms(1'000);
  }
  CHECK(looked_at <= 100 + 10 * 100);
  CHECK(looked_at > 1'000);
}

TEST_CASE("given an address where somebody signed in, when 30 days are over, then it is one like any other") {
  gate at;
  CHECK(at.enter("bob", "192.0.2.1") == 0);
  const auto full = [&] {
    while (at.guess("junk" + std::to_string(++at.strangers), "192.0.2.1") == 0) {
    }
  };
  at.clock.advance_ms(29 * 24 * hour_ms);
  full();
  CHECK(at.guess("bob", "192.0.2.1") == 0);
  at.clock.advance_ms(24 * hour_ms);
  full();
  CHECK(at.guess("bob", "192.0.2.1") > 0);
}

TEST_CASE(
    "given a known browser, when others fail where it is, then it is let in; its own failures slow it") {
  gate at;
  for (int i = 0; i < 150; ++i) at.guess("ada", at.stranger());
  for (int i = 0; i < 10; ++i) at.guess("ada", "192.0.2.1");
  CHECK(at.enter("ada", "192.0.2.1") > 0);
  CHECK(at.enter("ada", "192.0.2.1", "browser of ada") == 0);
  for (int i = 0; i < 5; ++i) CHECK(at.guess("ada", at.stranger(), "browser of ada") == 0);
  CHECK(at.guess("ada", at.stranger(), "browser of ada") == 30);
  CHECK(at.guess("ada", at.stranger(), "another of ada") == 0);
}

TEST_CASE(
    "given one line of IPv6, when all of its addresses are used, then they count as one; a site as ten") {
  gate at;
  for (int i = 0; i < 5; ++i) CHECK(at.guess("ada", "2001:db8:0:1::" + std::to_string(i)) == 0);
  CHECK(at.guess("ada", "2001:db8:0:1:ffff::9") == 30);
  CHECK(at.guess("ada", "2001:db8:0:2::9") == 0);
  gate site;
  int looked_at = 0;
  for (int line = 0; line < 2'000; ++line) {
    std::array<char, 40> address{};
    static_cast<void>(std::snprintf(address.data(), address.size(), "2001:db8:7:%x::1", line));
    looked_at += site.guess("name" + std::to_string(line), address.data()) == 0 ? 1 : 0;
  }
  CHECK(looked_at == 1'000);
}

TEST_CASE(
    "given an address as proxies write it, then it is the same network; what is none stands for itself") {
  CHECK(network_of("192.0.2.1", 64) == "192.0.2.1");
  CHECK(network_of("192.0.2.1:4711", 48) == "192.0.2.1");
  CHECK(network_of("::ffff:192.0.2.1", 64) == "192.0.2.1");
  CHECK(network_of("2001:db8:1:2:3:4:5:6", 64) == "2001:db8:1:2::/64");
  CHECK(network_of("[2001:db8:1:2:3:4:5:6]:443", 48) == "2001:db8:1::/48");
  CHECK(network_of("unknown", 64) == "unknown");
  CHECK(network_of("", 64).empty());
}

TEST_CASE("given a name in several spellings, when they are guessed at, then they count as one") {
  gate at;
  for (const std::string name : {"ada", "ADA", "Ada", "aDa", "adA"}) CHECK(at.guess(name, "192.0.2.1") == 0);
  CHECK(at.guess("AdA", "192.0.2.1") == 30);
}

TEST_CASE("given attempts for which there was no room, when they are taken back, then it is as if none was") {
  gate at;
  for (int i = 0; i < 4; ++i) at.guess("ada", "192.0.2.1");
  const auto ada = gate::who("ada", "192.0.2.1", "");
  for (int i = 0; i < 200; ++i) {
    const auto how = at.throttle.begin(ada, at.clock.now());
    REQUIRE(how.wait_s == 0);
    at.throttle.untried(ada, how);
  }
  CHECK(at.guess("ada", "192.0.2.1") == 0);
  CHECK(at.guess("ada", "192.0.2.1") == 30);
  at.clock.advance_ms(30'000);
  const auto how = at.throttle.begin(ada, at.clock.now());
  REQUIRE(how.wait_s == 0);
  at.throttle.untried(ada, how);
  CHECK(at.enter("ada", "192.0.2.1") == 0);
}

TEST_CASE("given who asks, then the known come first, and the clean stand apart from who failed") {
  gate at;
  const auto standing = [&](const std::string& name, const std::string& address,
                            const std::string& browser = {}) {
    return at.throttle.begin(gate::who(name, address, browser), at.clock.now()).who;
  };
  CHECK(standing("ada", "192.0.2.1") == acquaintance::clean);
  CHECK(standing("ada", "192.0.2.1") == acquaintance::other);
  CHECK(standing("ada", "192.0.2.1", "browser of ada") == acquaintance::known);
  CHECK(at.enter("bob", "192.0.2.1") == 0);
  CHECK(standing("bob", "192.0.2.1") == acquaintance::known);
  CHECK(standing("ada", "192.0.2.2") == acquaintance::clean);
}

TEST_CASE(
    "given small tables and a crowd that fills them, when who waits is asked again, then they wait still, "
    "and "
    "the tables have not grown") {
  throttle_rules small;
  small.tries_kept = small.addresses_kept = 256;
  small.names_kept = 64;
  gate at{small};
  for (int i = 0; i < 10; ++i) {
    at.guess("ada", "192.0.2.1");
    at.clock.advance_ms(3'600'000);
  }
  for (int i = 0; i < 6; ++i) at.guess("ada", "192.0.2.1");
  const auto wait = at.guess("ada", "192.0.2.1");
  REQUIRE(wait > 1'000);
  for (int i = 0; i < 100; ++i) at.guess("junk" + std::to_string(i), "192.0.2.9");
  for (int i = 0; i < 20'000; ++i) at.guess("junk" + std::to_string(i), at.stranger());
  CHECK(at.guess("ada", "192.0.2.1") == wait);
  CHECK(at.guess("junk", "192.0.2.9") > 0);
}
