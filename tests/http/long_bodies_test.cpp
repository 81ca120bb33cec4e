// JSON bodies that are longer than what is collected before a worker is asked.
#include <catch2/catch.hpp>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;
using json = nlohmann::json;

namespace {

const std::string changes = "/api/v1/bookmarks/changes";

/// As long as the documents say that it may be: 10,000 identities, none of which is anybody's.
auto many_identities() -> std::string {
  auto ids = json::array();
  for (int i = 0; i < 10'000; ++i) {
    const auto end = std::to_string(i);
    ids.push_back(std::string(64 - end.size(), 'a') + end);
  }
  return json{{"ids", std::move(ids)}, {"delete", true}}.dump();
}

auto slow_transfers(const house& here) -> std::string {
  const auto numbers = ask(here.port(), request_text("GET", "/metrics")).body;
  const auto at = numbers.find("\nwaybill_http_slow_transfers ") + 29;
  return numbers.substr(at, numbers.find('\n', at) - at);
}

auto in_chunks(const std::string& head_of, const inhabitant& who, const std::string& body) -> std::string {
  char size[16];
  std::snprintf(size, sizeof size, "%zx\r\n", body.size());
  return request_text("POST", head_of, {who.authorization(), "Transfer-Encoding: chunked"}) + size + body +
         "\r\n0\r\n\r\n";
}

/// The first half is sent and waited for with a seat: the rest is certainly not here yet.
auto half_sent(const house& here, const std::string& text) -> peer {
  peer one{here.port()};
  one.send(std::string_view(text).substr(0, text.size() / 2));
  REQUIRE(eventually([&] { return slow_transfers(here) == "1"; }));
  return one;
}

}  // namespace

TEST_CASE("given a long list of identities, when it comes in pieces, then the change begins") {
  house here;
  const auto ann = here.inhabit("ann");
  const bool chunked = GENERATE(false, true);
  const auto body = many_identities();
  REQUIRE(body.size() > 650'000);
  const auto text =
      chunked ? in_chunks(changes, ann, body) : request_text("POST", changes, {ann.authorization()}, body);
  auto one = half_sent(here, text);
  one.send(std::string_view(text).substr(text.size() / 2));
  const auto answer = one.receive();
  INFO(answer.body);
  CHECK(answer.status == 202);
  CHECK(answer.parsed()["filter"] == json{{"ids", 10'000}});
  CHECK(eventually([&] { return slow_transfers(here) == "0"; }));
}

TEST_CASE("given a long body that is on its way, when the token is revoked, then it ends") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto keys = here.get(ann, "/api/v1/tokens").parsed()["items"];
  REQUIRE(keys.size() == 1);
  auto one = half_sent(here, request_text("POST", changes, {ann.authorization()}, many_identities()));
  REQUIRE(here.call(ann, "DELETE", "/api/v1/tokens/" + keys[0]["id"].get<std::string>()).status == 204);
  CHECK(one.receive().status == 401);
}

TEST_CASE("given no seat for a long body, when it comes, then 503 says so, and a short one is taken") {
  house here{[](settings& with) { with.http_body_readers_limit = 1; }};
  const auto ann = here.inhabit("ann");
  auto one = half_sent(here, request_text("POST", changes, {ann.authorization()}, many_identities()));
  peer other{here.port()};
  const auto text = request_text("POST", changes, {ann.authorization()}, many_identities());
  other.send(std::string_view(text).substr(0, text.size() / 2));
  const auto refused = other.receive();
  CHECK(refused.status == 503);
  CHECK_FALSE(refused.header("Retry-After").empty());
  const json few{{"ids", {std::string(64, 'a')}}, {"delete", true}};
  CHECK(here.call(ann, "POST", changes, few.dump()).status == 202);
}

TEST_CASE("given a limit far above what is collected, when a body of any route is so long, then it is read") {
  house here{[](settings& with) { with.http_json_body_limit_bytes = 64 << 20; }};
  const auto ann = here.inhabit("ann");
  // More than all connections without a thread may hold together.
  const auto body = R"({"name": "long")" + std::string(20 << 20, ' ') + "}";
  const auto text = request_text("POST", "/api/v1/tokens", {ann.authorization()}, body);
  auto one = half_sent(here, text);
  one.send(std::string_view(text).substr(text.size() / 2));
  CHECK(one.receive().status == 201);
}

TEST_CASE("given a body with a field twice, when it is sent, then it is refused, however deep the field is") {
  house here;
  const auto ann = here.inhabit("ann");
  for (const auto& [path, body] : std::vector<std::pair<std::string, std::string>>{
           {"/api/v1/tokens", R"({"name": "a", "name": "b"})"},
           {"/api/v1/projects", R"({"name": "a", "n\u0061me": "a"})"},
           {changes, R"({"filter": {"q": "a", "q": ""}, "delete": true})"},
           {"/api/v1/files/confirm", R"({"files": [{"file_id": "a", "file_id": "b", "checksum": ""}]})"}}) {
    CAPTURE(path, body);
    const auto refused = here.call(ann, "POST", path, body);
    CHECK(refused.status == 400);
    CHECK(refused.code() == "bad_value");
    CHECK(refused.parsed()["reason"] == "field_twice");
  }
  const auto form =
      here.upload(ann, document_of("a", 1), {{"options", R"({"folders":"tags","folders":"path"})"}});
  CHECK(form.status == 400);
  CHECK(form.parsed()["reason"] == "field_twice");
  CHECK(here.get(ann, "/api/v1/tokens").parsed()["items"].size() == 1);
  CHECK(here.stored_files() == 0);
}
