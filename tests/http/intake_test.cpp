// Bodies and readers that are slow: they hold no thread and no seat, and one user not all of them.
#include "http/intake.hpp"

#include <catch2/catch.hpp>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

const std::string sign_in_path = "/api/v1/session";

auto sign_in_body(const std::string& name) -> std::string {
  return R"({"username": ")" + name + R"(", "password": "password of )" + name + R"("})";
}

/// A head that announces a body of `size` bytes; none of them is there.
auto head_text(std::string_view target, std::size_t size, const std::string& more = "X: y") -> std::string {
  return "POST " + std::string(target) + " HTTP/1.1\r\nHost: t\r\n" + more +
         "\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
}

void few_seats(settings& with) {
  with.http_threads_limit = 10;
  with.http_body_readers_limit = 2;
}

auto slow_transfers(const house& here) -> std::string {
  const auto numbers = ask(here.port(), request_text("GET", "/metrics")).body;
  const auto at = numbers.find("\nwaybill_http_slow_transfers ") + 29;
  return numbers.substr(at, numbers.find('\n', at) - at);
}

auto ends_at(std::string_view text) -> std::size_t {
  http::chunk_walk walk;
  for (std::size_t n = 0; n <= text.size(); ++n)
    if (http::chunks_end(text.substr(0, n), walk)) return n;
  return std::string_view::npos;
}

}  // namespace

TEST_CASE("given requests, when they are ready, then a sign-in alone lets others go first") {
  const http::intake at({}, http::listener_kind::api, false);
  http::connection one;
  const auto may_wait = [&](const std::string& text) {
    one.body.reset();
    one.scanned = 0;
    one.in = text;
    CHECK(at.ready(one));
    return one.may_wait;
  };
  const auto body = sign_in_body("ann");
  CHECK(may_wait(head_text(sign_in_path, body.size()) + body));
  CHECK_FALSE(may_wait("GET /api/v1/imports HTTP/1.1\r\nHost: t\r\n\r\n"));
  CHECK_FALSE(may_wait(head_text("/api/v1/me/password", 2, "Authorization: Bearer wbt_x") + "{}"));
  CHECK_FALSE(may_wait("DELETE /api/v1/session HTTP/1.1\r\nHost: t\r\n\r\n"));
}

