// Who is asking, and whether the call may be theirs.
#pragma once

#include <string>
#include <string_view>

#include "actors/engine.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

inline constexpr std::string_view session_cookie = "waybill_session";

/// The value of the session cookie; "" when there is none.
auto session_cookie_of(const request& call) -> std::string;

/// Something is there that could say who asks; nobody looked whether it is true.
auto carries_credentials(const header_list& headers) -> bool;

/// A browser says in Origin which site a page comes from: it has to be this one (Host), whatever the scheme,
/// since a proxy may speak TLS. True without Origin. Source: RFC 6454, OWASP "CSRF Prevention".
auto same_site(const request& call) -> bool;

/// Finds the caller by token, or else by cookie, and fills `call.who` and `call.cookie`. Errors:
/// unauthorized; forbidden when a call with a cookie changes something and comes from another site, or
/// X-CSRF-Token is not that session's.
auto identify(account_desk& accounts, request& call) -> result<done>;

/// Takes as long for equal as for different texts of one length.
auto equal_in_constant_time(std::string_view a, std::string_view b) -> bool;

}  // namespace waybill::http
