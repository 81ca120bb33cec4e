#include "http/gate.hpp"
#include "http/json_body.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

/// TLS is spoken by us never, by a proxy maybe: the last of X-Forwarded-Proto is what our own proxy wrote.
auto behind_tls(const context& asks, const request& call) -> bool {
  if (asks.config.http_secure_cookie) return true;
  std::string_view last;
  for (const auto& [name, value] : call.headers)
    if (same_name(name, "x-forwarded-proto")) last = value;
  last.remove_prefix(last.find_last_of(", ") + 1);
  return asks.config.http_trusted_proxy && same_name(last, "https");
}

auto cookie_text(const context& asks, const request& call, const std::string& value, std::int64_t max_age_s)
    -> std::string {
  return std::string(session_cookie) + "=" + value +
         "; Path=/; HttpOnly; SameSite=Lax; Max-Age=" + std::to_string(max_age_s) +
         (behind_tls(asks, call) ? "; Secure" : "");
}

auto signed_out(const context& asks, const request& call) -> answer {
  auto out = nothing_to_say();
  out.headers.emplace_back("Set-Cookie", cookie_text(asks, call, "", 0));
  return out;
}

auto cookie_header(const context& asks, const request& call, const fresh_session& of)
    -> std::pair<std::string, std::string> {
  const auto seconds = (of.expires.us - asks.core.clock().now().us) / 1'000'000;
  return {"Set-Cookie", cookie_text(asks, call, of.cookie, seconds)};
}

}  // namespace

auto open_session(context& asks, request& call) -> result<answer> {
  // Signing somebody in from another site is an attack of its own.
  if (call.header("sec-fetch-site").value_or("") == "cross-site" || !same_site(call))
    return {errc::forbidden, "Signing in from another site is not possible."};
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"username", "password"});
  if (!body) return std::move(body).why();
  auto username = text_of(*body, "username");
  if (!username) return std::move(username).why();
  auto password = text_of(*body, "password");
  if (!password) return std::move(password).why();
  auto opened = asks.core.accounts().sign_in(*username, *password, call.address);
  if (!opened) return std::move(opened).why();
  auto out = object_answer(200, [&](json_text& to) {
    to.key("user").begin_object();
    write_fields(to, opened->who);
    to.end_object().field("csrf_token", opened->csrf_token);
  });
  out.headers.push_back(cookie_header(asks, call, *opened));
  return out;
}

auto close_session(context& asks, request& call) -> result<answer> {
  auto closed = asks.core.accounts().sign_out(*call.who);
  if (!closed) return std::move(closed).why();
  return signed_out(asks, call);
}

auto close_all_sessions(context& asks, request& call) -> result<answer> {
  auto closed = asks.core.accounts().sign_out_everywhere(call.who->user);
  if (!closed) return std::move(closed).why();
  return signed_out(asks, call);
}

/// Setting a password ends every session; who asked by cookie gets a fresh one in the same answer.
auto change_own_password(context& asks, request& call) -> result<answer> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"present", "fresh"});
  if (!body) return std::move(body).why();
  auto present = text_of(*body, "present");
  if (!present) return std::move(present).why();
  auto fresh = text_of(*body, "fresh");
  if (!fresh) return std::move(fresh).why();
  auto& accounts = asks.core.accounts();
  auto changed = accounts.change_password(*call.who, *present, *fresh, call.address);
  if (!changed && changed.why().code == errc::unauthorized)
    return {errc::bad_value, "The present password is not that."};
  if (!changed) return std::move(changed).why();
  auto out = nothing_to_say();
  if (call.cookie.empty()) return out;
  auto opened = accounts.sign_in(call.who->username, *fresh, call.address);
  if (!opened) return std::move(opened).why();
  out.headers.push_back(cookie_header(asks, call, *opened));
  return out;
}

auto who_am_i(context& asks, request& call) -> result<answer> {
  return object_answer(200, [&](json_text& to) {
    write_fields(to, *call.who);
    if (!call.cookie.empty()) to.field("csrf_token", asks.core.accounts().csrf_token(call.cookie));
  });
}

}  // namespace waybill::http
