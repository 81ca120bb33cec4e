// What the attributes of a bookmark become.
#include <algorithm>
#include <array>
#include <utility>

#include "formats/links/netscape_dates.hpp"
#include "formats/links/netscape_parser.hpp"
#include "formats/links/parts.hpp"
#include "formats/text.hpp"

namespace waybill::formats::links {
namespace {

using namespace std::string_view_literals;

auto is_one_of(std::string_view name, const auto& names) -> bool {
  return std::ranges::find(names, name) != names.end();
}

/// What others would take for a field of a bookmark.
constexpr std::array reserved{"url"sv,  "name"sv,   "published"sv, "updated"sv, "summary"sv, "tag"sv,
                              "type"sv, "object"sv, "folder"sv,    "id"sv,      "status"sv};
constexpr std::array flags{"private"sv, "toread"sv, "shared"sv, "unread"sv};

}  // namespace

void netscape_parser::take_attribute(std::string_view name, std::string_view value) {
  if (name == "href") {
    waiting_.url = text::trimmed(value);
  } else if (name == "add_date" || name == "time_added") {
    take_date(name, value, waiting_.created);
  } else if (name == "last_modified") {
    take_date(name, value, waiting_.updated);
  } else if (name == "tags") {
    take_tags(value);
  } else if (name == "feedurl") {
    if (!value.empty()) waiting_.feed_url = value;
  } else if (name == "description") {
    add_description(text::trimmed(value));
  } else if (name != "icon") {
    add_member(name, value);
  }
}

void netscape_parser::take_date(std::string_view name, std::string_view value, std::string& into) {
  value = text::trimmed(value);
  if (is_zero_date(value)) return;
  auto date = netscape_date(value);
  if (date.empty()) {
    waiting_.date_invalid = true;
    add_member(name, value);
  } else if (into.empty()) {
    into = std::move(date);
  }
}

void netscape_parser::take_tags(std::string_view list) {
  waiting_.has_tags = true;
  while (!list.empty()) {
    const auto tag = list.substr(0, list.find(','));
    list.remove_prefix(std::min(tag.size() + 1, list.size()));
    const auto trimmed = text::trimmed(tag);
    if (!trimmed.empty()) waiting_.tags.emplace_back(trimmed);
  }
  tidy_tags(waiting_.tags);
}

void netscape_parser::add_member(std::string_view name, std::string_view value) {
  auto& to = waiting_.extra;
  if (!to.empty()) to.push_back(',');
  std::string key;
  make_utf_8(key.append(is_one_of(name, reserved) ? "netscape:" : "").append(name), encoding_);
  text::append_json_string(key, to);
  to.push_back(':');
  if (value == "true" || value == "false") {
    to.append(value);
  } else if (is_one_of(name, flags) && (value == "1" || value == "0")) {
    to.append(value == "1" ? "true" : "false");
  } else {
    text::append_json_string(value, to);
  }
}

}  // namespace waybill::formats::links
