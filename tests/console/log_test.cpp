// The log of a running server, as operators look at it.
#include "tests/console/house.hpp"

using namespace waybill;
using namespace waybill::console;
using namespace waybill::tests;
using Catch::Matchers::Contains;

namespace {

/// Until it is through.
auto checked(client& asks) -> log_check_told {
  for (;;) {
    auto now = told<log_check_told>(asks.ask(log_check_asked{}));
    if (!now.running) return now;
    std::this_thread::yield();
  }
}

}  // namespace

TEST_CASE("given a log, when its end is asked for, then the last events that pass come, in log order") {
  console_house house;
  const auto anna = house.enter();
  const auto id = house.submit(many(3)).value;
  house.completed({id});
  const auto tail = house.core->log().tail();
  const auto end = told<log_told>(anna->ask(log_end_asked{0, "", "", 2}));
  REQUIRE(end.items.size() == 2);
  CHECK(end.items.back().position == tail);
  CHECK(end.items.front().position == tail - 1);
  CHECK(end.tail == tail);
  const auto before = told<log_told>(anna->ask(log_end_asked{end.items.front().position, "", "", 500}));
  CHECK(before.items.size() == tail - 2);
  CHECK(before.looked_from == 1);
  const auto one = told<log_told>(anna->ask(log_end_asked{0, "import/" + id, "import.completed.v1", 20}));
  REQUIRE(one.items.size() == 1);
  CHECK(one.items.front().stream == "import/" + id);
  CHECK(told<log_told>(anna->ask(log_end_asked{0, "none", "", 20})).items.empty());
}

TEST_CASE("given a log that goes on, when what comes is asked for, then it comes, and nothing twice") {
  console_house house;
  const auto anna = house.enter();
  const auto tail = house.core->log().tail();
  const auto nothing = told<log_told>(anna->ask(log_after_asked{tail, "", "", 500, 1}));
  CHECK(nothing.items.empty());
  CHECK(nothing.looked_to == tail);
  told<done_told>(house.enter("bob")->ask(order_seats{3}));
  const auto news = told<log_told>(anna->ask(log_after_asked{tail, "operator/bob", "", 500, 1'000}));
  REQUIRE(news.items.size() == 1);
  CHECK_THAT(news.items.front().data, Contains("seats"));
  CHECK(told<log_told>(anna->ask(log_after_asked{news.looked_to, "", "", 500, 0})).items.empty());
  CHECK(told<log_told>(anna->ask(log_after_asked{UINT64_MAX, "", "", 500, 0})).items.empty());
}

TEST_CASE("given an event, when it is asked for, then it is told in full, and no secret with it") {
  console_house house;
  const auto anna = house.enter();
  house.completed(house.submit(many(3)));
  const auto first = told<logged_told>(anna->ask(event_asked{1}));
  CHECK(first.type == "account.created.v1");
  CHECK_THAT(first.data, !Contains("$argon2"));
  const auto chunk = told<log_told>(anna->ask(log_end_asked{0, "", "collection.chunk_applied.v2", 1}));
  REQUIRE(chunk.items.size() == 1);
  CHECK_THAT(chunk.items.front().data, !Contains("\"records\""));
  const auto whole = told<logged_told>(anna->ask(event_asked{chunk.items.front().position}));
  CHECK_THAT(whole.data, Contains("\"records\""));
  for (const auto nowhere : {std::uint64_t{0}, std::uint64_t{1'000'000}, UINT64_MAX})
    CHECK(anna->ask(event_asked{nowhere}).why().code == errc::not_found);
}

TEST_CASE("given a log, when it is verified, whole or from a position on, then it says what was looked at") {
  console_house house;
  const auto anna = house.enter();
  CHECK_FALSE(told<log_check_told>(anna->ask(log_check_asked{})).began);
  house.completed(house.submit(many(3)));
  const auto tail = house.core->log().tail();
  told<done_told>(anna->ask(order_log_check{1}));
  auto now = checked(*anna);
  CHECK(now.events == tail);
  CHECK(now.faults.empty());
  CHECK(now.why.empty());
  told<done_told>(anna->ask(order_log_check{tail}));
  now = checked(*anna);
  CHECK(now.events == 1);
  CHECK(now.faults.empty());
  CHECK(anna->ask(order_log_check{tail + 1'000}).why().code == errc::bad_value);
}
