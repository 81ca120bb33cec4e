// The front door by itself: who may stay when there are too many.
#include "http/front.hpp"

#include <sys/socket.h>
#include <catch2/catch.hpp>

#include "tests/http/peer.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

constexpr std::size_t places = 16;

/// Answers every head, and keeps the connection.
struct little_house {
  http::workers hands{2};
  http::front door{{.connections = places},
                   hands,
                   [](http::connection& one) { return one.in.find("\r\n\r\n") != std::string::npos; },
                   [](http::connection& one) {
                     one.in.clear();
                     constexpr std::string_view answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
                     return ::send(one.fd, answer.data(), answer.size(), MSG_NOSIGNAL) > 0
                                ? http::verdict::keep
                                : http::verdict::close;
                   }};
  little_house() { REQUIRE(door.open({"127.0.0.1", 0})); }
  ~little_house() {
    door.stop(std::chrono::milliseconds{0});
    hands.stop();
  }
};

}  // namespace

TEST_CASE(
    "given many more silent connections than there is room for, when somebody calls, then the call is "
    "answered at "
    "once, and the silent go that came first") {
  little_house here;
  std::vector<peer> silent;
  for (std::size_t i = 0; i < 10 * places; ++i) {
    silent.emplace_back(here.door.port());
    if (i % 2 == 0) silent.back().send("GET / HT");
  }
  peer caller{here.door.port()};
  for (int call = 0; call < 3; ++call) {
    caller.send(request_text("GET", "/"));
    CHECK(caller.receive().status == 200);
  }
  for (std::size_t i = 0; i < places; ++i) CHECK(silent[i].receive_rest().empty());
}

TEST_CASE("given as many callers as there is room for, when they call again, then each is answered") {
  little_house here;
  std::vector<peer> callers;
  for (std::size_t i = 0; i < places; ++i) callers.emplace_back(here.door.port());
  for (int call = 0; call < 2; ++call)
    for (auto& caller : callers) {
      caller.send(request_text("GET", "/"));
      CHECK(caller.receive().status == 200);
    }
}
