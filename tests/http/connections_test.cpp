// Connections that are kept, that say nothing, that say too much at once, or wrong things.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "tests/http/house.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

struct raw_request {
  std::string line;  ///< of the list, for whoever reads of a failure
  std::string kind;  ///< accept, reject, incomplete, other
  std::string bytes;
};

/// All of the corpora: as many as there are files. None where there are no corpora.
auto raw_requests() -> std::vector<raw_request> {
  const char* given = std::getenv("WAYBILL_CORPORA");
  const std::filesystem::path folder =
      std::filesystem::path(given == nullptr ? "../shared/corpora" : given) / "http";
  std::vector<raw_request> all;
  if (!std::filesystem::exists(folder / "http-requests")) {
    WARN("skipped: there are no corpora at " << folder.string());
    return all;
  }
  std::ifstream list(folder / "http_requests.tsv");
  std::string line;
  std::getline(list, line);
  while (std::getline(list, line)) {
    std::istringstream columns(line);
    std::string name, source, kind;
    std::getline(columns, name, '\t');
    std::getline(columns, source, '\t');
    std::getline(columns, kind, '\t');
    std::ifstream file(folder / "http-requests" / name, std::ios::binary);
    REQUIRE(file.is_open());
    std::ostringstream bytes;
    bytes << file.rdbuf();
    all.push_back({line, kind, bytes.str()});
  }
  const auto files = std::distance(std::filesystem::directory_iterator(folder / "http-requests"), {});
  REQUIRE(files > 0);
  REQUIRE(all.size() == static_cast<std::size_t>(files));
  return all;
}

}  // namespace

TEST_CASE(
    "given one connection, when requests come one after the other or all at once, then each has its answer") {
  house here;
  const auto ann = here.inhabit("ann");
  peer one{here.port()};
  for (int i = 0; i < 3; ++i) {
    one.send(request_text("GET", "/api/v1/imports", {ann.authorization()}));
    const auto answer = one.receive();
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.closes);
  }
  const auto get = request_text("GET", "/healthz");
  one.send(get + request_text("GET", "/nothing") + "\r\n" + request_text("HEAD", "/healthz") +
           get.substr(0, 20));
  CHECK(one.receive().status == 200);
  CHECK(one.receive().status == 404);
  const auto head = one.receive(true);
  CHECK(head.status == 200);
  CHECK(head.header("Content-Length") == "18");
  one.send(get.substr(20));
  CHECK(one.receive().status == 200);
}

TEST_CASE("given a body nobody reads, when the next request follows, then the body is never taken for it") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto inner = request_text("GET", "/api/v1/me", {ann.authorization()});
  SECTION("it is here already: it is read over") {
    peer one{here.port()};
    one.send(request_text("GET", "/healthz", {}, inner) + request_text("GET", "/nothing"));
    CHECK(one.receive().status == 200);
    CHECK(one.receive().status == 404);
  }
  SECTION("it is on its way: the connection ends") {
    peer one{here.port()};
    one.send("DELETE /nothing HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n");
    const auto answer = one.receive();
    CHECK(answer.status == 404);
    CHECK(answer.closes);
    one.send(inner);
    CHECK(one.receive_rest().empty());
  }
  SECTION("it comes in chunks: the connection ends") {
    peer one{here.port()};
    one.send(request_text("GET", "/healthz", {"Transfer-Encoding: chunked"}) + "5\r\nhello\r\n0\r\n\r\n" +
             inner);
    CHECK(one.receive().closes);
    CHECK(one.receive_rest().empty());
  }
}