TEST_CASE("given a hundred bodies that only dribble, when a user uploads and calls, then all is served") {
  house here{few_seats};
  const auto ann = here.inhabit("ann");
  const bool chunked = GENERATE(false, true);
  std::vector<peer> dribbling;
  for (int i = 0; i < 100; ++i) {
    auto& one = dribbling.emplace_back(here.port());
    one.send(chunked ? request_text("POST", sign_in_path, {"Transfer-Encoding: chunked"}) + "40\r\n{"
                     : head_text(sign_in_path, 5'000) + "{\"user");
  }
  for (int round = 0; round < 3; ++round) {
    CHECK(here.get(ann, "/api/v1/imports").status == 200);
    CHECK(here.upload(ann, document_of("a" + std::to_string(round), 9)).status == 202);
    CHECK(ask(here.port(), request_text("POST", sign_in_path, {}, sign_in_body("ann"))).status == 200);
    for (auto& one : dribbling) CHECK(one.send(" "));
  }
  CHECK(eventually([&] { return slow_transfers(here) == "0"; }));
}

TEST_CASE("given a body that comes byte by byte, when its last byte is here, then the call is answered") {
  house here;
  here.inhabit("ann");
  const auto body = sign_in_body("ann");
  std::string text = request_text("POST", sign_in_path, {}, body);
  SECTION("of known length") {}
  SECTION("behind a call that has its answer already") { text.insert(0, request_text("GET", "/healthz")); }
  SECTION("in chunks") {
    text = request_text("POST", sign_in_path, {"Transfer-Encoding: chunked"}) + "1;x=y\r\n" +
           body.substr(0, 1) + "\r\n";
    char size[16];
    std::snprintf(size, sizeof size, "%zX\r\n", body.size() - 1);
    text += size + body.substr(1) + "\r\n0\r\nTrailer: x\r\n\r\n";
  }
  peer one{here.port()};
  for (const char c : text) one.send({&c, 1});
  if (text.starts_with("GET")) CHECK(one.receive().status == 200);
  CHECK(one.receive().status == 200);
  one.send(text);
  CHECK(one.receive().status == 200);
}

TEST_CASE("given a client that waits before its small body, when it may come, then 100 Continue comes") {
  house here;
  here.inhabit("ann");
  const auto body = sign_in_body("ann");
  const auto head = head_text(sign_in_path, body.size(), "Expect: 100-continue");
  peer one{here.port()};
  for (const std::string& before : {std::string(), request_text("GET", "/healthz")}) {
    one.send(before + head);
    if (!before.empty()) CHECK(one.receive().status == 200);
    CHECK(one.receive().status == 100);
    one.send(body);
    CHECK(one.receive().status == 200);
  }
}

TEST_CASE("given a body that will be refused anyway, when its head is here, then the answer comes at once") {
  house here;
  const auto ann = here.inhabit("ann");
  const std::vector<std::pair<std::string, int>> refused{
      {head_text("/api/v1/tokens", 50), 401},
      {head_text("/api/v1/imports/x/pause", 50), 401},
      {head_text("/api/v1/imports", 50, form_type), 401},
      {head_text("/api/v1/imports", 50, form_type + "\r\nAuthorization: Bearer wbt_wrong"), 401},
      {head_text("/nothing", 50), 404},
      {head_text(sign_in_path, 65'537), 413},
      {head_text("/api/v1/tokens", 65'537, ann.authorization()), 413}};
  for (const auto& [head, status] : refused) {
    CAPTURE(head);
    peer one{here.port()};
    one.send(head);
    const auto answer = one.receive();
    CHECK(answer.status == status);
    CHECK(answer.closes);
  }
}

TEST_CASE("given bodies without end from everywhere, when they take too much memory, then the oldest go") {
  house here{[](settings& with) { with.http_read_timeout_s = 600; }};
  here.inhabit("ann");
  const auto text = head_text(sign_in_path, 65'000) + std::string(60'000, ' ');
  const auto begin = std::chrono::steady_clock::now();
  std::vector<peer> greedy;
  for (int i = 0; i < 400; ++i) {
    greedy.emplace_back(here.port());
    greedy.back().send(text);
  }
  CHECK(greedy.front().receive_rest().empty());
  CHECK(std::chrono::steady_clock::now() - begin < tests::patience_of(std::chrono::seconds{15}));
  CHECK(ask(here.port(), request_text("POST", sign_in_path, {}, sign_in_body("ann"))).status == 200);
}

TEST_CASE("given readers that take nothing, when a user uploads and calls, then all is served") {
  house here{few_seats};
  const auto ann = here.inhabit("ann");
  std::string many;
  for (int i = 0; i < 600; ++i) many += request_text("GET", "/api/v1/openapi.json");
  std::vector<peer> deaf;
  for (int i = 0; i < 20; ++i) {
    deaf.emplace_back(here.port());
    deaf.back().send(many);
  }
  CHECK(here.get(ann, "/api/v1/imports").status == 200);
  CHECK(here.upload(ann, document_of("a", 9)).status == 202);
  CHECK(eventually([&] { return slow_transfers(here) == "0"; }));
  // Who begins to read after all gets everything, whole.
  for (int i = 0; i < 600; ++i) REQUIRE(deaf[0].receive().body.ends_with("}"));
}

TEST_CASE("given one user with half of the seats, when one more upload comes, then only others get in") {
  house here{[](settings& with) { with.http_body_readers_limit = 4; }};
  const auto ann = here.inhabit("ann");
  const auto bob = here.inhabit("bob");
  const auto text = [](const inhabitant& who) {
    return request_text("POST", "/api/v1/imports", {who.authorization(), form_type},
                        form_text(document_of("a", 9), {}));
  };
  std::vector<peer> slow;
  for (int i = 0; i < 2; ++i) {
    slow.emplace_back(here.port());
    slow.back().send(text(ann).substr(0, 600));
  }
  REQUIRE(eventually([&] { return here.stored_files() == 2; }));
  const auto refused = ask(here.port(), text(ann));
  CHECK(refused.status == 503);
  CHECK_FALSE(refused.header("Retry-After").empty());
  CHECK(ask(here.port(), text(bob)).status == 202);
  for (auto& one : slow) one.send(text(ann).substr(600));
  for (auto& one : slow) CHECK(one.receive().status == 202);
  CHECK(eventually([&] { return slow_transfers(here) == "0"; }));
  CHECK(ask(here.port(), text(ann)).status == 202);
}

TEST_CASE(
    "given a chunked body, when it is followed as it comes, then its end is found, or that it is broken") {
  CHECK(ends_at("0\r\n\r\n") == 5);
  CHECK(ends_at("5\r\nhello\r\nA;x=y\r\n0\r\n\r\n01234\r\n0\r\nT: x\r\n\r\nmore") == 40);
  CHECK(ends_at("5\r\nhello\r\n0\r\n") == std::string_view::npos);
  CHECK(ends_at("zz\r\n") == 4);
  CHECK(ends_at("fffffffffffffffff\r\n") == 19);
  CHECK(ends_at("7fffffffffffffff\r\n") == 18);
  CHECK(ends_at(std::string(1'000, '0')) == 257);
}
