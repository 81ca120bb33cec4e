#include "formats/links/json_item.hpp"

#include <algorithm>

#include "formats/links/parts.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

enum use : std::uint8_t { unused, taken };

}  // namespace

auto json_item::read(std::string_view raw) -> bool {
  memory_.release();
  texts_.begin(raw);
  if (!json::read_members(raw, members_, texts_)) return false;
  json::mark_superseded(members_);
  return true;
}

auto json_item::find(std::string_view key) -> json::member* {
  const auto found = std::ranges::find_if(members_, [&](const json::member& one) {
    return one.key == key && !one.superseded && one.is != taken;
  });
  return found == members_.end() ? nullptr : &*found;
}

auto json_item::text_of(std::string_view raw) -> std::string_view {
  return json::is_string(raw) ? texts_.of(json::inside_quotes(raw)) : std::string_view{};
}

auto json_item::take(std::string_view key) -> std::string_view {
  auto* const one = find(key);
  if (one == nullptr) return {};
  one->is = taken;
  return json::is_null(one->value) ? std::string_view{} : one->value;
}

auto json_item::take_text(std::string_view key) -> std::string_view {
  auto* const one = find(key);
  if (one == nullptr) return {};
  const bool is_text = json::is_string(one->value);
  if (is_text || json::is_null(one->value) || one->value == "false") one->is = taken;
  return is_text ? text_of(one->value) : std::string_view{};
}

auto json_item::take_date(std::string_view key) -> std::string_view {
  auto* const one = find(key);
  if (one == nullptr) return {};
  const char first = one->value.front();
  if (first != '-' && !text::is_digit(first)) return take_text(key);
  one->is = taken;
  // Nothing else in sight is a date of 1970's first second.
  return one->value == "0" ? std::string_view{} : one->value;
}

auto json_item::take_texts(std::string_view key, std::vector<std::string>& into) -> bool {
  auto* const one = find(key);
  if (one == nullptr) return false;
  if (json::is_null(one->value)) one->is = taken;
  if (!json::is_array(one->value) || !json::read_elements(one->value, elements_)) return false;
  bool is_whole = true;
  for (const auto element : elements_) {
    if (json::is_string(element)) {
      into.emplace_back(text_of(element));
      continue;
    }
    // (Nothing else is read between, so that the members of the item stay.)
    const auto name = json::read_members(element, inner_, texts_)
                          ? std::ranges::find(inner_, "name", &json::member::key)
                          : inner_.end();
    const bool is_name = name != inner_.end() && json::is_string(name->value);
    if (is_name) into.emplace_back(text_of(name->value));
    is_whole = is_whole && is_name;
  }
  if (is_whole) one->is = taken;
  return true;
}

void json_item::tell_rest(std::string& extra, bool keep_nulls) {
  for (const auto& one : members_) {
    if (one.superseded || one.is == taken || (!keep_nulls && json::is_null(one.value))) continue;
    minified_.clear();
    json::append_minified(one.value, minified_);
    add_extra(one.raw_key, minified_, extra);
  }
}

}  // namespace waybill::formats::links
