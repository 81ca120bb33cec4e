// How sessions begin and end: nobody's cookie but our own, by time, and everywhere at once.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"
#include "tests/http/moved_clock.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

auto sign_in(const house& here, const std::string& name, const std::string& cookie = "X: y") -> reply {
  return ask(here.port(), request_text("POST", "/api/v1/session", {cookie},
                                       json{{"username", name}, {"password", "password of " + name}}.dump()));
}

auto cookie_of(const reply& from) -> std::string {
  const auto set = from.header("Set-Cookie");
  return "Cookie: " + set.substr(0, set.find(';'));
}

auto status_for(const house& here, const std::string& cookie) -> int {
  return ask(here.port(), request_text("GET", "/api/v1/me", {cookie})).status;
}

auto name_for(const house& here, const std::string& cookie) -> std::string {
  return ask(here.port(), request_text("GET", "/api/v1/me", {cookie})).parsed().value("username", "");
}

}  // namespace

TEST_CASE("given a cookie from before, when somebody signs in with it, then theirs is another one") {
  house here;
  here.inhabit("ann");
  here.inhabit("mallory");
  const std::string invented = "Cookie: waybill_session=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  const auto own = cookie_of(sign_in(here, "ann", invented));
  CHECK(own != invented);
  CHECK(name_for(here, own) == "ann");
  CHECK(status_for(here, invented) == 401);

  const auto planted = cookie_of(sign_in(here, "mallory"));
  const auto later = cookie_of(sign_in(here, "ann", planted));
  CHECK(later != planted);
  CHECK(name_for(here, later) == "ann");
  CHECK(name_for(here, planted) == "mallory");
  CHECK(cookie_of(sign_in(here, "ann", later)) != later);
}

TEST_CASE(
    "given sessions that end by time, when one is not used, or used all the time, then it ends as the "
    "configuration says") {
  using std::chrono::minutes;
  const auto clock = std::make_shared<const moved_clock>();
  house here{[](settings& with) {
               with.session_idle_minutes = 10;
               with.session_absolute_minutes = 60;
             },
             clock};
  const auto ann = here.inhabit("ann");
  const auto opened = sign_in(here, "ann");
  const auto set = opened.header("Set-Cookie");
  const auto max_age = std::stoi(set.substr(set.find("Max-Age=") + 8));
  CHECK(max_age <= 3'600);
  CHECK(max_age > 3'000);
  const auto idle = cookie_of(opened);
  const auto busy = cookie_of(sign_in(here, "ann"));
  const auto use_busy_after = [&](minutes time) {
    clock->advance(time);
    return status_for(here, busy);
  };
  CHECK(use_busy_after(minutes{9}) == 200);
  CHECK(status_for(here, idle) == 200);
  CHECK(use_busy_after(minutes{5}) == 200);
  CHECK(use_busy_after(minutes{6}) == 200);
  CHECK(status_for(here, idle) == 401);
  for (int i = 0; i < 4; ++i) CHECK(use_busy_after(minutes{9}) == 200);
  CHECK(use_busy_after(minutes{5}) == 401);
  CHECK(status_for(here, cookie_of(sign_in(here, "ann"))) == 200);
  CHECK(here.get(ann, "/api/v1/me").status == 200);
}

TEST_CASE(
    "given sessions here and there, when their owner signs out everywhere, then all of them end, and nobody "
    "else's") {
  house here;
  const auto ann = here.inhabit("ann");
  here.inhabit("bob");
  const auto signed_in = sign_in(here, "ann");
  const auto here_now = cookie_of(signed_in);
  const auto elsewhere = cookie_of(sign_in(here, "ann"));
  const auto bobs = cookie_of(sign_in(here, "bob"));
  const auto csrf = signed_in.parsed()["csrf_token"].get<std::string>();
  CHECK(ask(here.port(), request_text("DELETE", "/api/v1/sessions", {here_now})).status == 403);
  CHECK(status_for(here, elsewhere) == 200);
  const auto ended =
      ask(here.port(), request_text("DELETE", "/api/v1/sessions", {here_now, "X-CSRF-Token: " + csrf}));
  CHECK(ended.status == 204);
  CHECK(ended.header("Set-Cookie").find("; Max-Age=0") != std::string::npos);
  CHECK(status_for(here, here_now) == 401);
  CHECK(status_for(here, elsewhere) == 401);
  CHECK(status_for(here, bobs) == 200);
  CHECK(here.get(ann, "/api/v1/me").status == 200);
  CHECK(status_for(here, cookie_of(sign_in(here, "ann"))) == 200);
}
