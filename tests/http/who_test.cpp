// Who may: tokens, sessions, CSRF, and what belongs to somebody else.
#include <catch2/catch.hpp>

#include "http/routes.hpp"
#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

auto filled(std::string_view pattern) -> std::string {
  std::string path{pattern};
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{'))
    path.replace(at, path.find('}') - at + 1, "x");
  return path;
}

auto sign_in(const house& here, const std::string& body) -> reply {
  return ask(here.port(), request_text("POST", "/api/v1/session", {"Content-Type: application/json"}, body));
}

struct visitor {
  std::string cookie;
  std::string csrf;
};

auto signed_in(const house& here, const std::string& name) -> visitor {
  const auto answer = sign_in(here, json{{"username", name}, {"password", "password of " + name}}.dump());
  REQUIRE(answer.status == 200);
  const auto set = answer.header("Set-Cookie");
  for (const auto* part : {"HttpOnly", "SameSite=Lax", "Path=/"}) CHECK(set.find(part) != std::string::npos);
  return {"Cookie: other=1; " + set.substr(0, set.find(';')),
          answer.parsed().at("csrf_token").get<std::string>()};
}

}  // namespace

TEST_CASE("given nobody, when any route that asks who is called, then 401, and a challenge") {
  house here;
  for (const auto& one : http::route_table()) {
    if (one.who == http::access::anybody) continue;
    CAPTURE(one.pattern, one.method);
    for (const std::string header : {"X: y", "Authorization: Bearer wbt_wrong", "Authorization: Basic eDp5",
                                     "Authorization: Bearer", "Cookie: waybill_session=wrong"}) {
      const auto answer = ask(here.port(), request_text(one.method, filled(one.pattern), {header}));
      CHECK(answer.status == 401);
      CHECK(answer.code() == "unauthorized");
      CHECK(answer.header("WWW-Authenticate").starts_with("Bearer"));
    }
  }
}

TEST_CASE("given a token, when it is revoked, then the next call is 401; nobody else could revoke it") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto made = here.call(ann, "POST", "/api/v1/tokens", R"({"name": "mine"})");
  REQUIRE(made.status == 201);
  const auto token = made.parsed();
  const inhabitant second{ann.id, "ann", token["token"].get<std::string>()};
  auto me = here.get(second, "/api/v1/me").parsed();
  CHECK(me.erase("usage") == 1);
  CHECK(me == json{{"id", ann.id.value},
                   {"username", "ann"},
                   {"role", "user"},
                   {"display_name", nullptr},
                   {"email", nullptr}});
  const auto list = here.get(ann, "/api/v1/tokens");
  CHECK(list.parsed()["items"].size() == 2);
  CHECK(list.body.find(second.token) == std::string::npos);
  const auto path = "/api/v1/tokens/" + token["id"].get<std::string>();
  CHECK(here.call(bob, "DELETE", path).status == 404);
  CHECK(here.get(second, "/api/v1/me").status == 200);
  CHECK(here.call(ann, "DELETE", path).status == 204);
  CHECK(here.get(second, "/api/v1/me").status == 401);
  CHECK(here.call(ann, "DELETE", path).status == 404);
}

TEST_CASE(
    "given a session, when it changes something, then only with its CSRF token; when it ends, it is nobody") {
  house here;
  here.inhabit("ann");
  here.inhabit("bob");
  const auto ann = signed_in(here, "ann");
  const auto bob = signed_in(here, "bob");
  const auto call = [&](std::string_view method, std::string_view target,
                        const std::vector<std::string>& headers, std::string_view body = {}) {
    return ask(here.port(), request_text(method, target, headers, body));
  };
  const auto me = call("GET", "/api/v1/me", {ann.cookie});
  CHECK(me.parsed()["username"] == "ann");
  CHECK(me.parsed()["csrf_token"] == ann.csrf);
  const std::string body = R"({"name": "t"})";
  CHECK(call("POST", "/api/v1/tokens", {ann.cookie}, body).code() == "forbidden");
  CHECK(call("POST", "/api/v1/tokens", {ann.cookie, "X-CSRF-Token: " + bob.csrf}, body).status == 403);
  CHECK(call("POST", "/api/v1/tokens", {ann.cookie, "X-CSRF-Token: " + ann.csrf}, body).status == 201);
  CHECK(call("DELETE", "/api/v1/session", {ann.cookie}).status == 403);
  CHECK(call("DELETE", "/api/v1/session", {ann.cookie, "X-CSRF-Token: " + ann.csrf}).status == 204);
  CHECK(call("GET", "/api/v1/me", {ann.cookie}).status == 401);
  CHECK(call("GET", "/api/v1/me", {bob.cookie}).status == 200);
}

