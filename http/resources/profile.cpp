// What somebody says of themselves.
#include "http/json_body.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"
#include "http/resources/resources_of_projects.hpp"

namespace waybill::http {
namespace {

/// Nothing: it is not in the body. Null is the empty text. Errors: bad_value.
auto maybe_text(const nlohmann::json& body, const char* key) -> result<std::optional<std::string>> {
  const auto at = body.find(key);
  if (at == body.end()) return std::optional<std::string>{};
  if (at->is_null()) return std::optional<std::string>{std::in_place};
  auto text = text_of(body, key);
  if (!text) return std::move(text).why();
  return std::optional(std::move(*text));
}

}  // namespace

auto change_profile(context& asks, request& call) -> result<answer> {
  auto body = read_object(call, asks.config.http_json_body_limit_bytes, {"display_name", "email"});
  if (!body) return std::move(body).why();
  auto display_name = maybe_text(*body, "display_name");
  if (!display_name) return std::move(display_name).why();
  auto email = maybe_text(*body, "email");
  if (!email) return std::move(email).why();
  auto after = asks.core.accounts().set_profile(call.who->user, {std::move(*display_name), std::move(*email)},
                                                call.who->user.value);
  if (!after) return std::move(after).why();
  return who_am_i(asks, call);
}

}  // namespace waybill::http
