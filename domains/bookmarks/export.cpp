#include <string>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/json_text.hpp"

namespace waybill::bookmarks {
namespace {

using json_text::append_string;

/// A member of extra that says again what this item says with a field of its own would count instead of it.
auto is_written_already(std::string_view key, const bookmark& from) -> bool {
  if (key == "url" || key == "name" || key == "published" || key == "updated") return true;
  if (key == "summary") return from.description.has_value();
  if (key == "tag") return !from.tags.empty();
  return key == "feedUrl" && from.feed_url.has_value();
}

auto meaning_of(std::string_view key, std::string& memory) -> std::string_view {
  if (key.find('\\') == std::string_view::npos) return key;
  memory = json_text::unescaped(key);
  return memory;
}

auto type_of(std::string_view extra) -> std::string_view {
  std::string memory;
  json_text::members walk(extra);
  for (json_text::member each; walk.next(each);)
    if (meaning_of(each.key, memory) == "type") return each.value;
  return "\"Link\"";
}

void append_extra(const bookmark& from, std::string& out) {
  std::string memory;
  json_text::members walk(from.extra);
  for (json_text::member each; walk.next(each);) {
    const auto key = meaning_of(each.key, memory);
    if (key == "type" || is_written_already(key, from)) continue;
    out.append(", \"").append(each.key).append("\": ").append(each.value);
  }
}

void append_tags(const std::vector<std::string>& tags, std::string& out) {
  std::string_view before = ", \"tag\": [";
  for (const auto& tag : tags) {
    out.append(before);
    append_string(tag, out);
    before = ", ";
  }
  if (!tags.empty()) out.push_back(']');
}

}  // namespace

void append_item(const bookmark& from, std::string& out) {
  out.append("{\"type\": ").append(type_of(from.extra)).append(", \"url\": ");
  append_string(from.url, out);
  out.append(", \"name\": ");
  append_string(from.title, out);
  out.append(", \"published\": \"");
  append_date(from.created_at, out);
  out.append("\", \"updated\": \"");
  append_date(from.updated_at, out);
  out.push_back('"');
  if (from.description) {
    out.append(", \"summary\": ");
    append_string(*from.description, out);
  }
  append_tags(from.tags, out);
  if (from.feed_url) {
    out.append(", \"feedUrl\": ");
    append_string(*from.feed_url, out);
  }
  append_extra(from, out);
  out.push_back('}');
}

auto export_head(instant now, std::uint64_t total) -> std::string {
  std::string head =
      "{\"@context\": [\"https://www.w3.org/ns/activitystreams\",\n"
      "              {\"pebbling\": \"https://pebbling.club/ns/\", \"feedUrl\": \"pebbling:feedUrl\"}],\n"
      " \"type\": \"Collection\", \"published\": \"";
  append_date(now, head);
  head.append("\", \"totalItems\": ").append(std::to_string(total)).append(",\n \"items\": [");
  return head;
}

auto export_tail() -> std::string { return "]}\n"; }

}  // namespace waybill::bookmarks
