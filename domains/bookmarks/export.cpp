#include <array>
#include <string>

#include "domains/bookmarks/exports.hpp"
#include "formats/activitystreams/link_record.hpp"
#include "formats/json/minified.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

using text::append_json_string;

auto meaning_of(std::string_view key, std::string& memory) -> std::string_view {
  if (key.find('\\') == std::string_view::npos) return key;
  memory = text::json_unescaped(key);
  return memory;
}

/// What extra says of members that every item has.
struct said_by_extra {
  std::string_view type = "\"Link\"";
  std::string_view other_urls;  ///< a list
  std::string_view published;   ///< a date that could not be read
  std::string_view updated;
};

/// Then it says something else than when the bookmark was made.
auto can_be_read(std::string_view spelled) -> bool {
  if (spelled.size() < 2 || spelled.front() != '"') return parse_date_number(spelled).has_value();
  return parse_date(text::json_unescaped(spelled.substr(1, spelled.size() - 2))).has_value();
}

auto said_by(const bookmark& from) -> said_by_extra {
  said_by_extra found;
  std::string memory;
  formats::json::minified_members walk(from.extra);
  // Where a date could not be read, another stands in for it: one of its own says that another program told
  // this.
  const bool has_own_update = from.updated_at.us != from.created_at.us;
  for (formats::json::minified_member each; walk.next(each);) {
    const auto key = meaning_of(each.key, memory);
    if (key == "type") found.type = each.value;
    if (key == "url") found.other_urls = each.value;
    if (each.value == "null" || can_be_read(each.value)) continue;
    if (key == "published") found.published = each.value;
    if (key == "updated" && !has_own_update) found.updated = each.value;
  }
  return found;
}

auto is_several(std::string_view others) -> bool { return others.size() > 2 && others.front() == '['; }

/// Alone, or as the first of a list: it will count again when it is read.
void append_url(const std::string& url, std::string_view others, std::string& out) {
  const bool several = is_several(others);
  if (several) out.push_back('[');
  append_json_string(url, out);
  if (several) out.append(", ").append(others.substr(1));
}

/// What could not be read goes out as it came in; the moment that stood in for it is no news.
void append_moment(instant at, std::string_view unreadable, std::string& out) {
  if (!unreadable.empty()) {
    out.append(unreadable);
    return;
  }
  out.push_back('"');
  append_date(at, out);
  out.push_back('"');
}

/// What is told elsewhere in the item is left out, and what would be read as a field gets a name that is
/// none.
void append_extra(const bookmark& from, const said_by_extra& said, std::string& out) {
  namespace as = formats::activitystreams;
  std::string memory;
  formats::json::minified_members walk(from.extra);
  for (formats::json::minified_member each; walk.next(each);) {
    const auto key = meaning_of(each.key, memory);
    const bool is_told = key == "type" || (key == "url" && is_several(said.other_urls)) ||
                         (key == "published" && !said.published.empty()) ||
                         (key == "updated" && !said.updated.empty());
    if (is_told) continue;
    const bool is_name_of_other = as::is_field(key) || key.starts_with(as::extra_prefix);
    out.append(", \"")
        .append(is_name_of_other ? as::extra_prefix : "")
        .append(each.key)
        .append("\": ")
        .append(each.value);
  }
}

void append_tags(const std::vector<std::string>& tags, std::string& out) {
  std::string_view before = ", \"tag\": [";
  for (const auto& tag : tags) {
    out.append(before);
    append_json_string(tag, out);
    before = ", ";
  }
  if (!tags.empty()) out.push_back(']');
}

class activitystreams final : public exporter {
 public:
  explicit activitystreams(const export_facts& facts) : facts_(facts) {}
  void begin(std::string& out) override { out.append(export_head(facts_.now, facts_.total)); }
  void add(const bookmark& one, std::string& out) override {
    if (!is_first_) out.append(",\n");
    is_first_ = false;
    append_item(one, out);
  }
  void end(std::string& out) override { out.append(export_tail()); }

 private:
  export_facts facts_;
  bool is_first_ = true;
};

constexpr std::array formats_written{
    export_format{"activitystreams", ".json",
                  "application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"", true,
                  activitystreams_exporter},
    export_format{"netscape", ".html", "text/html; charset=utf-8", false, netscape_exporter},
    export_format{"csv", ".csv", "text/csv; charset=utf-8", false, csv_exporter},
    export_format{"json", ".json", "application/json", false, json_exporter},
    export_format{"opml", ".opml", "text/x-opml; charset=utf-8", false, opml_exporter},
};

}  // namespace

auto export_formats() -> std::span<const export_format> { return formats_written; }

auto activitystreams_exporter(const export_facts& facts) -> std::unique_ptr<exporter> {
  return std::make_unique<activitystreams>(facts);
}

void append_item(const bookmark& from, std::string& out) {
  const auto said = said_by(from);
  out.append("{\"type\": ").append(said.type).append(", \"url\": ");
  append_url(from.url, said.other_urls, out);
  out.append(", \"name\": ");
  append_json_string(from.title, out);
  out.append(", \"published\": ");
  append_moment(from.created_at, said.published, out);
  out.append(", \"updated\": ");
  append_moment(from.updated_at, said.updated, out);
  if (from.description) {
    out.append(", \"summary\": ");
    append_json_string(*from.description, out);
  }
  append_tags(from.tags, out);
  if (from.feed_url) {
    out.append(", \"feedUrl\": ");
    append_json_string(*from.feed_url, out);
  }
  append_extra(from, said, out);
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
