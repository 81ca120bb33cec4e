#include <nlohmann/json.hpp>

#include "http/openapi.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {

auto describe_api(context&, request&) -> result<answer> {
  static const auto text = openapi_document().dump();
  answer out;
  out.content_type = "application/json";
  out.body = text;
  return out;
}

auto show_alive(context&, request&) -> result<answer> {
  return object_answer(200, [](json_text& to) { to.field("status", "alive"); });
}

auto show_ready(context& asks, request&) -> result<answer> {
  const auto health = asks.core.health();
  if (!health.log_open || !health.caught_up)
    return {errc::unavailable, health.log_open ? "The projections lag." : "The log cannot be written."};
  return object_answer(200, [](json_text& to) { to.field("status", "ready"); });
}

auto show_metrics(context& asks, request&) -> result<answer> {
  answer out;
  out.content_type = "text/plain; version=0.0.4; charset=utf-8";
  out.body = asks.numbers.render(asks.core.health(), asks.gauges());
  return out;
}

}  // namespace waybill::http
