// The front door by itself: who may stay when there are too many.
#include "http/front.hpp"

#include <sys/socket.h>
#include <catch2/catch.hpp>

#include "tests/http/peer.hpp"

using namespace waybill;
using namespace waybill::http_test;

namespace {

constexpr std::size_t connections = 16;
constexpr auto little_time = tests::patience_of(std::chrono::milliseconds{500});

/// Answers every head, and keeps the connection.
struct little_house {
  explicit little_house(http::front_limits limits = {.connections = connections}, std::string too_slow = {})
      : door(limits, hands, whole, answer, std::move(too_slow)) {
    REQUIRE(door.open({"127.0.0.1", 0}));
  }
  ~little_house() {
    door.stop(std::chrono::milliseconds{0});
    hands.stop();
  }
  static auto whole(http::connection& one) -> bool { return one.in.find("\r\n\r\n") != std::string::npos; }
  static auto answer(http::connection& one) -> http::verdict {
    one.in.clear();
    constexpr std::string_view text = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    return ::send(one.fd, text.data(), text.size(), MSG_NOSIGNAL) > 0 ? http::verdict::keep
                                                                      : http::verdict::close;
  }
  http::workers hands{2};
  http::front door;
};

}  // namespace

TEST_CASE(
    "given many more silent connections than there is room for, when somebody calls, then the call is "
    "answered at "
    "once, and the silent go that came first") {
  little_house here;
  std::vector<peer> silent;
  for (std::size_t i = 0; i < 10 * connections; ++i) {
    silent.emplace_back(here.door.port());
    if (i % 2 == 0) silent.back().send("GET / HT");
  }
  peer caller{here.door.port()};
  for (int call = 0; call < 3; ++call) {
    caller.send(request_text("GET", "/"));
    CHECK(caller.receive().status == 200);
  }
  for (std::size_t i = 0; i < connections; ++i) CHECK(silent[i].receive_rest().empty());
}

TEST_CASE("given as many callers as there is room for, when they call again, then each is answered") {
  little_house here;
  std::vector<peer> callers;
  for (std::size_t i = 0; i < connections; ++i) callers.emplace_back(here.door.port());
  for (int call = 0; call < 2; ++call)
    for (auto& caller : callers) {
      caller.send(request_text("GET", "/"));
      CHECK(caller.receive().status == 200);
    }
}

TEST_CASE("given a head that is late, when its client takes none of the answer, then nobody waits for it") {
  const std::string words(64 << 20, 'w');
  little_house here{{.read = little_time}, words};
  peer deaf{here.door.port()};
  deaf.send("GET / HT");
  REQUIRE(deaf.hears_within(patience));
  CHECK(ask(here.door.port(), request_text("GET", "/")).status == 200);
  const auto came = deaf.receive_rest();
  CHECK_FALSE(came.empty());
  CHECK(came.size() < words.size());
}

TEST_CASE("given a time for heads, when it is over, then who said nothing is told nothing") {
  little_house here{{.read = little_time}, "too slow"};
  peer silent{here.door.port()};
  peer polite{here.door.port()};
  polite.send("\r\n");
  peer half{here.door.port()};
  half.send("G");
  CHECK(half.receive_rest() == "too slow");
  CHECK(polite.receive_rest().empty());
  CHECK(silent.receive_rest().empty());
}
