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
  /// Errors: what the server refused, unavailable (the connection is gone).
  virtual auto ask(const request& what) -> result<answer> = 0;
  /// Any thread: nothing is heard any more, and who waits in `ask` waits no longer.
  virtual void hang_up() = 0;
};

}  // namespace waybill::console
