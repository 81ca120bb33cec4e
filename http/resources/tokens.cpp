#include "http/json_body.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {
constexpr std::size_t name_limit_bytes = 100;
}  // namespace

auto list_tokens(context& asks, request& call) -> result<answer> {
  auto tokens = asks.core.accounts().tokens(call.who->user);
  if (!tokens) return std::move(tokens).why();
  page<token_info> all;
  all.items = std::move(*tokens);
  return page_answer(all);
}

auto add_token(context& asks, request& call) -> result<answer> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"name"});
  if (!body) return std::move(body).why();
  auto name = text_of(*body, "name");
  if (!name) return std::move(name).why();
  if (name->empty() || name->size() > name_limit_bytes || name->find('\0') != std::string::npos)
    return {errc::bad_value, "A token's name has 1 to 100 bytes."};
  auto fresh = asks.core.accounts().add_token(call.who->user, *name);
  if (!fresh) return std::move(fresh).why();
  return object_answer(201, [&](json_text& to) {
    write_fields(to, fresh->info);
    to.field("token", fresh->text);
  });
}

auto revoke_token(context& asks, request& call) -> result<answer> {
  auto gone = asks.core.accounts().revoke_token(call.who->user, {call.captured[0]});
  if (!gone) return std::move(gone).why();
  return nothing_to_say();
}

}  // namespace waybill::http
