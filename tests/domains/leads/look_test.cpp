// How far the look at a file of leads is, told while it goes on.
#include <catch2/catch.hpp>
#include <fstream>

#include "domains/leads/kind.hpp"
#include "domains/reading.hpp"
#include "events/hash.hpp"
#include "tests/domains/leads/reading.hpp"

using namespace waybill;

namespace {

auto people(std::size_t count) -> std::string {
  std::string text = "email,last_name\n";
  for (std::size_t i = 0; i < count; ++i)
    text.append("p").append(std::to_string(i)).append("@example.org,Person\n");
  return text;
}

}  // namespace

TEST_CASE("given leads, when their file is looked at, then bytes and then records are told as they go by") {
  constexpr std::size_t count = 20'000;
  leads::test::project there;
  auto one = there.upload(people(count));
  one.order.looked = std::make_shared<look_progress>();
  std::ifstream file(one.order.path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  std::vector<look_figures> seen;
  chunk_reader reader(leads::kind(), one.order);
  const auto checked = reader.check(
      [&](std::uint64_t) {
        seen.push_back(one.order.looked->figures());
        return true;
      },
      sha256_of(text));
  REQUIRE((checked && *checked));
  REQUIRE(seen.size() > 10);
  CHECK_FALSE(seen.front().records);
  CHECK_FALSE(seen.front().total);
  std::uint64_t before = 0;
  for (const auto& now : seen) {
    if (!now.records) continue;
    CHECK(now.total == count);
    CHECK(*now.records > before);
    CHECK(now.records_per_second > 0);
    REQUIRE(now.seconds_left);
    before = *now.records;
  }
  CHECK(before > count / 2);
}

TEST_CASE("given a look that was stopped, when asked, then no time is left that nobody could know") {
  look_progress look;
  CHECK_FALSE(look.figures().records);
  CHECK_FALSE(look.figures().seconds_left);
  look.walk_records(std::nullopt);
  look.went(10);
  CHECK(look.figures().records == 10U);
  CHECK_FALSE(look.figures().total);
  CHECK_FALSE(look.figures().seconds_left);
  look.went(20, 0.5);
  CHECK(look.figures().records == 20U);
  CHECK_FALSE(look.figures().total);
  CHECK(look.figures().seconds_left >= 0.0);
  for (const auto no_share : {0.0, -0.5, 1.5}) {
    look.went(30, no_share);
    CHECK_FALSE(look.figures().seconds_left);
  }
  look.walk_bytes(100);
  look.went(50);
  CHECK_FALSE(look.figures().records);
  look.went(150);  // the file grew
  CHECK_FALSE(look.figures().seconds_left);
}
