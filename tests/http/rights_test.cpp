// A right that is gone ends what it opened: streams, uploads and downloads under way, calls that wait.
#include <sys/socket.h>
#include <atomic>
#include <catch2/catch.hpp>
#include <future>

#include "tests/http/house.hpp"
#include "tests/http/moved_clock.hpp"
#include "tests/http/points.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

/// Asks by API token or by cookie, and what it opened can be ended.
struct credential {
  std::vector<std::string> headers;
  token_id token;
};

auto another_token(const house& here, const inhabitant& who) -> credential {
  const auto made = here.core->accounts().add_token(who.id, "another");
  REQUIRE(made.ok());
  return {{"Authorization: Bearer " + made->text}, made->info.id};
}

auto sign_in(const house& here, const inhabitant& who) -> credential {
  const auto answer =
      ask(here.port(),
          request_text("POST", "/api/v1/session", {},
                       json{{"username", who.name}, {"password", "password of " + who.name}}.dump()));
  REQUIRE(answer.status == 200);
  const auto set = answer.header("Set-Cookie");
  return {{"Cookie: " + set.substr(0, set.find(';')),
           "X-CSRF-Token: " + answer.parsed()["csrf_token"].get<std::string>()},
          {}};
}

auto call(const house& here, const credential& by, std::string_view method, std::string_view target,
          std::string_view body = {}) -> reply {
  return ask(here.port(), request_text(method, target, by.headers, body));
}

auto follow(const house& here, const credential& by, const std::string& target = "/api/v1/imports/stream")
    -> peer {
  peer one{here.port()};
  one.send(request_text("GET", target, by.headers));
  CHECK(one.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  CHECK(one.receive_until("\n\n").starts_with("id: "));
  return one;
}

void revoke(const house& here, const inhabitant& of, const token_id& token) {
  REQUIRE(here.core->accounts().revoke_token(of.id, token).ok());
}

/// Is it still told what happens?
auto hears_of(const house& here, const inhabitant& who, peer& stream, const std::string& name) -> bool {
  const auto id = here.import(who, document_of(name, 1));
  stream.receive_until(id);
  return stream.receive_until("\"status\":\"completed\"").ends_with("\"status\":\"completed\"");
}

/// All but the last bytes of an upload are here, and on the disk.
auto begin_upload(const house& here, const credential& by, const std::string& text) -> peer {
  auto headers = by.headers;
  headers.push_back(form_type);
  peer one{here.port()};
  const auto whole = request_text("POST", "/api/v1/imports", headers, text);
  one.send(whole.substr(0, whole.size() - 20));
  REQUIRE(eventually([&] { return here.stored_files() == 1; }));
  return one;
}

void check_refused(const house& here, const inhabitant& who, const reply& answer) {
  CAPTURE(answer.head, answer.body);
  CHECK(answer.status == 401);
  CHECK(answer.code() == "unauthorized");
  CHECK_FALSE(answer.header("WWW-Authenticate").empty());
  CHECK(here.stored_files() == 0);
  const auto rows = here.core->import_view().list(who.id, {});
  REQUIRE(rows.ok());
  CHECK(rows->items.empty());
}

/// Bookmarks whose export no socket holds: about 24 MB.
auto bulky_document() -> std::string {
  std::string text =
      R"({"@context": "https://www.w3.org/ns/activitystreams", "type": "Collection", "items": [)";
  for (int i = 0; i < 400; ++i)
    text.append(i == 0 ? "\n" : ",\n")
        .append(R"({"type": "Link", "url": "https://example.org/)" + std::to_string(i) + R"(", "summary": ")")
        .append(60'000, static_cast<char>('a' + i % 26))
        .append(R"("})");
  return text.append("]}");
}

}  // namespace

TEST_CASE("given streams of two tokens, when one is revoked, then its streams end, and no others") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.held_import(ann);
  const auto lost = another_token(here, ann);
  const auto kept = another_token(here, ann);
  auto list = follow(here, lost);
  auto progress = follow(here, lost, "/api/v1/imports/" + id + "/progress");
  auto other = follow(here, kept);
  CHECK(here.call(ann, "DELETE", "/api/v1/tokens/" + lost.token.value).status == 204);
  CHECK(list.ends());
  CHECK(progress.ends());
  CHECK(hears_of(here, ann, other, "later"));
}

