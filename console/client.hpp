// The operator's end of the console: finds the server, proves the secret, asks. One thread.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "config/settings.hpp"
#include "console/vocabulary.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill::console {

class client {
 public:
  /// `patience`: for the connection and the handshake. Errors: unavailable (nobody answers), unauthorized,
  /// unsupported_version, busy, bad_request (something else listens there), timeout.
  static auto connect(const endpoint& where, const digest& secret, const std::string& name,
                      std::chrono::milliseconds patience) -> result<std::unique_ptr<client>>;
  virtual ~client() = default;
  /// Errors: what the server refused, unavailable (the connection is gone; also when there was no answer in
  /// time: it could come later, and be taken for another).
  virtual auto ask(const request& what, std::chrono::milliseconds patience) -> result<answer> = 0;
  /// A command may wait for the end of a chunk, and for a log that is slow; several stand in one question.
  auto ask(const request& what) -> result<answer> { return ask(what, std::chrono::hours{1}); }
  /// False: nothing will be heard any more.
  [[nodiscard]] virtual auto alive() const -> bool = 0;
  /// Any thread: nothing is heard any more, and who waits in `ask` waits no longer.
  virtual void hang_up() = 0;
};

}  // namespace waybill::console
