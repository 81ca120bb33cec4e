// Accounts, everybody's imports and health, for administrators; one's own password and sessions.
#include <catch2/catch.hpp>

#include "http/routes.hpp"
#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

auto administrator(const house& here) -> inhabitant {
  auto account = here.core->accounts().add_user("boss", "password of boss", role::admin, "system");
  REQUIRE(account.ok());
  auto token = here.core->accounts().add_token(account->id, "test");
  REQUIRE(token.ok());
  return {account->id, "boss", token->text};
}

auto sign_in(const house& here, const std::string& name, const std::string& password) -> reply {
  return ask(here.port(), request_text("POST", "/api/v1/session", {},
                                       json{{"username", name}, {"password", password}}.dump()));
}

auto cookie_of(const reply& from) -> std::string {
  const auto set = from.header("Set-Cookie");
  return "Cookie: " + set.substr(0, set.find(';'));
}

}  // namespace

TEST_CASE("given a user, when any route of administrators is called, then it is forbidden") {
  house here;
  const auto ann = here.inhabit("ann");
  for (const auto& one : http::route_table()) {
    if (one.who != http::access::admin) continue;
    CAPTURE(one.pattern);
    auto path = std::string(one.pattern);
    if (const auto at = path.find("{id}"); at != std::string::npos) path.replace(at, 4, ann.id.value);
    CHECK(here.call(ann, one.method, path).status == 403);
  }
}

TEST_CASE("given an administrator, when an account is added, then it can sign in; a name is given once") {
  house here;
  const auto boss = administrator(here);
  const std::string body = R"({"username": "ann", "password": "a good one", "role": "user"})";
  const auto made = here.call(boss, "POST", "/api/v1/accounts", body);
  CHECK(made.status == 201);
  CHECK(made.parsed()["disabled"] == false);
  CHECK(here.call(boss, "POST", "/api/v1/accounts", body).code() == "name_taken");
  CHECK(here.call(boss, "POST", "/api/v1/accounts", R"({"username": "b", "password": "short"})").code() ==
        "bad_value");
  CHECK(here.call(boss, "POST", "/api/v1/accounts",
                  R"({"username": "b", "password": "long enough", "role": "king"})")
            .code() == "bad_value");
  CHECK(sign_in(here, "ann", "a good one").status == 200);
  CHECK(here.get(boss, "/api/v1/accounts").parsed()["items"].size() == 2);
}

TEST_CASE(
    "given an account, when it is disabled, then neither password nor token nor cookie works; enabled, they "
    "do") {
  house here;
  const auto boss = administrator(here);
  const auto ann = here.inhabit("ann");
  const auto cookie = cookie_of(sign_in(here, "ann", "password of ann"));
  const auto path = "/api/v1/accounts/" + ann.id.value;
  CHECK(here.call(boss, "POST", path + "/disable").parsed()["disabled"] == true);
  CHECK(here.call(boss, "POST", path + "/disable").status == 200);
  CHECK(here.get(ann, "/api/v1/me").status == 401);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {cookie})).status == 401);
  CHECK(sign_in(here, "ann", "password of ann").code() == "unauthorized");
  CHECK(here.call(boss, "POST", path + "/enable").parsed()["disabled"] == false);
  CHECK(here.get(ann, "/api/v1/me").status == 200);
  CHECK(sign_in(here, "ann", "password of ann").status == 200);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {cookie})).status == 401);
  CHECK(here.call(boss, "POST", "/api/v1/accounts/" + boss.id.value + "/disable").code() == "forbidden");
  CHECK(here.call(boss, "POST", "/api/v1/accounts/usr_nobody/disable").code() == "not_found");
}

TEST_CASE("given a lost password, when an administrator sets a new one, then the old one is over") {
  house here;
  const auto boss = administrator(here);
  const auto ann = here.inhabit("ann");
  const auto cookie = cookie_of(sign_in(here, "ann", "password of ann"));
  CHECK(here.call(boss, "POST", "/api/v1/accounts/" + ann.id.value + "/password",
                  R"({"password": "another one"})")
            .status == 204);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {cookie})).status == 401);
  CHECK(sign_in(here, "ann", "password of ann").status == 401);
  CHECK(sign_in(here, "ann", "another one").status == 200);
}

