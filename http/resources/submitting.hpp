// What all calls that hand in an import have in common.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

/// The header Idempotency-Key; "": there is none. Errors: bad_value.
auto idempotency_key_of(const request& call) -> result<std::string>;

/// Whose an import becomes that the caller hands in: the project's that is named, by who may do that there,
/// else their own. Errors: not_found, forbidden.
auto receiver_of(const context& asks, const request& call, const std::optional<std::string>& project)
    -> result<owner_id>;

/// Errors: bad_value, when the body is packed.
auto expect_plain_body(const request& call) -> result<done>;

/// Hands on the body as it comes. Errors: those of the body, and of `take`.
auto pass_body(request& call, const std::function<result<done>(std::string_view)>& take) -> result<done>;

/// The field `on_duplicate` is a short way to say one of the options. Errors: bad_value (they do not agree).
auto say_on_duplicate(nlohmann::json& options, const std::string& value) -> result<done>;
auto text_of_options(const nlohmann::json& options) -> std::string;

/// The heads of an answer that says: it is taken in, and found there.
void say_accepted(const submitted& what, answer& out);

}  // namespace waybill::http