TEST_CASE("given streams of sessions and of a token, when a session is signed out, then its streams end") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto first = sign_in(here, ann);
  const auto second = sign_in(here, ann);
  auto of_first = follow(here, first);
  auto of_second = follow(here, second);
  auto of_token = follow(here, another_token(here, ann));
  CHECK(call(here, first, "DELETE", "/api/v1/session").status == 204);
  CHECK(of_first.ends());
  CHECK(hears_of(here, ann, of_second, "a"));
  SECTION("everywhere") { CHECK(call(here, second, "DELETE", "/api/v1/sessions").status == 204); }
  SECTION("by another password") {
    const auto body = json{{"present", "password of ann"}, {"fresh", "password of old ann"}}.dump();
    CHECK(call(here, second, "POST", "/api/v1/me/password", body).status == 204);
  }
  CHECK(of_second.ends());
  CHECK(hears_of(here, ann, of_token, "b"));
}

TEST_CASE("given streams of an account, when it is disabled, then all of them end") {
  house here;
  const auto ann = here.inhabit("ann");
  auto of_session = follow(here, sign_in(here, ann));
  auto of_token = follow(here, another_token(here, ann));
  REQUIRE(here.core->accounts().set_disabled(ann.id, true, "system").ok());
  CHECK(of_session.ends());
  CHECK(of_token.ends());
}

TEST_CASE(
    "given a token of the process, when its account is disabled, then it passes no more, and what it opened "
    "ends") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto made = here.core->accounts().grant_process_token(ann.id);
  REQUIRE(made.ok());
  const credential by{{"Authorization: Bearer " + made->text}, {}};
  CHECK(call(here, by, "GET", "/api/v1/me").status == 200);
  auto stream = follow(here, by);
  REQUIRE(here.core->accounts().set_disabled(ann.id, true, "system").ok());
  CHECK(stream.ends());
  CHECK(call(here, by, "GET", "/api/v1/me").status == 401);
  const auto another = here.core->accounts().grant_process_token(ann.id);
  REQUIRE_FALSE(another.ok());
  CHECK(another.why().code == errc::forbidden);
  REQUIRE(here.core->accounts().set_disabled(ann.id, false, "system").ok());
  CHECK(call(here, by, "GET", "/api/v1/me").status == 200);
}

TEST_CASE("given streams of sessions, when their time is over, then they end though nobody does anything") {
  const auto clock = std::make_shared<const moved_clock>();
  house here{[](settings& with) {
               with.session_idle_minutes = 10;
               with.session_absolute_minutes = 60;
             },
             clock};
  const auto ann = here.inhabit("ann");
  const auto session = sign_in(here, ann);
  auto list = follow(here, session);
  auto of_token = follow(here, another_token(here, ann));
  SECTION("because nobody used them") { clock->advance(std::chrono::minutes{11}); }
  SECTION("at the latest moment that there is") {
    for (int i = 0; i < 7; ++i) {
      CHECK(call(here, session, "GET", "/api/v1/me").status == 200);
      clock->advance(std::chrono::minutes{9});
    }
  }
  CHECK(list.ends());
  CHECK(call(here, session, "GET", "/api/v1/me").status == 401);
  CHECK(hears_of(here, ann, of_token, "a"));
}

TEST_CASE("given an upload under way, when its right is gone, then 401 ends it and nothing is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto form = form_text(document_of("a", 5'000), {});
  SECTION("as the token is revoked") {
    const auto token = another_token(here, ann);
    auto upload = begin_upload(here, token, form);
    revoke(here, ann, token.token);
    check_refused(here, ann, upload.receive());
  }
  SECTION("as the session is signed out") {
    const auto session = sign_in(here, ann);
    auto upload = begin_upload(here, session, form);
    CHECK(call(here, session, "DELETE", "/api/v1/session").status == 204);
    check_refused(here, ann, upload.receive());
  }
  SECTION("as the account is disabled") {
    auto upload = begin_upload(here, another_token(here, ann), form);
    REQUIRE(here.core->accounts().set_disabled(ann.id, true, "system").ok());
    check_refused(here, ann, upload.receive());
  }
}

