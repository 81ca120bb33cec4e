// What is written from tables, held against them.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "http/faults.hpp"
#include "http/json_body.hpp"
#include "http/json_text.hpp"
#include "http/openapi.hpp"
#include "http/resources/csv.hpp"
#include "http/routes.hpp"

using namespace waybill;
using namespace waybill::http;
using json = nlohmann::ordered_json;

namespace {

auto lowercase(std::string_view text) -> std::string {
  std::string out;
  for (const char c : text) out.push_back(static_cast<char>(c | 0x20));
  return out;
}

void find_references(const json& tree, std::set<std::string>& out) {
  if (tree.is_object() && tree.contains("$ref")) out.insert(tree["$ref"].get<std::string>());
  if (tree.is_structured())
    for (const auto& one : tree) find_references(one, out);
}

auto cell(std::string_view text) -> std::string {
  std::string out;
  append_cell(text, out);
  return out;
}

auto segments_of(std::string_view path) -> std::vector<std::string> {
  std::vector<std::string> out;
  std::istringstream in{std::string(path.substr(1))};
  for (std::string one; std::getline(in, one, '/');) out.push_back(one);
  return out;
}

}  // namespace

TEST_CASE("given the list of errors, when docs/errors.md is held against it, then they are equal") {
  if (std::getenv("WAYBILL_TEST_WRITE_GOLDEN") != nullptr)
    std::ofstream("docs/errors.md", std::ios::binary) << errors_page();
  std::ifstream file("docs/errors.md", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  CHECK(text.str() == errors_page());
}

TEST_CASE(
    "given any code, when it becomes a problem, then status, code and title agree, and our faults keep "
    "silent") {
  for (std::size_t i = 0; i < errc_count; ++i) {
    const auto code = static_cast<errc>(i);
    const auto out = problem({code, "/var/lib/secret: IO error", {}});
    const auto body = json::parse(out.body);
    CAPTURE(out.body);
    CHECK(body["status"] == out.status);
    CHECK(body["code"] == name_of(code));
    CHECK(body["title"] == words_of(code).title);
    CHECK(out.content_type == "application/problem+json");
    if (out.status >= 500) CHECK(out.body.find("secret") == std::string::npos);
  }
}

TEST_CASE(
    "given a refusal that says how long to wait, when it becomes a problem, then Retry-After says it too") {
  const auto code = GENERATE(errc::too_many_requests, errc::unavailable, errc::timeout, errc::locked);
  const auto said = [&](std::uint32_t seconds) {
    return problem({code, "At most 3 of your 12 imports may wait.", {}, seconds}).headers;
  };
  CHECK(said(27) == header_list{{"Retry-After", "27"}});
  CHECK(said(86'400) == header_list{{"Retry-After", "86400"}});
  CHECK(said(0) == header_list{{"Retry-After", "5"}});  // numbers in the sentence are no times
}

TEST_CASE(
    "given the table of routes, when the API's description is made, then it names each once, and nothing "
    "else") {
  const auto document = openapi_document();
  std::set<std::string> described;
  for (const auto& [path, item] : document["paths"].items())
    for (const auto& [method, operation] : item.items()) described.insert(method + " " + path);
  std::set<std::string> routed;
  std::set<std::string> ids;
  std::size_t calls = 0;
  for (const auto& one : route_table()) {
    if (one.page) continue;
    ++calls;
    routed.insert(lowercase(one.method) + " " + std::string(one.pattern));
    ids.insert(std::string(one.id));
    const auto& operation = document["paths"][std::string(one.pattern)][lowercase(one.method)];
    CAPTURE(one.pattern);
    CHECK(operation["operationId"] == one.id);
    CHECK(operation["responses"].contains(std::to_string(one.success)));
    std::size_t queries = 0;
    for (const auto& parameter : operation.value("parameters", json::array()))
      queries += parameter["in"] == "query" ? 1 : 0;
    CHECK(queries == one.query.size());
    CHECK(operation.contains("requestBody") == (one.body != body_kind::none));
    CHECK(operation["responses"].contains("408") == (one.body != body_kind::none));
    if (one.body == body_kind::maybe_json) CHECK(operation["requestBody"]["required"] == false);
  }
  CHECK(described == routed);
  CHECK(ids.size() == calls);
}

TEST_CASE("given the API's description, when its references are followed, then each leads somewhere") {
  const auto document = openapi_document();
  CHECK(document["openapi"] == "3.1.0");
  std::set<std::string> references;
  find_references(document, references);
  CHECK(references.size() > 15);
  for (const auto& one : references) {
    CAPTURE(one);
    CHECK(document.contains(json::json_pointer(one.substr(1))));
  }
}

TEST_CASE(
    "given paths, when a route is looked for, then literals win, parameters capture, and methods are told "
    "apart") {
  const auto of = [](std::string_view method, std::string_view path) {
    return match(method, segments_of(path), listener_kind::api, false);
  };
  CHECK(of("GET", "/api/v1/bookmarks/export").found->id == "exportBookmarks");
  CHECK(of("GET", "/api/v1/bookmarks/abc").captured == std::vector<std::string>{"abc"});
  CHECK(of("HEAD", "/api/v1/imports").found->id == "listImports");
  CHECK(of("PUT", "/api/v1/imports").found == nullptr);
  CHECK(of("PUT", "/api/v1/imports").allow == "POST, GET, HEAD");
  CHECK(of("GET", "/api/v1/imports/a/b/c").allow.empty());
  CHECK(of("GET", "/api/v1").found == nullptr);
  CHECK(match("GET", {"healthz"}, listener_kind::api, true).found == nullptr);
  CHECK(match("GET", {"healthz"}, listener_kind::service, true).found != nullptr);
}

TEST_CASE("given cells, when they become CSV, then quotes hold and no spreadsheet runs them") {
  CHECK(cell("plain") == "plain");
  CHECK(cell("a,b") == "\"a,b\"");
  CHECK(cell("say \"x\"") == "\"say \"\"x\"\"\"");
  CHECK(cell("=1+1") == "'=1+1");
  CHECK(cell("+1+1") == "'+1+1");
  CHECK(cell("-1+1") == "'-1+1");
  CHECK(cell("@x,y") == "\"'@x,y\"");
  CHECK(cell("\tx") == "\"'\tx\"");
  CHECK(cell("\rx") == "\"'\rx\"");
  CHECK(cell("line\nbreak") == "\"line\nbreak\"");
  for (const std::string sign : {"=", "+", "-", "@", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20", "\u2212"})
    for (const std::string before :
         {"", "\u00A0", "\u3000", "\uFEFF", "\u200B", "\x01", "\u0085", "\x7f\uFEFF"}) {
      CAPTURE(sign, before);
      CHECK(cell(before + sign + "1+1") == "'" + before + sign + "1+1");
    }
  CHECK(cell("  =1") == "\"'  =1\"");
  CHECK(cell("a;=1") == "\"'a;'=1\"");
  CHECK(cell("=a;b\t @c") == "\"'=a;b\t '@c\"");
  CHECK(cell("a\n-1+1") == "\"'a\n'-1+1\"");
  CHECK(cell("a;b") == "\"a;b\"");
  CHECK(cell("a\tb") == "\"a\tb\"");
  CHECK(cell("https://a.example/?x=1&y=-2") == "https://a.example/?x=1&y=-2");
  CHECK(cell("a = b") == "a = b");
  CHECK(cell("\xff=1") == "\xff=1");
}

TEST_CASE("given JSON of a client, when it is parsed, then only an object of moderate depth is taken") {
  CHECK(parse_object("{\"a\": [1, {\"b\": \"]]]\"}]}").ok());
  for (const std::string bad : {"", "[]", "1", "{", "{\"a\":1}x", "{\"a\":\"\xff\"}", "{'a':1}"}) {
    CAPTURE(bad);
    REQUIRE_FALSE(parse_object(bad).ok());
    CHECK(parse_object(bad).why().code == errc::bad_request);
  }
  for (const std::string twice : {R"({"a":1,"a":1})", R"({"b":[{"a":{"c":1,"c":2}}]})"})
    CHECK(parse_object(twice).why().code == errc::bad_value);
  CHECK(parse_object(R"({"a":[{"a":1},{"a":{"a":2}}],"b":{"a":1}})").ok());
  const auto deep = [](int n) {
    return "{\"a\":" + std::string(static_cast<std::size_t>(n), '[') +
           std::string(static_cast<std::size_t>(n), ']') + "}";
  };
  CHECK(parse_object(deep(63)).ok());
  CHECK(parse_object(deep(64)).why().code == errc::bad_request);
  CHECK(parse_object("{\"a\":" + std::string(100'000, '[')).why().code == errc::bad_request);
}

TEST_CASE(
    "given any text, when it is written as JSON, then a parser reads it back, and what is no UTF-8 is "
    "marked") {
  std::string every;
  for (int c = 0; c < 0x80; ++c) every.push_back(static_cast<char>(c));
  every += "\u00e9\u20ac\U0001f600";
  std::string text;
  json_text to{text};
  to.begin_object()
      .field("a", every)
      .field("b",
             "x\xff\xc3"
             "y")
      .key("c")
      .begin_list()
      .value(1U)
      .value(2.25)
      .null();
  to.begin_object().end_object().begin_list().end_list().raw("{\"x\":1}").end_list();
  to.field("d", std::optional<double>{}).field("e", std::optional<std::uint64_t>{7}).end_object();
  CAPTURE(text);
  const auto tree = json::parse(text);
  CHECK(tree["a"] == every);
  CHECK(tree["b"] == "x\uFFFD\uFFFDy");
  CHECK(tree["c"] == json::parse(R"([1, 2.2, null, {}, [], {"x": 1}])"));
  CHECK(tree["d"].is_null());
  CHECK(tree["e"] == 7);
}
