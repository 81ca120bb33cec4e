#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {

auto list_events(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  auto items = asks.core.import_view().story(call.who->user, {call.captured[0]}, *limit, cursor_of(call));
  if (!items) return std::move(items).why();
  return page_answer(*items);
}

}  // namespace waybill::http
