// Which imports somebody should look at.
#include <catch2/catch.hpp>

#include "actors/stalled.hpp"

using namespace waybill;

namespace {

constexpr instant then{1'000'000'000'000};
constexpr instant a_minute_later{then.us + 60'000'000};

auto row_of(import_status status) -> import_row {
  import_row row;
  row.id = {"imp_1"};
  row.status = status;
  return row;
}

}  // namespace

TEST_CASE("given an import at work, when nothing was written of it for a minute, then it is stalled") {
  for (const auto status : {import_status::parsing, import_status::processing}) {
    const auto row = row_of(status);
    CHECK_FALSE(stall_of(row, then, {a_minute_later.us - 1}));
    const auto stall = stall_of(row, then, a_minute_later);
    REQUIRE(stall);
    CHECK(stall->since == then);
    CHECK(stall->status == status);
  }
}

TEST_CASE("given an import that nobody is to work on, when time passes, then it is not stalled") {
  for (const auto status : {import_status::pending, import_status::ready, import_status::paused,
                            import_status::completed, import_status::failed, import_status::cancelled})
    CHECK_FALSE(stall_of(row_of(status), then, a_minute_later));
}

TEST_CASE(
    "given an import that the server paused, when it waits for what does not answer, then it says so at "
    "once") {
  auto row = row_of(import_status::paused);
  row.suspension = import_suspended{"handler_unavailable", "Nobody answers.", then};
  const auto stall = stall_of(row, then, then);
  REQUIRE(stall);
  CHECK(stall->why == "It waits for the next try: Nobody answers.");
}
