// Signing in while others attack: who is known, who waits, and what a browser keeps.
#include <sys/stat.h>
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

void behind_proxy(settings& with) { with.http_trusted_proxy = true; }

auto attempt_text(const std::string& name, const std::string& password, const std::string& address,
                  const std::string& cookie = "X: y") -> std::string {
  return request_text("POST", "/api/v1/session", {"X-Forwarded-For: " + address, cookie},
                      json{{"username", name}, {"password", password}}.dump());
}
auto enter(const house& here, const std::string& name, const std::string& address,
           const std::string& cookie = "X: y") -> reply {
  return ask(here.port(), attempt_text(name, "password of " + name, address, cookie));
}
auto guess(const house& here, const std::string& name, const std::string& address,
           const std::string& cookie = "X: y") -> reply {
  return ask(here.port(), attempt_text(name, "wrong wrong", address, cookie));
}

/// The line of Set-Cookie that sets this one.
auto cookie_line(const reply& from, const std::string& name) -> std::string {
  const auto at = from.head.find("Set-Cookie: " + name + "=");
  if (at == std::string::npos) return {};
  return from.head.substr(at + 12, from.head.find("\r\n", at) - at - 12);
}
auto kept(const reply& from) -> std::string {
  const auto line = cookie_line(from, "waybill_known");
  return "Cookie: " + line.substr(0, line.find(';'));
}
auto wait_of(const reply& from) -> int { return std::stoi(from.header("Retry-After")); }
auto stranger(int number) -> std::string {
  return "100.64." + std::to_string(number / 256) + "." + std::to_string(number % 256);
}

}  // namespace

TEST_CASE(
    "given a sign-in, when it went well, then the browser keeps that it is known, and nothing that lets in") {
  house here{behind_proxy};
  here.inhabit("ann");
  const auto opened = enter(here, "ann", "192.0.2.1");
  REQUIRE(opened.status == 200);
  const auto line = cookie_line(opened, "waybill_known");
  for (const std::string part : {"HttpOnly", "SameSite=Lax", "Path=/api/v1", "Max-Age=15552000"}) {
    CAPTURE(part);
    CHECK(line.find(part) != std::string::npos);
  }
  CHECK(cookie_line(guess(here, "ann", "192.0.2.1"), "waybill_known").empty());
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {kept(opened)})).status == 401);
  const auto key = here.directory / "secrets" / "known_browsers.key";
  struct stat about {};
  REQUIRE(::stat(key.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0600);
  REQUIRE(::stat(key.parent_path().c_str(), &about) == 0);
  CHECK((about.st_mode & 0777) == 0700);
}

TEST_CASE(
    "given an address where many failed, when somebody comes with a browser that signed in before, then they "
    "are let in; a stranger waits, and is told how long") {
  house here{[](settings& with) {
    behind_proxy(with);
    with.sign_in_address_failures_an_hour = 10;
  }};
  here.inhabit("ann");
  here.inhabit("bob");
  const auto anns = kept(enter(here, "ann", "192.0.2.1"));
  for (int i = 0; i < 10; ++i) CHECK(guess(here, "junk" + std::to_string(i), "192.0.2.9").status == 401);
  const auto refused = enter(here, "bob", "192.0.2.9");
  CHECK(refused.status == 429);
  CHECK(refused.code() == "too_many_requests");
  CHECK(wait_of(refused) >= 1);
  CHECK(wait_of(refused) <= 360);
  CHECK(enter(here, "bob", "192.0.2.9", anns).status == 429);
  CHECK(enter(here, "ann", "192.0.2.9", anns).status == 200);
  CHECK(enter(here, "bob", "192.0.2.8").status == 200);
}

TEST_CASE(
    "given guesses at a name from ever new addresses, when its owner comes from an address of their own, "
    "then "
    "they are let in at once") {
  house here{behind_proxy};
  here.inhabit("bob");
  for (int i = 0; i < 130; ++i) {
    const auto told = guess(here, "bob", stranger(i % 26 + (i < 100 ? 0 : i)));
    CHECK((told.status == 401 || told.status == 429));
  }
  CHECK(enter(here, "bob", "203.0.113.7").status == 200);
  CHECK(guess(here, "bob", "203.0.113.8").status == 401);
  CHECK(enter(here, "bob", "203.0.113.8").status == 200);
}

