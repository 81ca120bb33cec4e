#include <nlohmann/json.hpp>

#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"
#include "http/resources/resources.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t pace_points = 60;

/// What the log says, as the API shows it: never where the server keeps its files; options as the object they
/// are.
void show(story_item& one) {
  if (one.data.find("\"file\"") == std::string::npos && one.data.find("\"options\"") == std::string::npos)
    return;
  auto data = nlohmann::ordered_json::parse(one.data, nullptr, false);
  if (!data.is_object()) return;
  if (const auto file = data.find("file"); file != data.end() && file->is_object()) file->erase("path");
  if (const auto options = data.find("options"); options != data.end() && options->is_string()) {
    auto object = nlohmann::ordered_json::parse(options->get_ref<const std::string&>(), nullptr, false);
    if (object.is_discarded()) object = nlohmann::ordered_json::object();
    *options = std::move(object);
  }
  one.data = data.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

auto list_events(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto detail = call.param("detail").value_or("all");
  if (detail != "all" && detail != "steps")
    return {errc::bad_value, "The parameter 'detail' is all or steps."};
  const auto of = import_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  auto items = asks.core.import_view().story(of->owner, of->id, *limit, cursor_of(call), detail == "all");
  if (!items) return std::move(items).why();
  for (auto& one : items->items) show(one);
  return page_answer(*items);
}

auto show_pace(context& asks, request& call) -> result<answer> {
  const auto of = import_of(asks, call, member_role::viewer);
  if (!of) return of.why();
  auto samples = asks.core.import_view().pace(of->owner, of->id, pace_points);
  if (!samples) return std::move(samples).why();
  page<progress_sample> all;
  all.items = std::move(*samples);
  return page_answer(all);
}

}  // namespace waybill::http