TEST_CASE("given an upload by a session, when its time is over, then it ends") {
  const auto clock = std::make_shared<const moved_clock>();
  house here{[](settings& with) {
               with.session_idle_minutes = 10;
               with.session_absolute_minutes = 60;
             },
             clock};
  const auto ann = here.inhabit("ann");
  auto upload = begin_upload(here, sign_in(here, ann), form_text(document_of("a", 9), {}));
  clock->advance(std::chrono::minutes{61});
  check_refused(here, ann, upload.receive());
}

TEST_CASE("given an upload that is whole, when its right goes before it is accepted, then it is not") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto token = another_token(here, ann);
  auto headers = token.headers;
  headers.push_back(form_type);
  std::atomic<bool> revoked{false};
  const at_points between{[&](std::string_view point) {
    if (point == "upload.folders_synced" && !revoked.exchange(true)) revoke(here, ann, token.token);
    return false;
  }};
  const auto answer =
      ask(here.port(), request_text("POST", "/api/v1/imports", headers, form_text(document_of("a", 3), {})));
  CHECK(revoked);
  check_refused(here, ann, answer);
}

TEST_CASE("given a download that is taken slowly, when its right is gone, then it breaks off") {
  house here;
  const auto ann = here.inhabit("ann");
  here.import(ann, bulky_document());
  const auto token = another_token(here, ann);
  const auto target =
      GENERATE(std::string("/api/v1/bookmarks/export"), std::string("/api/v1/bookmarks/export?format=csv"));
  peer slow{here.port()};
  slow.send(request_text("GET", target, token.headers));
  CHECK(slow.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\n"));
  revoke(here, ann, token.token);
  const auto rest = slow.receive_rest();
  CHECK(rest.size() < 24'000'000);
  CHECK_FALSE(rest.ends_with("0\r\n\r\n"));
  // Nobody waits for it any more.
  CHECK(eventually([&] {
    const auto text = ask(here.port(), request_text("GET", "/metrics")).body;
    return text.find("\nwaybill_http_slow_transfers 0\n") != std::string::npos;
  }));
}

TEST_CASE("given a question that waits, when its right goes meanwhile, then it is not answered") {
  using clock = std::chrono::steady_clock;
  house here;
  const auto ann = here.inhabit("ann");
  std::atomic<clock::time_point> held_until{clock::time_point::max()};
  // Read models show nothing new until the question has waited for them, for a second after the right went.
  const at_points hold{[&](std::string_view point) {
    return point == "projection.before_flush" && clock::now() < held_until.load();
  }};
  const auto token = another_token(here, ann);
  auto waiting =
      std::async(std::launch::async, [&] { return call(here, token, "GET", "/api/v1/bookmarks"); });
  revoke(here, ann, token.token);
  held_until = clock::now() + std::chrono::seconds{1};
  CHECK(waiting.get().status == 401);
}

TEST_CASE("given a right that is gone, when something is to be opened by it, then nothing is") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto token = another_token(here, ann);
  auto who = here.core->accounts().by_token(token.headers.front().substr(22));
  REQUIRE(who.ok());
  // Between the look at who asks and the opening.
  revoke(here, ann, token.token);
  const auto held = here.core->accounts().hold_right({*who, role::user, false}, [] {});
  REQUIRE_FALSE(held.ok());
  CHECK(held.why().code == errc::unauthorized);
  // A role that is not there any more.
  const auto another = another_token(here, ann);
  who = here.core->accounts().by_token(another.headers.front().substr(22));
  CHECK(here.core->accounts().hold_right({*who, role::user, false}, [] {}).ok());
  CHECK_FALSE(here.core->accounts().hold_right({*who, role::admin, false}, [] {}).ok());
}