TEST_CASE("given a page of another site, when it signs in or changes something, then it is forbidden") {
  house here;
  here.inhabit("ann");
  const auto ann = signed_in(here, "ann");
  const std::string body = R"({"username": "ann", "password": "password of ann"})";
  const auto session = [&](const std::string& origin) {
    return ask(here.port(), request_text("POST", "/api/v1/session", {origin}, body)).status;
  };
  const auto change = [&](const std::string& origin) {
    return ask(here.port(),
               request_text("POST", "/api/v1/tokens", {ann.cookie, "X-CSRF-Token: " + ann.csrf, origin},
                            R"({"name": "t"})"));
  };
  for (const std::string good : {"Origin: http://test", "Origin: https://TEST", "Origin: http://test:80",
                                 "Origin: https://test:443"}) {
    CAPTURE(good);
    CHECK(session(good) == 200);
    CHECK(change(good).status == 201);
  }
  for (const std::string bad : {"Origin: http://evil", "Origin: http://test.evil", "Origin: http://eviltest",
                                "Origin: null", "Origin:", "Origin: http://test:8080", "Origin: test",
                                "Origin: http://test\r\nOrigin: http://test"}) {
    CAPTURE(bad);
    CHECK(session(bad) == 403);
    CHECK(change(bad).code() == "forbidden");
    CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {ann.cookie, bad})).status == 200);
  }
}

TEST_CASE(
    "given a proxy with TLS in front, when somebody signs in, then the cookie is Secure if it may be "
    "believed") {
  const bool trusted = GENERATE(false, true);
  house here{[&](settings& with) { with.http_trusted_proxy = trusted; }};
  here.inhabit("ann");
  const auto secure = [&](const std::string& header) {
    const auto answer =
        ask(here.port(), request_text("POST", "/api/v1/session", {header},
                                      R"({"username": "ann", "password": "password of ann"})"));
    REQUIRE(answer.status == 200);
    return answer.header("Set-Cookie").ends_with("; Secure");
  };
  CHECK(secure("X-Forwarded-Proto: https") == trusted);
  CHECK(secure("X-Forwarded-Proto: http, HTTPS") == trusted);
  CHECK_FALSE(secure("X-Forwarded-Proto: https, http"));
  CHECK_FALSE(secure("X: y"));
}

TEST_CASE("given wrong sign-ins, when they go on, then they are slowed, and the answer says how long") {
  house here{[](settings& with) { with.sign_in_failures_before_delay = 2; }};
  here.inhabit("ann");
  const std::string wrong = R"({"username": "ann", "password": "wrong wrong"})";
  CHECK(sign_in(here, wrong).status == 401);
  CHECK(sign_in(here, wrong).status == 401);
  CHECK(sign_in(here, R"({"username": "nobody", "password": "wrong wrong"})").status == 401);
  const auto slowed = sign_in(here, wrong);
  CHECK(slowed.status == 429);
  CHECK(slowed.code() == "too_many_requests");
  CHECK(std::stoi(slowed.header("Retry-After")) >= 1);
  CHECK(slowed.body.find("in " + slowed.header("Retry-After") + " seconds.") != std::string::npos);
}

TEST_CASE(
    "given a body that is not what it should be, when somebody signs in, then the answer says what is "
    "wrong") {
  house here;
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"{", "bad_request"},
      {"[]", "bad_request"},
      {R"({"username": "a"})", "bad_value"},
      {R"({"username": 1, "password": "x"})", "bad_value"},
      {R"({"username": "a", "password": "x", "remember": true})", "unknown_field"},
      {R"({"username": )" + std::string(10'000, '['), "bad_request"}};
  for (const auto& [body, code] : wrong) {
    CAPTURE(body.substr(0, 60));
    const auto answer = sign_in(here, body);
    CHECK(answer.status == 400);
    CHECK(answer.code() == code);
  }
  const auto large = sign_in(here, std::string(70'000, ' '));
  CHECK(large.status == 413);
  CHECK(large.closes);
}

TEST_CASE("given what belongs to somebody else, when it is asked for, then it does not exist") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto id = here.import(ann, document_of("a", 1));
  const auto path = "/api/v1/imports/" + id;
  for (const std::string& target :
       {path, path + "/progress", path + "/records", path + "/records.csv", path + "/events"}) {
    CAPTURE(target);
    CHECK(here.get(bob, target).code() == "not_found");
  }
  for (const std::string verb : {"/pause", "/resume", "/cancel", "/retry"})
    CHECK(here.call(bob, "POST", path + verb).status == 404);
  CHECK(here.call(bob, "DELETE", path).status == 404);
  const auto mark = here.get(ann, "/api/v1/bookmarks").parsed()["items"][0]["identity"].get<std::string>();
  CHECK(here.get(ann, "/api/v1/bookmarks/" + mark).status == 200);
  CHECK(here.get(bob, "/api/v1/bookmarks/" + mark).status == 404);
  CHECK(here.get(bob, "/api/v1/bookmarks/" + mark + "/history").status == 404);
  CHECK(here.call(bob, "DELETE", "/api/v1/bookmarks/" + mark).status == 404);
  CHECK(here.get(ann, "/api/v1/bookmarks/odd").status == 404);
  CHECK(here.get(ann, "/api/v1/imports/odd").status == 404);
}
