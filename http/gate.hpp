// Who is asking, and whether the call may be theirs.
#pragma once

#include <string>
#include <string_view>

#include "actors/engine.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

inline constexpr std::string_view session_cookie = "waybill_session";

/// Kept by browsers in which somebody signed in: they do not wait with strangers. Lets nobody in.
inline constexpr std::string_view known_cookie = "waybill_known";

/// The value of the session cookie; "" when there is none.
auto session_cookie_of(const request& call) -> std::string;
auto known_cookie_of(const request& call) -> std::string;

/// Something is there that could say who asks; nobody looked whether it is true.
auto carries_credentials(const header_list& headers) -> bool;

/// TLS is spoken by us never, by a proxy maybe: true when a proxy that is trusted says so.
auto behind_tls(const request& call, bool trusted_proxy) -> bool;

/// A browser says in Origin which site a page comes from: it has to be this one (Host), by http or https. By
/// which of them we are reached only a trusted proxy tells: then it has to be that. True without Origin.
/// Source: RFC 6454, OWASP "CSRF Prevention".
auto same_site(const request& call, bool trusted_proxy) -> bool;

/// Finds the caller by token, or else by cookie, and fills `call.who` and `call.cookie`. Errors:
/// unauthorized; forbidden when a call with a cookie changes something and comes from another site, or
/// X-CSRF-Token is not that session's.
auto identify(account_desk& accounts, request& call, bool trusted_proxy) -> result<done>;

}  // namespace waybill::http
