// JSON that a client sends, and nothing else it might send.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "events/result.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

/// Parses a JSON object. Errors: bad_request (no JSON, no object, deeper than 64), bad_value (a name twice).
auto parse_object(std::string_view text) -> result<nlohmann::json>;

/// Reads the whole body, which has to be a JSON object. Errors: too_large (names the limit), bad_value (a
/// Content-Encoding), bad_request, those of the body.
auto read_json(request& from, std::size_t limit_bytes) -> result<std::string>;

/// Reads the whole body as a JSON object with no other keys than `allowed`. Errors: too_large (names the
/// limit), bad_value (a Content-Encoding), bad_request, unknown_field (names the key), those of the body.
auto read_object(request& from, std::size_t limit_bytes, std::initializer_list<std::string_view> allowed)
    -> result<nlohmann::json>;

/// The same, where what is allowed is found at run time.
auto read_object_of(request& from, std::size_t limit_bytes, std::span<const std::string_view> allowed)
    -> result<nlohmann::json>;

/// A body that may be missing, empty or `{}`, and nothing else. Errors: as above.
auto expect_no_fields(request& from, std::size_t limit_bytes) -> result<done>;

/// A string that has to be there. Errors: bad_value, naming the key.
auto text_of(const nlohmann::json& object, std::string_view key) -> result<std::string>;

}  // namespace waybill::http
