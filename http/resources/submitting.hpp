// What all calls that hand in an import have in common.
#pragma once

#include <string>

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

/// The header Idempotency-Key; "": there is none. Errors: bad_value.
auto idempotency_key_of(const request& call) -> result<std::string>;

/// Errors: bad_value, when the body is packed.
auto expect_plain_body(const request& call) -> result<done>;

/// The heads of an answer that says: it is taken in, and found there.
void say_accepted(const submitted& what, answer& out);

}  // namespace waybill::http
