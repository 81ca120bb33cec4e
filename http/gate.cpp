#include "http/gate.hpp"

#include <sodium.h>

#include <algorithm>

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

}  // namespace

auto equal_in_constant_time(std::string_view a, std::string_view b) -> bool {
  return a.size() == b.size() && ::sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

auto session_cookie_of(const request& call) -> std::string {
  for (const auto& [name, value] : call.headers) {
    if (!same_name(name, "cookie")) continue;
    for (std::string_view rest = value; !rest.empty();) {
      auto pair = rest.substr(0, rest.find(';'));
      rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
      pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
      if (pair.starts_with(session_cookie) && pair.substr(session_cookie.size()).starts_with('='))
        return std::string(pair.substr(session_cookie.size() + 1));
    }
  }
  return {};
}

auto identify(account_desk& accounts, request& call) -> result<done> {
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
  if (changes_something(call) &&
      !equal_in_constant_time(call.header("x-csrf-token").value_or(""), accounts.csrf_token(call.cookie)))
    return {errc::forbidden, "A change by cookie needs the header X-CSRF-Token of this session."};
  return done{};
}

}  // namespace waybill::http
