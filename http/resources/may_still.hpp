// What is decided after a long look is judged once more, right before it is written.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"
#include "http/gate.hpp"

namespace waybill::http {

/// Is who asks still signed in, and may they still do what takes that role with the things of this owner?
/// Errors: unauthorized, not_found, forbidden.
inline auto may_still(const context& asks, request& call, const owner_id& owner, member_role takes)
    -> result<done> {
  if (auto known = identify(asks.core.accounts(), call, asks.config.http_trusted_proxy); !known) return known;
  return asks.core.projects().may(call.who->user, owner, takes);
}

}  // namespace waybill::http
