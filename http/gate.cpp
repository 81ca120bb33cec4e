#include "http/gate.hpp"

#include <algorithm>

#include "actors/secrets.hpp"

namespace waybill::http {
namespace {

auto unauthorized() -> error {
  return {errc::unauthorized, "Please sign in, or send an API token: Authorization: Bearer wbt_...", {}};
}

auto bearer_of(std::string_view value) -> std::string_view {
  constexpr std::string_view scheme = "Bearer ";
  if (value.size() <= scheme.size() || !same_name(value.substr(0, scheme.size()), scheme)) return {};
  value.remove_prefix(scheme.size());
  return value.substr(std::min(value.find_first_not_of(' '), value.size()));
}

auto changes_something(const request& call) -> bool { return call.method != "GET" && call.method != "HEAD"; }

auto cookie_in(const header_list& headers, std::string_view wanted) -> std::string {
  for (const auto& [name, value] : headers) {
    if (!same_name(name, "cookie")) continue;
    for (std::string_view rest = value; !rest.empty();) {
      auto pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.starts_with(wanted) && pair.substr(wanted.size()).starts_with('='))
        return std::string(pair.substr(wanted.size() + 1));
    }
  }
  return {};
}

}  // namespace

auto session_cookie_of(const request& call) -> std::string { return cookie_in(call.headers, session_cookie); }

auto known_cookie_of(const request& call) -> std::string { return cookie_in(call.headers, known_cookie); }

auto carries_credentials(const header_list& headers) -> bool {
  return std::ranges::any_of(headers,
                             [](const auto& one) { return same_name(one.first, "authorization"); }) ||
         !cookie_in(headers, session_cookie).empty();
}

namespace {

/// The last of X-Forwarded-Proto is what our own proxy wrote.
auto forwarded_scheme(const request& call, bool trusted_proxy) -> std::string_view {
  std::string_view last;
  for (const auto& [name, value] : call.headers)
    if (same_name(name, "x-forwarded-proto")) last = value;
  last.remove_prefix(last.find_last_of(", ") + 1);
  return trusted_proxy ? last : std::string_view();
}

}  // namespace

auto behind_tls(const request& call, bool trusted_proxy) -> bool {
  return same_name(forwarded_scheme(call, trusted_proxy), "https");
}

auto same_site(const request& call, bool trusted_proxy) -> bool {
  const auto origin = call.header("origin");
  if (!origin) return true;
  const auto colon = origin->find("://");
  if (colon == std::string_view::npos || call.header_count("origin") > 1) return false;
  const auto scheme = origin->substr(0, colon);
  const bool secure = same_name(scheme, "https");
  if (!secure && !same_name(scheme, "http")) return false;
  const auto reached_by = forwarded_scheme(call, trusted_proxy);
  if (!reached_by.empty() && !same_name(reached_by, scheme)) return false;
  const std::string_view usual_port = secure ? ":443" : ":80";
  const auto bare = [&](std::string_view authority) {
    if (authority.ends_with(usual_port)) authority.remove_suffix(usual_port.size());
    return authority;
  };
  const auto own = call.header("host").value_or("");
  return !own.empty() && same_name(bare(origin->substr(colon + 3)), bare(own));
}

auto identify(account_desk& accounts, request& call, bool trusted_proxy) -> result<done> {
  if (call.header_count("authorization") > 0) {
    const auto token = bearer_of(*call.header("authorization"));
    if (token.empty() || call.header_count("authorization") > 1) return unauthorized();
    auto who = accounts.by_token(token);
    if (!who) return who.why().code == errc::unauthorized ? unauthorized() : std::move(who).why();
    call.who = std::move(*who);
    return done{};
  }
  call.cookie = session_cookie_of(call);
  if (call.cookie.empty()) return unauthorized();
  auto who = accounts.by_cookie(call.cookie);
  if (!who) return who.why().code == errc::unauthorized ? unauthorized() : std::move(who).why();
  call.who = std::move(*who);
  if (changes_something(call) && !same_site(call, trusted_proxy))
    return {errc::forbidden, "A change by cookie has to come from this site: Origin names another one."};
  if (changes_something(call) &&
      !equal_in_constant_time(call.header("x-csrf-token").value_or(""), accounts.csrf_token(call.cookie)))
    return {errc::forbidden, "A change by cookie needs the header X-CSRF-Token of this session."};
  return done{};
}

}  // namespace waybill::http
