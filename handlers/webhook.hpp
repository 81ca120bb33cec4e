// A server as a handler: batches are posted to it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "handlers/handler.hpp"

namespace waybill::handlers {

struct webhook_order {
  std::string url;
  std::string secret;  ///< "": requests are not signed
  unsigned attempts = 5;
  std::chrono::milliseconds timeout{30'000};  ///< of one attempt
  bool allow_private = false;
  /// Between the first attempt and the second; doubles from one to the next, and is a quarter more or less.
  std::chrono::milliseconds first_pause{500};
  std::chrono::milliseconds longest_pause{30'000};
  std::uint32_t retry_after_s = 60;  ///< when all attempts were in vain
};

/// What a server tells us to wait at most, when it is asked again within one import's run.
inline constexpr std::uint32_t longest_retry_after_s = 3'600;

/// Nothing is sent yet.
auto webhook_handler(webhook_order order, introduction what, surroundings around) -> std::unique_ptr<handler>;

/// The seconds of a Retry-After header (RFC 9110, section 10.2.3): a number, or a date behind `now`; 0: it
/// says none. Never more than `longest_retry_after_s`.
auto read_retry_after(const std::string& text, std::int64_t now) -> std::uint32_t;

}  // namespace waybill::handlers
