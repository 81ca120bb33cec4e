#include <catch2/catch.hpp>

#include "console/handshake.hpp"

using namespace waybill;
using namespace waybill::console;
using Catch::Matchers::Contains;

namespace {

auto filled(std::uint8_t with) -> digest {
  digest made{};
  made.fill(with);
  return made;
}

/// A server and a client that hear each other, whole or byte by byte.
struct pair_of {
  server_handshake server;
  client_handshake client;
  progress server_is = progress::waits, client_is = progress::waits;
  std::string heard_by_server{}, heard_by_client{};  ///< all of it

  void talk(bool room = true, std::size_t piece = 1'000) {
    auto to_client = server.greeting(), to_server = client.greeting();
    while (!to_client.empty() || !to_server.empty()) {
      const auto a = to_client.substr(0, piece), b = to_server.substr(0, piece);
      to_client.erase(0, a.size());
      to_server.erase(0, b.size());
      heard_by_client += a;
      heard_by_server += b;
      if (!a.empty() && client_is == progress::waits) client_is = client.take(a, to_server);
      if (!b.empty() && server_is == progress::waits) server_is = server.take(b, room, to_client);
    }
  }
};

auto two(const digest& servers, const digest& clients, std::uint32_t server_version = protocol_version,
         std::uint32_t client_version = protocol_version) -> pair_of {
  return {server_handshake{servers, filled(1), server_version},
          client_handshake{clients, filled(2), "anna", client_version}};
}

}  // namespace

TEST_CASE("given the same secret, when they shake hands, then both trust, however the bytes are cut") {
  const auto piece = GENERATE(std::size_t{1}, std::size_t{7}, std::size_t{1'000});
  auto both = two(filled(9), filled(9));
  both.talk(true, piece);
  CHECK(both.server_is == progress::trusts);
  CHECK(both.client_is == progress::trusts);
  CHECK(both.server.name() == "anna");
}

TEST_CASE("given the same secret, when they shake hands, then it is in nothing that they say") {
  auto both = two(filled(9), filled(9));
  both.talk();
  const std::string part(8, '\x09');
  CHECK(both.heard_by_server.find(part) == std::string::npos);
  CHECK(both.heard_by_client.find(part) == std::string::npos);
}

TEST_CASE("given another secret, when the client proves it, then it is told, and nobody trusts") {
  auto both = two(filled(9), filled(8));
  both.talk();
  CHECK(both.server_is == progress::ended);
  CHECK(both.client_is == progress::ended);
  CHECK_THAT(both.server.why(), Contains("does not know the secret"));
  CHECK(both.client.why().code == errc::unauthorized);
}

TEST_CASE("given another version, when they greet, then both name both versions") {
  auto both = two(filled(9), filled(9), 3, 2);
  both.talk();
  CHECK(both.server_is == progress::ended);
  CHECK(both.client_is == progress::ended);
  CHECK(both.client.why().code == errc::unsupported_version);
  for (const auto& said : {both.server.why(), both.client.why().message})
    CHECK_THAT(said, Contains("server speaks version 3") && Contains("console version 2"));
}

TEST_CASE("given no room, when a client has proved the secret, then it is told so") {
  auto both = two(filled(9), filled(9));
  both.talk(false);
  CHECK(both.server_is == progress::ended);
  CHECK(both.client.why().code == errc::busy);
}

TEST_CASE(
    "given a server that says it is one, when it cannot prove the secret, then the client does not trust") {
  client_handshake client{filled(9), filled(2), "anna"};
  const server_handshake real{filled(9), filled(1)};
  std::string send;
  REQUIRE(client.take(real.greeting() + std::string(32, 'c'), send) == progress::waits);
  REQUIRE_FALSE(send.empty());
  CHECK(client.take("\x01" + std::string(32, 'p'), send) == progress::ended);
  CHECK(client.why().code == errc::unauthorized);
}

TEST_CASE("given a proof that was overheard, when it is sent again, then another chance makes it worthless") {
  auto both = two(filled(9), filled(9));
  both.talk();
  REQUIRE(both.server_is == progress::trusts);
  server_handshake next{filled(9), filled(3)};
  std::string send;
  CHECK(next.take(both.heard_by_server, true, send) == progress::ended);
}

TEST_CASE("given garbage, when the server hears its first byte, then it ends without a word") {
  for (const std::string garbage : {"GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01", "X"}) {
    server_handshake server{filled(9), filled(1)};
    std::string send;
    CHECK(server.take(garbage, true, send) == progress::ended);
    CHECK(send.empty());
    CHECK(server.take(garbage, true, send) == progress::ended);
  }
}

TEST_CASE("given more bytes than a handshake has, when the server hears them, then it keeps none of them") {
  server_handshake server{filled(9), filled(1)};
  std::string send;
  CHECK(server.take(std::string(1'000'000, 'W'), true, send) == progress::ended);
  CHECK(send.empty());
}

TEST_CASE("given a name that cannot stand in the log, when its bearer knows the secret, then it is refused") {
  for (const std::string name : {"", "a/b", "a\nb", "anna smith"}) {
    pair_of both{server_handshake{filled(9), filled(1)}, client_handshake{filled(9), filled(2), name}};
    both.talk();
    CHECK(both.server_is == progress::ended);
  }
}
