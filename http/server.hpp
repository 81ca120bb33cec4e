// The HTTP server over an engine.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "actors/engine.hpp"
#include "config/settings.hpp"
#include "events/result.hpp"

namespace waybill {

/// Serves the HTTP contract, docs/http.md. All calls from the thread that owns it; `stop` from any thread.
class http_server {
 public:
  /// Binds and serves when it returns. Port 0 takes any free one. `asks` has to outlive the server.
  /// With `http.service_listen` set, /healthz, /readyz and /metrics are served there, and only there.
  /// Errors: bad_value (an address that is none), busy (a port that is taken, or an address that
  /// is not there yet), unavailable.
  static auto start(engine& asks, const settings& config) -> result<std::unique_ptr<http_server>>;
  ~http_server();
  http_server(const http_server&) = delete;
  auto operator=(const http_server&) -> http_server& = delete;

  [[nodiscard]] auto port() const -> std::uint16_t;
  /// `HOST:PORT`, ready to stand behind `http://`.
  [[nodiscard]] auto address() const -> std::string;
  /// Of the service listener; 0 when there is none.
  [[nodiscard]] auto service_port() const -> std::uint16_t;

  /// No new connections; calls that run may finish; progress streams are closed. At most 15 seconds.
  /// Idempotent.
  void stop();

 private:
  struct parts;
  explicit http_server(std::unique_ptr<parts> of);
  std::unique_ptr<parts> parts_;
};

}  // namespace waybill
