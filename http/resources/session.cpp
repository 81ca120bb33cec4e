#include "http/gate.hpp"
#include "http/json_body.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

constexpr std::int64_t known_for_s = std::int64_t{180} * 86'400;

/// Cookies, as this call's browser is to get them.
class cookies {
 public:
  cookies(const context& asks, const request& call)
      : attributes_(std::string("; HttpOnly; SameSite=Lax") +
                    (asks.config.http_secure_cookie || behind_tls(call, asks.config.http_trusted_proxy)
                         ? "; Secure"
                         : "")) {}

  void set_session(answer& in, const std::string& value, std::int64_t for_s) const {
    set(in, session_cookie, value, "/", for_s);
  }
  void set_session(answer& in, const fresh_session& of, instant now) const {
    set_session(in, of.cookie, (of.expires.us - now.us) / 1'000'000);
    set(in, known_cookie, of.known_browser, "/api/v1", known_for_s);
  }

 private:
  void set(answer& in, std::string_view name, const std::string& value, std::string_view path,
           std::int64_t for_s) const {
    std::string text{name};
    text.append("=").append(value).append("; Path=").append(path).append("; Max-Age=");
    in.headers.emplace_back("Set-Cookie", text + std::to_string(for_s) + attributes_);
  }
  std::string attributes_;
};

void write_usage(json_text& to, const result<owner_usage>& now) {
  if (!now) {
    to.null();
    return;
  }
  to.begin_object().field("stored_bytes", now->stored_bytes).field("records", now->records);
  to.field("stored_limit_bytes", now->stored_limit_bytes).field("records_limit", now->records_limit);
  to.end_object();
}

auto signed_out(const context& asks, const request& call) -> answer {
  auto out = nothing_to_say();
  cookies(asks, call).set_session(out, "", 0);
  return out;
}

}  // namespace

auto open_session(context& asks, request& call) -> result<answer> {
  // Signing somebody in from another site is an attack of its own.
  if (call.header("sec-fetch-site").value_or("") == "cross-site" ||
      !same_site(call, asks.config.http_trusted_proxy))
    return {errc::forbidden, "Signing in from another site is not possible."};
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"username", "password"});
  if (!body) return std::move(body).why();
  auto username = text_of(*body, "username");
  if (!username) return std::move(username).why();
  auto password = text_of(*body, "password");
  if (!password) return std::move(password).why();
  sign_in_attempt who{*username, *password, call.address, known_cookie_of(call)};
  return once_hashed<fresh_session>(
      [&asks, who = std::move(who)](auto then) { asks.core.accounts().sign_in_later(who, then); },
      [&asks, jar = cookies(asks, call)](const fresh_session& opened) {
        auto out = object_answer(200, [&](json_text& to) {
          to.key("user").begin_object();
          write_fields(to, opened.who);
          to.end_object().field("csrf_token", opened.csrf_token);
        });
        jar.set_session(out, opened, asks.core.clock().now());
        return out;
      });
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
  sign_in_attempt who{call.who->username, *present, call.address, known_cookie_of(call)};
  return once_hashed<fresh_session>(
      [&asks, caller = *call.who, who = std::move(who), fresh = *fresh](auto then) {
        asks.core.accounts().change_password_later(caller, who, fresh, [then](auto rest) {
          then([rest = std::move(rest)]() -> result<fresh_session> {
            auto changed = rest();
            if (!changed && changed.why().code == errc::unauthorized)
              return {errc::bad_value, "The present password is not that."};
            return changed;
          });
        });
      },
      [&asks, jar = cookies(asks, call)](const fresh_session& opened) {
        auto out = nothing_to_say();
        if (!opened.cookie.empty()) jar.set_session(out, opened, asks.core.clock().now());
        return out;
      });
}

auto who_am_i(context& asks, request& call) -> result<answer> {
  // Who cannot be told how much they keep is told the rest all the same.
  const auto usage = asks.core.usage_of(call.who->user);
  return object_answer(200, [&](json_text& to) {
    write_fields(to, *call.who);
    if (const auto account = asks.core.accounts().by_id(call.who->user)) write_profile(to, *account);
    write_usage(to.key("usage"), usage);
    if (!call.cookie.empty()) to.field("csrf_token", asks.core.accounts().csrf_token(call.cookie));
  });
}

}  // namespace waybill::http
