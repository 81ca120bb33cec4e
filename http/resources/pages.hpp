// What most handlers do: read a page's limits, write JSON.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "http/exchange.hpp"
#include "http/shapes.hpp"
#include "projections/views.hpp"

namespace waybill::http {

/// 1..100, 20 when absent. Errors: bad_value.
auto limit_of(const request& call) -> result<std::size_t>;
auto cursor_of(const request& call) -> std::string;
/// The parameter `outcome`. Errors: bad_value.
auto outcome_filter_of(const request& call) -> result<std::optional<outcome>>;

auto json_answer(int status, const nlohmann::ordered_json& tree) -> answer;
auto nothing_to_say() -> answer;  ///< 204

/// `{items, next_cursor}`; `shape` makes the JSON of one.
template <class T, class Shape>
auto page_answer(const page<T>& from, Shape shape) -> answer {
  auto items = nlohmann::ordered_json::array();
  for (const auto& one : from.items) items.push_back(shape(one));
  nlohmann::ordered_json tree{{"items", std::move(items)}, {"next_cursor", nullptr}};
  if (!from.next_cursor.empty()) tree["next_cursor"] = from.next_cursor;
  return json_answer(200, tree);
}

}  // namespace waybill::http
