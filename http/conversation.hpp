// Speaking with one peer on a worker: a strict head, a framed body, the handler, the answer. The HTTP library
// parses and writes; it sees no socket.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "http/exchange.hpp"
#include "http/front.hpp"
#include "http/wire.hpp"

namespace waybill::http {

/// Answers one request. Called on a worker; exceptions that come out become 500.
using responder = std::function<answer(request&)>;

struct conversation_limits {
  std::size_t header_bytes = 16'384;
  std::chrono::milliseconds patience{30'000};  ///< with a slow body, or a slow reader
  bool trusted_proxy = false;                  ///< the peer's address stands in X-Forwarded-For
};

/// Any thread, one connection each.
class conversation {
 public:
  conversation(conversation_limits limits, waiting_seats& seats, const std::atomic<bool>& stopping,
               front::readiness ready, responder respond)
      : limits_(limits),
        seats_(seats),
        stopping_(stopping),
        ready_(std::move(ready)),
        respond_(std::move(respond)) {}

  /// Answers what was waited for, and every request that is ready in the connection's buffer; what the socket
  /// does not take of a short answer is left in `with.out`.
  auto speak(connection& with) const -> verdict;

 private:
  auto one_request(connection& with) const -> verdict;
  auto say_late_answer(connection& with) const -> verdict;
  auto refuse(connection& with, const error& why) const -> verdict;

  conversation_limits limits_;
  waiting_seats& seats_;
  const std::atomic<bool>& stopping_;
  front::readiness ready_;
  responder respond_;
};

/// The whole answer to a request that did not come in time, however it was meant.
auto too_slow_text() -> std::string;

/// Headers that every answer carries.
void add_security_headers(header_list& to);

}  // namespace waybill::http
