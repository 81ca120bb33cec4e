// Where passwords are proved and hashed: who may try, in which order, and what a known browser is.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "actors/engine.hpp"
#include "actors/hashing_queue.hpp"
#include "actors/known_browsers.hpp"
#include "actors/sign_in_throttle.hpp"
#include "events/account/state.hpp"

namespace waybill {

/// Errors: bad_value (8 to 1,024 bytes).
auto check_password(const std::string& password) -> result<done>;

/// Any thread. `then` is called once: on the thread that hashes, or at once when it is refused; it must not
/// wait.
class password_gate {
 public:
  password_gate(clock_ptr clock, const settings& config);

  /// Is it that account's password? Nothing: there is no account of that name, which takes as long as a wrong
  /// password. Errors: unauthorized (whatever was wrong), too_many_requests, unavailable (stopping).
  void prove(const sign_in_attempt& who, std::optional<account_state> account,
             std::function<void(result<account_state>)> then);
  /// Errors: bad_value (its length), too_many_requests, unavailable (no memory, stopping). `whose`: who asks.
  void hash(const std::string& whose, const std::string& password,
            std::function<void(result<std::string>)> then);
  /// What a browser is to keep once somebody signed in with it.
  auto known_browser(const std::string& so_far, const account_state& of) -> std::string {
    return known_.renewed(so_far, of, clock_->now());
  }

 private:
  clock_ptr clock_;
  known_browsers known_;
  sign_in_throttle throttle_;
  hashing_queue queue_;  ///< last: its thread uses the others
};

}  // namespace waybill
