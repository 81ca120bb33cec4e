#include "http/json_body.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

auto account_answer_of(int status, const account_info& one) -> answer {
  std::string text;
  json_text to{text};
  write(to, one);
  return json_answer(status, std::move(text));
}

auto role_in(const nlohmann::json& body) -> result<role> {
  if (!body.contains("role")) return role::user;
  auto name = text_of(body, "role");
  if (!name) return std::move(name).why();
  if (const auto may = role_of(*name)) return *may;
  return {errc::bad_value, "The field 'role' is user or admin."};
}

auto set_disabled(context& asks, request& call, bool disabled) -> result<answer> {
  const user_id user{call.captured[0]};
  // Whoever may do this stays: there is always an administrator who can sign in.
  if (disabled && user == call.who->user)
    return {errc::forbidden, "Nobody disables their own account; another administrator can."};
  auto after = asks.core.accounts().set_disabled(user, disabled, call.who->user.value);
  if (!after) return std::move(after).why();
  return account_answer_of(200, *after);
}

}  // namespace

auto list_accounts(context& asks, request&) -> result<answer> {
  auto users = asks.core.accounts().users();
  if (!users) return std::move(users).why();
  page<account_info> all;
  all.items = std::move(*users);
  return page_answer(all);
}

auto add_account(context& asks, request& call) -> result<answer> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"username", "password", "role"});
  if (!body) return std::move(body).why();
  auto username = text_of(*body, "username");
  if (!username) return std::move(username).why();
  auto password = text_of(*body, "password");
  if (!password) return std::move(password).why();
  auto may = role_in(*body);
  if (!may) return std::move(may).why();
  return once_hashed<account_info>(
      [&asks, name = *username, password = *password, may = *may, by = call.who->user.value](auto then) {
        asks.core.accounts().add_user_later(name, password, may, by, then);
      },
      [](const account_info& made) { return account_answer_of(201, made); });
}

auto disable_account(context& asks, request& call) -> result<answer> {
  return set_disabled(asks, call, true);
}
auto enable_account(context& asks, request& call) -> result<answer> {
  return set_disabled(asks, call, false);
}

auto reset_password(context& asks, request& call) -> result<answer> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"password", "revoke_tokens"});
  if (!body) return std::move(body).why();
  auto password = text_of(*body, "password");
  if (!password) return std::move(password).why();
  const auto revokes = body->find("revoke_tokens");
  if (revokes != body->end() && !revokes->is_boolean())
    return {errc::bad_value, "The field 'revoke_tokens' is true or false."};
  const user_id user{call.captured[0]};
  // Known first: who is not there costs no hash.
  if (auto account = asks.core.accounts().by_id(user); !account) return std::move(account).why();
  return once_hashed<done>(
      [&asks, user, password = *password, by = call.who->user.value,
       tokens_too = revokes != body->end() && revokes->get<bool>()](auto then) {
        asks.core.accounts().set_password_later(user, password, by, tokens_too, then);
      },
      [](const done&) { return nothing_to_say(); });
}

}  // namespace waybill::http
