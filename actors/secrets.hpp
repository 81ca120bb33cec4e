// Passwords and secrets: argon2id, random texts, hashes. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// argon2id with 19 MiB and two passes (OWASP's recommendation); one at a time in the whole process, so that
/// many sign-ins at once cannot take the memory. Takes about 20 ms.
auto hash_password(const std::string& password) -> result<std::string>;
auto password_matches(const std::string& hash, const std::string& password) -> bool;

/// 256 random bits as 43 characters of URL-safe base 64.
auto random_secret() -> std::string;

/// 256 random bits.
auto random_key() -> digest;
/// HMAC-SHA256 of a text, as 43 characters of URL-safe base 64.
auto sealed(const digest& key, std::string_view text) -> std::string;
/// Takes as long for equal as for different texts of one length.
auto equal_in_constant_time(std::string_view a, std::string_view b) -> bool;

/// What X-CSRF-Token must hold for a cookie: derived, so that nothing has to be stored.
auto csrf_of_cookie(std::string_view cookie) -> std::string;

}  // namespace waybill
