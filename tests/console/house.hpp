// A real engine with a console, and operators who come in.
#pragma once

#include <catch2/catch.hpp>
#include <future>
#include <memory>
#include <string>
#include <variant>

#include "console/client.hpp"
#include "console/codec.hpp"
#include "console/files.hpp"
#include "console/gateway.hpp"
#include "console/handshake.hpp"
#include "console/socket.hpp"
#include "tests/actors/engine_fixture.hpp"

namespace waybill::tests {

using namespace waybill::console;
using steady = std::chrono::steady_clock;

struct console_house : engine_fixture {
  explicit console_house(gateway_plan how = {}) {
    how.version = "waybill test";
    how.stop = [this] { stopped.set_value(); };
    config.console_listen = "127.0.0.1:0";
    auto started = gateway::start(*core, config, std::move(how));
    INFO((started ? "" : started.why().message));
    REQUIRE(started);
    door = std::move(*started);
  }
  [[nodiscard]] auto secret() const -> digest {
    const auto kept = read_secret(secret_path(config.data_directory));
    REQUIRE(kept);
    return *kept;
  }
  [[nodiscard]] auto enter(const std::string& name = "anna") const -> std::unique_ptr<client> {
    auto made = client::connect(door->address(), secret(), name, patience);
    INFO((made ? "" : made.why().message));
    REQUIRE(made);
    return std::move(*made);
  }
  /// A connection that has said nothing yet.
  [[nodiscard]] auto knock() const -> descriptor {
    auto socket = connect_to(door->address(), steady::now() + patience);
    REQUIRE(socket);
    return std::move(*socket);
  }
  /// One whose handshake is done, byte by byte in our hands from then on.
  [[nodiscard]] auto trusted() const -> descriptor {
    auto socket = knock();
    client_handshake talk{secret(), fresh_chance(), "anna"};
    std::string send = talk.greeting();
    for (auto now = progress::waits; now == progress::waits;) {
      REQUIRE(send_all(socket, send, steady::now() + patience));
      send.clear();
      const auto came = receive_some(socket, 256, steady::now() + patience);
      REQUIRE(came);
      now = talk.take(*came, send);
      REQUIRE(now != progress::ended);
    }
    return socket;
  }
  /// Nothing more comes, and that is told before the patience ends.
  static auto is_closed(const descriptor& socket) -> bool {
    const auto until = steady::now() + patience;
    while (receive_some(socket, 1'000, until)) continue;
    return steady::now() < until;
  }

  static constexpr auto patience = tests::patience_of(std::chrono::seconds{60});
  std::promise<void> stopped;
  std::unique_ptr<gateway> door;
};

template <class Told>
auto told(const result<console::answer>& heard) -> Told {
  INFO((heard ? "" : heard.why().message));
  REQUIRE(heard);
  REQUIRE(std::holds_alternative<Told>(*heard));
  return std::get<Told>(*heard);
}

}  // namespace waybill::tests
