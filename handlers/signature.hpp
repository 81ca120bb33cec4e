// How a webhook knows that a request is ours. Source of HMAC: RFC 2104.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "events/hash.hpp"
#include "events/words.hpp"

namespace waybill::handlers {

/// HMAC with SHA-256 of a text that comes piece by piece. One thread at a time.
class hmac {
 public:
  explicit hmac(std::string_view secret);
  void update(std::string_view piece) { within_.update(piece); }
  /// Once, behind the last piece.
  [[nodiscard]] auto finish() -> digest;

 private:
  std::string key_;
  sha256 within_;
};

/// `t=1700000000,v1=5257a8...`: v1 is, in hexadecimal, the HMAC of the seconds, a dot and the body.
auto signature_of(std::int64_t seconds, const digest& hmac) -> std::string;

}  // namespace waybill::handlers