TEST_CASE(
    "given a blocked name and address, when the known browser tries, then its own failures count alone") {
  house here{[](settings& with) {
    behind_proxy(with);
    with.sign_in_failures_before_delay = 2;
  }};
  here.inhabit("ann");
  const auto known = kept(enter(here, "ann", "192.0.2.1"));
  for (int i = 0; i < 2; ++i) CHECK(guess(here, "ann", "192.0.2.9").status == 401);
  CHECK(enter(here, "ann", "192.0.2.9").status == 429);
  CHECK(enter(here, "ann", "192.0.2.9", known).status == 200);
  for (int i = 0; i < 2; ++i) CHECK(guess(here, "ann", stranger(i), known).status == 401);
  const auto slowed = guess(here, "ann", stranger(9), known);
  CHECK(slowed.status == 429);
  CHECK(wait_of(slowed) >= 1);
  CHECK(wait_of(slowed) <= 30);
  CHECK(enter(here, "ann", "192.0.2.1").status == 200);
}

TEST_CASE(
    "given a browser that is known, when the password is set anew, or its cookie changed, then it is not") {
  house here{[](settings& with) {
    behind_proxy(with);
    with.sign_in_failures_before_delay = 2;
  }};
  here.inhabit("ann");
  const auto known = kept(enter(here, "ann", "192.0.2.1"));
  const auto block = [&](const std::string& address) {
    for (int i = 0; i < 2; ++i) guess(here, "ann", address);
  };
  block("192.0.2.9");
  for (std::size_t at = known.find('=') + 1; at < known.size(); at += 7) {
    auto forged = known;
    forged[at] = forged[at] == 'A' ? 'B' : 'A';
    CAPTURE(forged);
    CHECK(enter(here, "ann", "192.0.2.9", forged).status == 429);
  }
  for (const std::string odd :
       {"Cookie: waybill_known=", "Cookie: waybill_known=~~~..", "Cookie: waybill_known"})
    CHECK(enter(here, "ann", "192.0.2.9", odd).status == 429);
  CHECK(enter(here, "ann", "192.0.2.9", known).status == 200);
  block("192.0.2.9");
  REQUIRE(here.core->accounts().set_password("ann", "password of ann", "system"));
  CHECK(enter(here, "ann", "192.0.2.9", known).status == 429);
}

TEST_CASE("given one browser of several people, when each signs in, then it stays known to the last five") {
  house here{[](settings& with) {
    behind_proxy(with);
    with.sign_in_failures_before_delay = 1;
  }};
  std::string cookie = "Cookie: waybill_known=<script>.a.b~x";
  for (int i = 0; i < 6; ++i) {
    here.inhabit("p" + std::to_string(i));
    const auto opened = enter(here, "p" + std::to_string(i), "192.0.2.1", cookie);
    REQUIRE(opened.status == 200);
    CHECK(opened.head.find("script") == std::string::npos);
    cookie = kept(opened);
  }
  CHECK(cookie.size() < 600);
  for (int i = 0; i < 6; ++i) {
    const auto name = "p" + std::to_string(i);
    guess(here, name, "192.0.2.9");
    CHECK(enter(here, name, "192.0.2.9", cookie).status == (i == 0 ? 429 : 200));
  }
}

TEST_CASE(
    "given fifty sessions of one account, when one more is opened, then the oldest has ended, as signed "
    "out") {
  house here{behind_proxy};
  const auto ann = here.inhabit("ann");
  std::vector<std::string> cookies;
  for (int i = 0; i < 53; ++i) {
    const auto line = cookie_line(enter(here, "ann", "192.0.2.1"), "waybill_session");
    cookies.push_back("Cookie: " + line.substr(0, line.find(';')));
  }
  std::size_t alive = 0;
  for (const auto& one : cookies)
    alive += ask(here.port(), request_text("GET", "/api/v1/me", {one})).status == 200 ? 1 : 0;
  CHECK(alive == 50);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {cookies[2]})).status == 401);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {cookies[3]})).status == 200);
  CHECK(here.get(ann, "/api/v1/me").status == 200);
}

