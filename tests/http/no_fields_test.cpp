// Calls that take no fields: what nobody asked for is refused, and nothing is done.
#include <catch2/catch.hpp>

#include "http/routes.hpp"
#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;

TEST_CASE(
    "given any call that takes no fields, when one comes with a field, then it is an unknown field; without "
    "one or empty it is none") {
  house here;
  const auto account = here.core->accounts().add_user("boss", "password of boss", role::admin, "system");
  REQUIRE(account);
  const auto token = here.core->accounts().add_token(account->id, "test");
  REQUIRE(token);
  const inhabitant boss{account->id, "boss", token->text};
  int routes = 0;
  for (const auto& one : http::route_table()) {
    if (one.body_schema != "NoFields") continue;
    CAPTURE(one.pattern);
    auto path = std::string(one.pattern);
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, "nobody");
    const auto refused = here.call(boss, one.method, path, R"({"minutes": 5})");
    CHECK(refused.status == 400);
    CHECK(refused.code() == "unknown_field");
    CHECK(here.call(boss, one.method, path, "[]").code() == "bad_request");
    CHECK(here.call(boss, one.method, path, "{}").code() != "unknown_field");
    CHECK(here.call(boss, one.method, path).code() != "unknown_field");
    ++routes;
  }
  CHECK(routes >= 10);
}
