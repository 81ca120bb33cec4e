// Uploads that are wrong, too large, cut off or slow: nothing is left of them.
#include <catch2/catch.hpp>

#include "actors/recent_troubles.hpp"
#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

auto post(const house& here, const inhabitant& who, const std::vector<std::string>& more,
          std::string_view body) -> reply {
  std::vector<std::string> headers{who.authorization()};
  headers.insert(headers.end(), more.begin(), more.end());
  return ask(here.port(), request_text("POST", "/api/v1/imports", headers, body));
}

auto nothing_left(const house& here, const inhabitant& who) -> bool {
  return here.stored_files() == 0 && here.get(who, "/api/v1/imports").parsed()["items"].empty();
}

auto chunk(std::string_view bytes) -> std::string {
  char size[32];
  std::snprintf(size, sizeof size, "%zx\r\n", bytes.size());
  return std::string(size).append(bytes).append("\r\n");
}

}  // namespace

TEST_CASE("given a form that is wrong, when it is uploaded, then the answer says why and nothing is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto file = document_of("a", 2);
  const auto form = [&](const std::vector<std::pair<std::string, std::string>>& fields) {
    return form_text(file, fields);
  };
  struct wrong {
    std::string body;
    int status;
    std::string code;
  };
  const std::string no_file =
      "--BOUNDARY\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nbookmarks\r\n--BOUNDARY--\r\n";
  auto two_files = form_text(file, {});
  two_files.resize(two_files.size() - 4);
  two_files += form_text(file, {}).substr(10);
  const std::vector<wrong> all{
      {no_file, 400, "missing_file"},
      {form({{"colour", "red"}}), 400, "unknown_field"},
      {form({{"kind", "bookmarks"}, {"kind", "bookmarks"}}), 400, "bad_value"},
      {form({{"kind", "odd"}}), 400, "bad_value"},
      {form({{"on_duplicate", "odd"}}), 400, "bad_value"},
      {form({{"options", "[]"}}), 400, "bad_value"},
      {form({{"options", R"({"odd": 1})"}}), 400, "unknown_field"},
      {form({{"options", R"({"on_duplicate": "skip"})"}, {"on_duplicate", "overwrite"}}), 400, "bad_value"},
      {form({{"options", std::string(70'000, ' ')}}), 400, "bad_value"},
      {form_text(file, {}).substr(0, 300), 400, "bad_request"},
      {std::string("no form at all"), 400, "bad_request"},
      {form_text("", {}), 422, "empty_file"},
      {two_files, 400, "bad_value"},
  };
  for (const auto& one : all) {
    CAPTURE(one.body.substr(0, 200));
    const auto answer = post(here, ann, {form_type}, one.body);
    CAPTURE(answer.body);
    CHECK(answer.status == one.status);
    CHECK(answer.code() == one.code);
    CHECK(nothing_left(here, ann));
  }
  CHECK(post(here, ann, {"Content-Type: text/plain"}, file).code() == "bad_request");
  CHECK(post(here, ann, {form_type, "Content-Encoding: gzip"}, form({})).code() == "bad_value");
  CHECK(nothing_left(here, ann));
}

TEST_CASE(
    "given fields behind the file, when it is uploaded in chunks of any size, then they count as well") {
  house here;
  const auto ann = here.inhabit("ann");
  auto body = form_text(document_of("a", 2), {});
  body.resize(body.size() - 4);
  body += "\r\nContent-Disposition: form-data; name=\"on_duplicate\"\r\n\r\noverwrite\r\n--BOUNDARY--\r\n";
  peer slow{here.port()};
  slow.send(request_text("POST", "/api/v1/imports",
                         {ann.authorization(), form_type, "Transfer-Encoding: chunked"}));
  for (std::size_t at = 0; at < body.size(); at += 7) slow.send(chunk(std::string_view(body).substr(at, 7)));
  slow.send("0\r\nTrailer: x\r\n\r\n");
  const auto answer = slow.receive();
  CAPTURE(answer.body);
  CHECK(answer.status == 202);
  CHECK(answer.parsed()["options"]["on_duplicate"] == "overwrite");
  // The connection stands where the next request begins.
  slow.send(request_text("GET", "/healthz"));
  CHECK(slow.receive().status == 200);
}

TEST_CASE("given a file beyond the limit, when it comes, then 413 names the limit and nothing is left") {
  constexpr std::size_t limit = 2'000'000;
  house here{[](settings& with) { with.imports_file_limit_bytes = limit; }};
  const auto ann = here.inhabit("ann");
  const auto check = [&](const reply& answer) {
    CHECK(answer.status == 413);
    CHECK(answer.code() == "too_large");
    CHECK(answer.body.find("2000000") != std::string::npos);
    CHECK(eventually([&] { return nothing_left(here, ann); }));
  };
  SECTION("by its length, before anything was sent") {
    peer eager{here.port()};
    eager.send("POST /api/v1/imports HTTP/1.1\r\nHost: t\r\n" + ann.authorization() + "\r\n" + form_type +
               "\r\nContent-Length: 99999999999\r\n\r\n");
    const auto answer = eager.receive();
    CHECK(answer.closes);
    check(answer);
  }
  SECTION("by its length, asking first") {
    peer polite{here.port()};
    polite.send("POST /api/v1/imports HTTP/1.1\r\nHost: t\r\n" + ann.authorization() + "\r\n" + form_type +
                "\r\nExpect: 100-continue\r\nContent-Length: 99999999999\r\n\r\n");
    check(polite.receive());
  }
  SECTION("a little too long") {
    check(post(here, ann, {form_type}, form_text(std::string(limit + 1, ' '), {})));
  }
  SECTION("in chunks") {
    peer chunked{here.port()};
    chunked.send(request_text("POST", "/api/v1/imports",
                              {ann.authorization(), form_type, "Transfer-Encoding: chunked"}));
    chunked.send(chunk(form_text(std::string(1'000'000, ' '), {}).substr(0, 1'000'000)));
    for (int i = 0; i < 8 && chunked.send(chunk(std::string(1'000'000, ' '))); ++i) {
    }
    check(chunked.receive());
  }
  SECTION("when what has no end stands behind the form") {
    peer endless{here.port()};
    endless.send(request_text("POST", "/api/v1/imports",
                              {ann.authorization(), form_type, "Transfer-Encoding: chunked"}));
    endless.send(chunk(form_text(document_of("a", 1), {})));
    for (int i = 0; i < 8 && endless.send(chunk(std::string(1'000'000, ' '))); ++i) {
    }
    check(endless.receive());
  }
  SECTION("and exactly at the limit it is taken") {
    auto document = document_of("a", 1);
    document.append(limit - document.size(), ' ');
    CHECK(post(here, ann, {form_type}, form_text(document, {})).status == 202);
  }
}

TEST_CASE(
    "given a client that asks first, when its upload may be, then 100 Continue comes and the body is read") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto body = form_text(document_of("a", 1), {});
  peer polite{here.port()};
  polite.send("POST /api/v1/imports HTTP/1.1\r\nHost: t\r\n" + ann.authorization() + "\r\n" + form_type +
              "\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  CHECK(polite.receive().status == 100);
  polite.send(body);
  CHECK(polite.receive().status == 202);
  peer nobody{here.port()};
  nobody.send("POST /api/v1/imports HTTP/1.1\r\nHost: t\r\n" + form_type +
              "\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n");
  CHECK(nobody.receive().status == 401);
}

TEST_CASE("given a client that goes away in the middle, when the server notices, then nothing is left") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto body = form_text(document_of("a", 5'000), {});
  {
    peer fickle{here.port()};
    fickle.send(
        request_text("POST", "/api/v1/imports", {ann.authorization(), form_type}, body).substr(0, 200'000));
    REQUIRE(eventually([&] { return here.stored_files() == 1; }));
  }
  CHECK(eventually([&] { return here.stored_files() == 0; }));
  CHECK(nothing_left(here, ann));
  peer broken{here.port()};
  broken.send(request_text("POST", "/api/v1/imports",
                           {ann.authorization(), form_type, "Transfer-Encoding: chunked"}) +
              chunk(body) + "zz\r\n");
  CHECK(broken.receive().code() == "bad_request");
  CHECK(nothing_left(here, ann));
}

TEST_CASE(
    "given a client whose body stands still, when patience ends, then it is refused and nothing is left") {
  house here{[](settings& with) { with.http_read_timeout_s = 1; }};
  const auto ann = here.inhabit("ann");
  peer slow{here.port()};
  slow.send(request_text("POST", "/api/v1/imports", {ann.authorization(), form_type},
                         form_text(document_of("a", 9), {}))
                .substr(0, 600));
  const auto answer = slow.receive();
  CHECK(answer.status == 408);
  CHECK(answer.code() == "request_timeout");
  CHECK(answer.closes);
  CHECK(nothing_left(here, ann));
}

TEST_CASE(
    "given as many slow uploads as may be, when one more comes, then it is sent away, and short calls go "
    "on") {
  house here{[](settings& with) { with.http_body_readers_limit = 3; }};
  const auto ann = here.inhabit("ann");
  const auto text_of = [](const inhabitant& who) {
    return request_text("POST", "/api/v1/imports", {who.authorization(), form_type},
                        form_text(document_of("a", 9), {}));
  };
  const auto text = text_of(ann);
  std::vector<peer> slow;
  for (const std::string name : {"bob", "eve", "joe"}) {
    slow.emplace_back(here.port());
    slow.back().send(text_of(here.inhabit(name)).substr(0, 600));
  }
  REQUIRE(eventually([&] { return here.stored_files() == 3; }));
  const auto refused = ask(here.port(), text);
  CHECK(refused.status == 503);
  CHECK_FALSE(refused.header("Retry-After").empty());
  CHECK(here.get(ann, "/api/v1/imports").status == 200);
  for (auto& one : slow) one.send(text.substr(600));
  for (auto& one : slow) CHECK(one.receive().status == 202);
}

TEST_CASE(
    "given files of any name, when they are uploaded, then the last part of it is shown, and harmless") {
  house here;
  const auto ann = here.inhabit("ann");
  std::string long_name;
  for (int i = 0; i < 200; ++i) long_name += "\u00e9";
  const auto plain = [](const std::string& text) { return "filename=\"" + text + "\""; };
  const std::vector<std::pair<std::string, std::string>> names{
      {plain("marks.json"), "marks.json"},
      {plain("C:\\dir\\my marks.json"), "my marks.json"},
      {plain("\\\\server\\share\\x.json"), "x.json"},
      {plain("C:\\Users\\me/x.json"), "x.json"},
      {plain("a/b/../marks.json"), "marks.json"},
      {plain("/tmp/x.json"), "x.json"},
      {plain("..\\.."), "upload"},
      {plain("a/.."), "upload"},
      {plain("."), "upload"},
      {plain("   "), "upload"},
      {plain("say %22x%22.json"), "say \"x\".json"},
      {plain("100%25 %41.json"), "100%25 %41.json"},
      {plain("two%0D%0alines\x01\x7f\u0085.json"), "twolines.json"},
      {plain("old \\\"quotes\\\".json"), "old \"quotes\".json"},
      {plain("a;b=c.json"), "a;b=c.json"},
      {plain("x/"), "upload"},
      {plain(""), "upload"},
      {plain("invoice\u202egpj.exe.json"), "invoicegpj.exe.json"},
      {plain("\u2067a\u2069\u2028b\u202a.json"), "ab.json"},
      {plain("\u05d0\u200f.json"), "\u05d0\u200f.json"},
      {plain(long_name + ".json"), long_name.substr(0, 254)},
      {"filename*=UTF-8''%e2%82%ac%20rates.json", "\u20ac rates.json"},
      {"filename=\"plain.json\"; filename*=utf-8'en'na%C3%AFve.json", "na\u00efve.json"},
      {"filename*=UTF-8''first.json; filename=\"plain.json\"", "first.json"},
      {"filename=\"plain.json\"; filename*=ISO-8859-1''caf%E9.json", "caf\u00e9.json"},
      {"filename*=UTF-8''C%3A%5CUsers%5Cme%5Cx.json", "x.json"},
      {"filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd"},
      {"filename*=UTF-8''a%00%0D%0Ab%E2%80%AE.json", "ab.json"},
      {"filename=\"plain.json\"; filename*=UTF-8''%FF%FE.json", "plain.json"},
      {"filename=\"plain.json\"; filename*=UTF-8''%ED%A0%80.json", "plain.json"},
      {"filename=\"plain.json\"; filename*=UTF-8''a%2", "plain.json"},
      {"filename=\"plain.json\"; filename*=UTF-8''a%zz.json", "plain.json"},
      {"filename=\"plain.json\"; filename*=UTF-8''a b.json", "plain.json"},
      {"filename=\"plain.json\"; filename*=UTF-8'x.json", "plain.json"},
      {"filename=\"plain.json\"; filename*=x.json", "plain.json"},
      {"filename=\"plain.json\"; filename*=KOI8-R''x.json", "plain.json"},
      {"filename=\"plain.json\"; filename*=\"UTF-8''x.json\"", "plain.json"},
      {"filename=\"plain.json\"; filename*=", "plain.json"},
      {"filename*=UTF-8''", "upload"}};
  for (const auto& [given, shown] : names) {
    CAPTURE(given);
    const auto answer = post(here, ann, {form_type},
                             "--BOUNDARY\r\nContent-Disposition: form-data; name=\"file\"; " + given +
                                 "\r\n\r\n" + document_of("a", 1) + "\r\n--BOUNDARY--\r\n");
    CAPTURE(answer.body);
    REQUIRE(answer.status == 202);
    CHECK(answer.parsed()["file"]["name"] == shown);
  }
}

TEST_CASE(
    "given a quota that a file would pass, when it is uploaded, then 507 says how much of how much, and "
    "nothing is left") {
  house here{[](settings& with) { with.quota_stored_limit_bytes = 2'000; }};
  const auto ann = here.inhabit("ann");
  const auto refused = here.upload(ann, document_of("a", 1'000));
  CHECK(refused.status == 507);
  const auto problem = refused.parsed();
  CHECK(problem["code"] == "quota_exceeded");
  // What operators see of the last troubles is not pushed out by it.
  CHECK(std::ranges::none_of(journal::recent_troubles(), [](const journal::trouble& one) {
    return one.text.find("quota_exceeded") != std::string::npos;
  }));
  CHECK(problem["used"] == 0);
  CHECK(problem["limit"] == 2'000);
  CHECK(nothing_left(here, ann));
  CHECK(here.get(ann, "/api/v1/me").parsed()["usage"] ==
        nlohmann::json::parse(
            R"({"stored_bytes":0,"records":0,"stored_limit_bytes":2000,"records_limit":50000000})"));
  const auto accepted = here.upload(ann, document_of("a", 1));
  REQUIRE(accepted.status == 202);
  here.await(ann, accepted.parsed()["id"], import_status::completed);
  const auto usage = here.get(ann, "/api/v1/me").parsed()["usage"];
  CHECK(usage["records"] == 1);
  CHECK(usage["stored_bytes"] > 0);
}

TEST_CASE(
    "given an upload that is on its way, when another one would pass the quota with it, then it is refused, "
    "and "
    "what did not come whole counts no more") {
  house here{[](settings& with) { with.quota_stored_limit_bytes = 5 << 20; }};
  const auto ann = here.inhabit("ann");
  const auto stored = [&] {
    return here.get(ann, "/api/v1/me").parsed()["usage"]["stored_bytes"].get<std::uint64_t>();
  };
  const std::string large(4 << 20, ' ');
  {
    peer slow{here.port()};
    slow.send(request_text("POST", "/api/v1/imports", {ann.authorization(), form_type}, form_text(large, {}))
                  .substr(0, 3 << 20));
    REQUIRE(eventually([&] { return stored() > 2 << 20; }));
    const auto refused = here.upload(ann, large);
    CHECK(refused.status == 507);
    CHECK(refused.code() == "quota_exceeded");
  }
  CHECK(eventually([&] { return stored() == 0; }));
  const auto accepted = here.upload(ann, document_of("a", 10) + large);
  CHECK(accepted.status == 202);
}