TEST_CASE("given an account, when a name differs by case alone, then it is that account") {
  house here;
  here.inhabit("Ada");
  auto boss = here.core->accounts().add_user("boss", "password of boss", role::admin, "system");
  REQUIRE(boss);
  auto token = here.core->accounts().add_token(boss->id, "test");
  REQUIRE(token);
  const inhabitant admin{boss->id, "boss", token->text};
  const auto add = [&](const std::string& name) {
    return here.call(admin, "POST", "/api/v1/accounts",
                     json{{"username", name}, {"password", "a fine password"}}.dump());
  };
  for (const std::string taken : {"ada", "ADA", "Ada", "BOSS"}) {
    CAPTURE(taken);
    CHECK(add(taken).status == 409);
    CHECK(add(taken).code() == "name_taken");
  }
  for (const std::string bad : {".", "..", "ad\xC3\xA1", ""}) CHECK(add(bad).code() == "bad_value");
  CHECK(add("ada2").status == 201);
  for (const std::string spelled : {"ada", "ADA", "Ada", "\xEF\xBC\xA1\xEF\xBD\x84\xEF\xBD\x81"}) {
    CAPTURE(spelled);
    const auto opened = ask(here.port(), attempt_text(spelled, "password of Ada", "192.0.2.1"));
    CHECK(opened.status == 200);
    CHECK(opened.parsed()["user"]["username"] == "Ada");
  }
}

TEST_CASE(
    "given an administrator, when a password is reset, then tokens go if that is asked for, and else stay") {
  house here;
  auto made = here.core->accounts().add_user("boss", "password of boss", role::admin, "system");
  REQUIRE(made);
  auto token = here.core->accounts().add_token(made->id, "test");
  REQUIRE(token);
  const inhabitant boss{made->id, "boss", token->text};
  const auto ann = here.inhabit("ann");
  const auto path = "/api/v1/accounts/" + ann.id.value + "/password";
  CHECK(here.call(boss, "POST", path, R"({"password": "another one", "revoke_tokens": "yes"})").status ==
        400);
  CHECK(here.call(boss, "POST", path, R"({"password": "another one"})").status == 204);
  CHECK(here.get(ann, "/api/v1/me").status == 200);
  CHECK(here.call(boss, "POST", path, R"({"password": "another one", "revoke_tokens": true})").status == 204);
  CHECK(here.get(ann, "/api/v1/me").status == 401);
  CHECK(here.core->accounts().tokens(ann.id)->empty());
  CHECK(here.call(boss, "POST", "/api/v1/accounts/usr_x/password", R"({"password": "another one"})").status ==
        404);
}

TEST_CASE(
    "given requests behind a sign-in on one connection, when it is answered late, then in their order") {
  house here;
  here.inhabit("ann");
  peer one{here.port()};
  const auto me = request_text("GET", "/api/v1/me");
  const auto right = attempt_text("ann", "password of ann", "192.0.2.1");
  one.send(me + right + me + attempt_text("ann", "wrong wrong", "192.0.2.1") + right + me);
  for (const int status : {401, 200, 401, 401, 200, 401}) CHECK(one.receive().status == status);
}

TEST_CASE("given a server that stops, when sign-ins wait to be looked at, then each has its answer before") {
  house here{behind_proxy};
  here.inhabit("ann");
  std::vector<peer> waiting;
  for (int i = 0; i < 20; ++i) {
    waiting.emplace_back(here.port());
    waiting.back().send(attempt_text("ann", "wrong wrong", stranger(i)));
  }
  // All are with a worker, or behind it, when the last is.
  CHECK(waiting.back().receive().status == 401);
  here.server->stop();
  for (std::size_t i = 0; i + 1 < waiting.size(); ++i) {
    const auto told = waiting[i].receive();
    CHECK((told.status == 401 || told.status == 0));
  }
}

TEST_CASE(
    "given an origin, when its scheme is not the one by which we are reached, then it is another site") {
  const bool trusted = GENERATE(false, true);
  house here{[&](settings& with) { with.http_trusted_proxy = trusted; }};
  here.inhabit("ann");
  const auto status = [&](const std::string& origin, const std::string& proto) {
    return ask(here.port(), request_text("POST", "/api/v1/session", {"Origin: " + origin, proto},
                                         R"({"username": "ann", "password": "password of ann"})"))
        .status;
  };
  for (const std::string odd : {"ftp", "ws", "file", "httpx", "chrome-extension", ""})
    CHECK(status(odd + "://test", "X: y") == 403);
  CHECK(status("https://test", "X-Forwarded-Proto: https") == 200);
  CHECK(status("http://test", "X-Forwarded-Proto: http") == 200);
  CHECK(status("http://test", "X-Forwarded-Proto: https") == (trusted ? 403 : 200));
  CHECK(status("https://test", "X-Forwarded-Proto: http") == (trusted ? 403 : 200));
}
