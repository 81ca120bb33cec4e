// The door for operators: listens, lets in who knows the secret, and gives each a session of their own. Until
// somebody is trusted, nothing that they say is read as a message, and they cost a socket and some bytes.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "actors/engine.hpp"
#include "config/settings.hpp"
#include "events/result.hpp"

namespace waybill::console {

struct gateway_plan {
  std::string version;         ///< of the program, for `status`
  std::function<void()> stop;  ///< an operator wants the server to end; from a thread of the gateway's
  std::size_t most_half_open = 32;
  std::size_t most_sessions = 8;
  std::chrono::milliseconds half_open_time{5'000};  ///< for the whole handshake
  std::chrono::milliseconds silent_time{60'000};    ///< until a question is whole
  std::chrono::milliseconds unread_time{10'000};    ///< until an answer is taken
};

/// Any thread; one at a time.
class gateway {
 public:
  /// Listens, and writes the files of the data directory. Null when `console.listen` is empty. `core` must
  /// outlive it. Errors: unavailable, storage_full, busy, forbidden (not this machine alone).
  static auto start(engine& core, const settings& config, gateway_plan plan)
      -> result<std::unique_ptr<gateway>>;
  virtual ~gateway() = default;  ///< stops
  [[nodiscard]] virtual auto address() const -> endpoint = 0;
  /// How many have not said yet who they are.
  [[nodiscard]] virtual auto half_open() const -> std::size_t = 0;
  [[nodiscard]] virtual auto sessions() const -> std::size_t = 0;
  /// How many were turned away: too many at once, too slow, or not trusted.
  [[nodiscard]] virtual auto turned_away() const -> std::uint64_t = 0;
  /// Nobody comes in any more, sessions end behind what they are at, the files go. Idempotent.
  virtual void stop() = 0;
};

}  // namespace waybill::console