TEST_CASE(
    "given two sessions, when one changes the password, then it goes on with a fresh cookie, the other "
    "ends") {
  house here;
  here.inhabit("ann");
  const auto here_now = sign_in(here, "ann", "password of ann");
  const auto elsewhere = cookie_of(sign_in(here, "ann", "password of ann"));
  const auto csrf = "X-CSRF-Token: " + here_now.parsed()["csrf_token"].get<std::string>();
  const auto change = [&](const std::string& present, const std::string& fresh) {
    return ask(here.port(), request_text("POST", "/api/v1/me/password", {cookie_of(here_now), csrf},
                                         json{{"present", present}, {"fresh", fresh}}.dump()));
  };
  CHECK(change("wrong one!", "a fresh one").code() == "bad_value");
  CHECK(change("password of ann", "short").code() == "bad_value");
  const auto changed = change("password of ann", "a fresh one");
  CHECK(changed.status == 204);
  CHECK(changed.header("Set-Cookie").find("HttpOnly") != std::string::npos);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {cookie_of(changed)})).status == 200);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {cookie_of(here_now)})).status == 401);
  CHECK(ask(here.port(), request_text("GET", "/api/v1/me", {elsewhere})).status == 401);
  CHECK(sign_in(here, "ann", "a fresh one").status == 200);
}

TEST_CASE(
    "given wrong present passwords, when they are tried again and again, then they are slowed like "
    "sign-ins") {
  house here{[](settings& with) { with.sign_in_failures_before_delay = 2; }};
  const auto ann = here.inhabit("ann");
  const std::string body = R"({"present": "wrong one", "fresh": "a fresh one"})";
  CHECK(here.call(ann, "POST", "/api/v1/me/password", body).status == 400);
  CHECK(here.call(ann, "POST", "/api/v1/me/password", body).status == 400);
  CHECK(here.call(ann, "POST", "/api/v1/me/password", body).status == 429);
}

TEST_CASE("given imports of two owners, when an administrator lists them, then all, by owner and by status") {
  house here;
  const auto boss = administrator(here);
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto first = here.import(ann, document_of("a", 3));
  const auto held = here.held_import(ann);
  const auto last = here.import(bob, document_of("b", 3));
  const auto all = here.get(boss, "/api/v1/administration/imports").parsed()["items"];
  REQUIRE(all.size() >= 3);
  CHECK(all[0]["import"]["id"] == last);
  CHECK(all[0]["owner"] == json{{"id", bob.id.value}, {"username", "bob"}, {"project", nullptr}});
  const auto paused = here.get(boss, "/api/v1/administration/imports?status=paused").parsed()["items"];
  REQUIRE(paused.size() == 1);
  CHECK(paused[0]["import"]["id"] == held);
  const auto of_bob =
      here.get(boss, "/api/v1/administration/imports?owner=" + bob.id.value).parsed()["items"];
  CHECK(of_bob.size() == 1);
  const auto page = here.get(boss, "/api/v1/administration/imports?limit=1").parsed();
  const auto cursor = page["next_cursor"].get<std::string>();
  const auto second = here.get(boss, "/api/v1/administration/imports?limit=1&cursor=" + cursor).parsed();
  CHECK(second["items"][0]["import"]["id"] == all[1]["import"]["id"]);
  CHECK(here.call(ann, "DELETE", "/api/v1/imports/" + first).status == 204);
  const auto left = here.get(boss, "/api/v1/administration/imports").body;
  CHECK(left.find(first) == std::string::npos);
}

TEST_CASE("given a server, when an administrator asks how it is, then sizes and lag are told") {
  house here;
  const auto boss = administrator(here);
  here.import(boss, document_of("a", 300));
  const auto now = here.get(boss, "/api/v1/administration/health").parsed();
  CHECK(now["log"]["open"] == true);
  CHECK(now["log"]["size_bytes"] > 0);
  CHECK(now["log"]["position"] > 0);
  CHECK(now["projections"]["imports"]["lag"] == 0);
  CHECK(now["imports"]["records_applied"] == 300);
  CHECK(here.get(boss, "/api/v1/limits").parsed()["file_bytes"] == here.config.imports_file_limit_bytes);
}

TEST_CASE("given an import, when its steps and its pace are asked for, then neither grows with its chunks") {
  house here{[](settings& with) { with.imports_chunk_records = 2; }};
  const auto ann = here.inhabit("ann");
  const auto id = here.import(ann, document_of("a", 400));
  const auto steps = here.get(ann, "/api/v1/imports/" + id + "/events?detail=steps").parsed()["items"];
  REQUIRE(steps.size() == 5);
  CHECK(steps[0]["type"] == "import.submitted.v1");
  CHECK(steps[2]["type"] == "import.described.v1");
  CHECK(steps[4]["type"] == "import.completed.v1");
  CHECK(here.get(ann, "/api/v1/imports/" + id + "/events?detail=few").code() == "bad_value");
  const auto pace = here.get(ann, "/api/v1/imports/" + id + "/pace").parsed()["items"];
  CHECK(pace.size() >= 40);
  CHECK(pace.size() <= 62);
  CHECK(pace.front()["processed"] == 2);
  CHECK(pace.back()["processed"] == 400);
  const auto bob = here.inhabit("bob");
  CHECK(here.get(bob, "/api/v1/imports/" + id + "/pace").status == 404);
}