TEST_CASE("given heads that may not be, when they come, then they are refused and the connection ends") {
  house here;
  const std::vector<std::pair<std::string, int>> wrong{
      {"GET /healthz HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
       400},
      {"GET /healthz HTTP/1.1\r\n\r\n", 400},
      {"GET /healthz HTTP/3.0\r\nHost: t\r\n\r\n", 400},
      {"GET /%zz HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"GET /%00 HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"GET /\xff HTTP/1.1\r\nHost: t\r\n\r\n", 400},
      {"BREW /healthz HTTP/1.1\r\nHost: t\r\n\r\n", 405},
      {"GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: t\r\n\r\n", 414},
      {"GET /healthz HTTP/1.1\r\nHost: t\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n", 431},
      {"GET /healthz HTTP/1.1\r\nHost: t\r\nX: " + std::string(60'000, 'x'), 431}};
  for (const auto& [text, status] : wrong) {
    CAPTURE(text.substr(0, 100));
    peer one{here.port()};
    one.send(text);
    const auto answer = one.receive();
    CHECK(answer.status == status);
    CHECK(answer.closes);
    CHECK(answer.header("Content-Type") == "application/problem+json");
    CHECK(one.receive_rest().empty());
  }
  const auto method = ask(here.port(), request_text("PUT", "/api/v1/imports"));
  CHECK(method.status == 405);
  CHECK(method.header("Allow") == "POST, GET, HEAD");
}

TEST_CASE(
    "given hundreds of connections that say nothing or not enough, when somebody calls, then the call is "
    "answered") {
  house here{[](settings& with) {
    with.http_threads_limit = 9;
    with.http_body_readers_limit = 1;
  }};
  const auto ann = here.inhabit("ann");
  std::vector<peer> silent;
  for (int i = 0; i < 300; ++i) {
    silent.emplace_back(here.port());
    REQUIRE(silent.back().open());
    if (i % 3 == 1) silent.back().send("GET /healthz HT");
    if (i % 3 == 2) silent.back().send("GET /healthz HTTP/1.1\r\nHost: t\r\nX: y");
  }
  CHECK(here.get(ann, "/api/v1/imports").status == 200);
  silent[2].send("\r\n\r\n");
  CHECK(silent[2].receive().status == 200);
}

TEST_CASE(
    "given a connection that says nothing for too long, when its time is over, then it is closed, and who "
    "began "
    "is told") {
  house here{[](settings& with) {
    with.http_read_timeout_s = 1;
    with.http_idle_timeout_s = 1;
  }};
  peer silent{here.port()};
  peer half{here.port()};
  half.send("GET /healthz HTTP/1.1\r\n");
  peer idle{here.port()};
  idle.send(request_text("GET", "/healthz"));
  CHECK(idle.receive().status == 200);
  CHECK(idle.receive_rest().empty());
  const auto told = half.receive();
  CHECK(told.status == 408);
  CHECK(told.closes);
  CHECK(told.code() == "request_timeout");
  CHECK(half.receive_rest().empty());
  CHECK(silent.receive_rest().empty());
}

TEST_CASE(
    "given a server that stops, when calls run, streams and connections are open, then all end in bounded "
    "time") {
  house here;
  const auto ann = here.inhabit("ann");
  const auto id = here.held_import(ann);
  peer idle{here.port()};
  peer stream{here.port()};
  stream.send(request_text("GET", "/api/v1/imports/" + id + "/progress", {ann.authorization()}));
  CHECK(stream.receive_until("\n\n").find("event-stream") != std::string::npos);
  const auto port = here.port();
  here.server->stop();
  here.server->stop();
  CHECK(idle.receive_rest().empty());
  stream.receive_rest();
  CHECK_FALSE(peer{port}.open());
}

TEST_CASE("given a port that is taken or an address that is none, when a server starts, then it says so") {
  house here;
  auto again = here.config;
  again.http_listen = "127.0.0.1:" + std::to_string(here.port());
  const auto taken = http_server::start(*here.core, again);
  REQUIRE_FALSE(taken.ok());
  CHECK(taken.why().code == errc::busy);
  again.http_listen = "300.300.300.300:1";
  CHECK(http_server::start(*here.core, again).why().code == errc::bad_value);
}

TEST_CASE(
    "given raw requests of the corpora, when each comes on a fresh connection, then a good one still works") {
  const auto all = raw_requests();
  house here{[](settings& with) { with.http_read_timeout_s = 1; }};
  for (const auto& raw : all) {
    CAPTURE(raw.line);
    peer one{here.port()};
    one.send(raw.bytes);
    one.end_sending();
    const auto answers = one.receive_rest();
    if (raw.kind == "reject") CHECK((answers.find("HTTP/1.1 4") != std::string::npos || answers.empty()));
    CHECK(answers.find("HTTP/1.1 5") == std::string::npos);
    CHECK(ask(here.port(), request_text("GET", "/healthz")).status == 200);
  }
}

TEST_CASE(
    "given raw requests of the corpora, when their clients wait for an answer, then each gets one, and a "
    "good "
    "one still works") {
  const auto all = raw_requests();
  house here{[](settings& with) {
    with.http_read_timeout_s = 1;
    with.http_idle_timeout_s = 1;
  }};
  std::vector<peer> waiting;
  for (const auto& raw : all) {
    waiting.emplace_back(here.port());
    waiting.back().send(raw.bytes);
  }
  CHECK(ask(here.port(), request_text("GET", "/healthz")).status == 200);
  for (std::size_t i = 0; i < all.size(); ++i) {
    CAPTURE(all[i].line);
    const auto answers = waiting[i].receive_rest();
    CHECK(answers.starts_with("HTTP/1.1 "));
    if (all[i].kind == "reject" || all[i].kind == "incomplete")
      CHECK(answers.find("HTTP/1.1 4") != std::string::npos);
    CHECK(answers.find("HTTP/1.1 5") == std::string::npos);
  }
  CHECK(ask(here.port(), request_text("GET", "/healthz")).status == 200);
}
