#include "http/resources/pages.hpp"

#include <charconv>

#include "actors/journal.hpp"

namespace waybill::http {

auto limit_of(const request& call) -> result<std::size_t> {
  const auto text = call.param("limit");
  if (!text) return std::size_t{20};
  std::size_t limit = 0;
  const auto* end = text->data() + text->size();
  const auto [stop, failed] = std::from_chars(text->data(), end, limit);
  if (text->empty() || failed != std::errc{} || stop != end || limit < 1 || limit > 100)
    return {errc::bad_value, "The parameter 'limit' is a number from 1 to 100."};
  return limit;
}

auto cursor_of(const request& call) -> std::string { return std::string(call.param("cursor").value_or("")); }

auto outcome_filter_of(const request& call) -> result<std::optional<outcome>> {
  const auto text = call.param("outcome");
  if (!text) return std::optional<outcome>{};
  const auto only = outcome_of(*text);
  if (!only) return {errc::bad_value, "The parameter 'outcome' is created, updated, skipped or failed."};
  return only;
}

auto json_answer(int status, std::string text) -> answer {
  answer out;
  out.status = status;
  out.content_type = "application/json";
  out.body = std::move(text);
  return out;
}

auto import_answer(const context& asks, int status, const import_row& row, const request* call) -> answer {
  std::string text;
  json_text to{text};
  std::optional<told_to> whom;
  if (call != nullptr) whom.emplace(told_to{asks, *call});
  write(to, row, {asks.core.clock().now(), looks_of(asks.core)}, namer_of(asks.core),
        whom ? &*whom : nullptr);
  return json_answer(status, std::move(text));
}

auto nothing_to_say() -> answer {
  answer out;
  out.status = 204;
  return out;
}

void broke_off(std::string_view what, const error& why) {
  journal::warn(
      "http_broke_off",
      {{"what", std::string(what)}, {"code", std::string(name_of(why.code))}, {"why", why.message}});
}

}  // namespace waybill::http
