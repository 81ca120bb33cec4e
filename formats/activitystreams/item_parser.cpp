#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "formats/activitystreams/bytes.hpp"
#include "formats/activitystreams/link_record.hpp"
#include "formats/activitystreams/members.hpp"
#include "formats/activitystreams/text.hpp"

namespace waybill::formats::activitystreams {
namespace {

/// An activity whose object is an activity whose object ...: this many objects deep.
constexpr int activity_limit = 4;
constexpr std::size_t scratch_bytes = 16 << 10;
/// Up to this many tags are compared one by one.
constexpr std::size_t few_tags = 16;

/// The last value of each known member; empty when it is not there.
using known_values = std::array<std::string_view, static_cast<std::size_t>(known::url) + 1>;

auto starts_with_web_scheme(std::string_view url) -> bool {
  while (!url.empty() && static_cast<unsigned char>(url.front()) <= 0x20) url.remove_prefix(1);
  const auto matches = [&url](std::string_view scheme) {
    if (url.size() < scheme.size()) return false;
    for (std::size_t i = 0; i < scheme.size(); ++i) {
      const char c = url[i] >= 'A' && url[i] <= 'Z' ? static_cast<char>(url[i] | 0x20) : url[i];
      if (c != scheme[i]) return false;
    }
    return true;
  };
  return matches("http://") || matches("https://");
}

auto kind_of(std::string_view raw) -> std::string_view {
  switch (raw.empty() ? '\0' : raw.front()) {
    case '[':
      return "an array";
    case 't':
    case 'f':
      return "a boolean";
    case 'n':
      return "null";
    case '\0':
      return "empty";
    default:
      return "a number";
  }
}

}  // namespace

struct item_parser::impl {
  std::array<char, scratch_bytes> scratch;
  std::pmr::monotonic_buffer_resource memory{scratch.data(), scratch.size()};
  item_texts texts{memory};
  std::vector<member> members;  ///< of the object the record is made from
  std::vector<member> inner;    ///< of an object inside it
  std::vector<std::string_view> elements;
  known_values values;
  std::string extra;
  link_record record;
  std::variant<link_record, item_fault> answer;

  /// Takes the record's memory back from the last answer.
  void begin() {
    memory.release();
    if (auto* const last = std::get_if<link_record>(&answer)) record = std::move(*last);
    auto tags = std::move(record.tags);
    tags.clear();
    record = {};
    record.tags = std::move(tags);
    extra.clear();
  }

  auto refuse(item_errc code, std::string message) -> bool {
    answer = item_fault{code, std::move(message), record.title};
    return false;
  }

  auto text_of(std::string_view raw) -> std::string_view { return texts.of(inside_quotes(raw)); }
  auto value_of(known which) -> std::string_view& { return values[static_cast<std::size_t>(which)]; }
  void ignored() { record.warnings |= warn_value_ignored; }

  auto parse(std::string_view raw) -> bool;
  auto parse_url_item(std::string_view raw) -> bool;
  auto read_object(std::string_view raw) -> bool;
  auto inner_object() -> std::string_view;
  void make_record(std::string_view url, bool from_href);

  auto text_member(known which) -> std::optional<std::string_view>;
  auto nullable_member(known which) -> optional_text;
  auto link_text(std::string_view raw) -> std::string_view;
  auto own_url() -> std::string_view;
  auto href() -> std::string_view;
  auto title() -> std::string_view;
  void remember_title();
  auto first_of_name_map() -> std::string_view;
  void read_dates();
  void read_tags();
  auto tag_text(std::string_view raw) -> std::string_view;
  void add_tags();
  void write_extra(bool from_href);
};

auto item_parser::impl::parse(std::string_view raw) -> bool {
  begin();
  texts.begin(raw);
  while (!raw.empty() && is_space(raw.front())) raw.remove_prefix(1);
  while (!raw.empty() && is_space(raw.back())) raw.remove_suffix(1);
  if (!is_object(raw) && !is_string(raw)) {
    return refuse(item_errc::not_a_bookmark,
                  "The item is " + std::string(kind_of(raw)) + ", not an object or a URL.");
  }
  for (int depth = 0; depth <= activity_limit; ++depth) {
    if (is_string(raw)) return parse_url_item(raw);
    if (!is_object(raw)) break;
    if (!read_object(raw)) return refuse(item_errc::not_a_bookmark, "The item is no JSON object any more.");
    read_dates();
    auto url = own_url();
    const bool from_href = is_blank(url);
    if (from_href) url = href();
    if (!is_blank(url)) {
      make_record(url, from_href);
      return true;
    }
    remember_title();
    raw = inner_object();
  }
  return refuse(item_errc::url_missing, "The item has no URL.");
}

auto item_parser::impl::parse_url_item(std::string_view raw) -> bool {
  const auto url = raw.size() < 2 ? std::string_view{} : text_of(raw);
  if (is_blank(url)) return refuse(item_errc::url_missing, "The item's URL is blank.");
  record.url = record.title = url;
  record.warnings |= warn_title_missing;
  return true;
}

auto item_parser::impl::read_object(std::string_view raw) -> bool {
  if (!read_members(raw, members, texts)) return false;
  values = {};
  for (const auto& one : members) value_of(one.is) = one.value;
  return true;
}

/// What an activity is about; the first of several. Empty when it is about nothing.
auto item_parser::impl::inner_object() -> std::string_view {
  const auto raw = value_of(known::object);
  if (!is_array(raw)) return raw;
  if (!read_elements(raw, elements) || elements.empty()) return {};
  return elements.front();
}

void item_parser::impl::make_record(std::string_view url, bool from_href) {
  record.url = url;
  record.title = title();
  if (record.title.empty()) {
    record.title = url;
    record.warnings |= warn_title_missing;
  }
  record.description = nullable_member(known::summary);
  record.feed_url = nullable_member(known::feed_url);
  read_tags();
  write_extra(from_href);
}

/// A text; nothing when absent or null, and with a warning when it is something else.
auto item_parser::impl::text_member(known which) -> std::optional<std::string_view> {
  const auto raw = value_of(which);
  if (is_string(raw)) return text_of(raw);
  if (!raw.empty() && !is_null(raw)) ignored();
  return std::nullopt;
}

auto item_parser::impl::nullable_member(known which) -> optional_text {
  if (const auto text = text_member(which)) return {optional_text::state::text, *text};
  return {is_null(value_of(which)) ? optional_text::state::null : optional_text::state::absent, {}};
}

/// The URL a value stands for: itself, or the href or url of an object. Empty when there is none.
auto item_parser::impl::link_text(std::string_view raw) -> std::string_view {
  if (is_string(raw)) return text_of(raw);
  if (!is_object(raw) || !read_members(raw, inner, texts)) return {};
  std::string_view href;
  std::string_view url;
  for (const auto& one : inner) {
    if (one.is == known::href) href = one.value;
    if (one.is == known::url) url = one.value;
  }
  if (is_string(href) && !is_blank(inside_quotes(href))) return text_of(href);
  return is_string(url) ? text_of(url) : std::string_view{};
}

auto item_parser::impl::own_url() -> std::string_view {
  const auto raw = value_of(known::url);
  if (is_string(raw)) return text_of(raw);
  if (raw.empty() || is_null(raw)) return {};
  if (!is_array(raw)) elements.assign(1, raw);
  if (is_array(raw) && !read_elements(raw, elements)) return {};
  std::string_view first;
  for (const auto one : elements) {
    const auto text = link_text(one);
    if (starts_with_web_scheme(text)) return text;
    if (first.empty() && !is_blank(text)) first = text;
  }
  if (first.empty()) ignored();
  return first;
}

auto item_parser::impl::href() -> std::string_view {
  return text_member(known::href).value_or(std::string_view{});
}

/// The first of name, nameMap and summary that says something; empty when none does.
auto item_parser::impl::title() -> std::string_view {
  if (const auto name = text_member(known::name); name && !is_blank(*name)) return *name;
  if (const auto name = first_of_name_map(); !name.empty()) return name;
  const auto summary = value_of(known::summary);
  const auto text = is_string(summary) ? text_of(summary) : std::string_view{};
  return is_blank(text) ? std::string_view{} : text;
}

/// An activity's title is not its object's, but it helps to find a refused item. Nothing it says is ignored
/// by that.
void item_parser::impl::remember_title() {
  const auto warnings = record.warnings;
  if (const auto own = title(); !own.empty()) record.title = own;
  record.warnings = warnings;
}

auto item_parser::impl::first_of_name_map() -> std::string_view {
  const auto raw = value_of(known::name_map);
  if (raw.empty() || is_null(raw)) return {};
  if (!is_object(raw) || !read_members(raw, inner, texts)) {
    ignored();
    return {};
  }
  mark_superseded(inner);
  for (const auto& one : inner) {
    if (one.superseded || !is_string(one.value)) continue;
    if (const auto text = text_of(one.value); !is_blank(text)) return text;
  }
  return {};
}

/// An activity's dates stand in when its object has none.
void item_parser::impl::read_dates() {
  if (const auto text = text_member(known::published)) record.published = text;
  if (const auto text = text_member(known::updated)) record.updated = text;
}

void item_parser::impl::read_tags() {
  const auto raw = value_of(known::tag);
  if (raw.empty() || is_null(raw)) return;
  if (is_string(raw) || is_object(raw)) {
    elements.assign(1, raw);
  } else if (!is_array(raw) || !read_elements(raw, elements)) {
    ignored();
    return;
  }
  record.has_tags = true;
  add_tags();
}

/// Doubles merged, order kept. Never quadratic.
void item_parser::impl::add_tags() {
  auto& tags = record.tags;
  std::set<std::string_view> seen;
  for (const auto raw : elements) {
    const auto tag = tag_text(raw);
    if (is_blank(tag)) continue;
    if (tags.size() < few_tags) {
      if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(tag);
      continue;
    }
    if (seen.empty()) seen.insert(tags.begin(), tags.end());
    if (seen.insert(tag).second) tags.push_back(tag);
  }
}

/// Empty, with a warning, when it is neither a text nor an object with a name.
auto item_parser::impl::tag_text(std::string_view raw) -> std::string_view {
  if (is_string(raw)) return text_of(raw);
  std::string_view name;
  if (is_object(raw) && read_members(raw, inner, texts)) {
    for (const auto& one : inner) {
      if (one.is == known::name) name = one.value;
    }
  }
  if (!is_string(name)) {
    ignored();
    return {};
  }
  auto text = text_of(name);
  if (text.starts_with('#')) text.remove_prefix(1);
  return text;
}

/// Everything the record does not say itself.
void item_parser::impl::write_extra(bool from_href) {
  const auto is_extra = [&](const member& one) {
    switch (one.is) {
      case known::none:
      case known::name_map:
      case known::object:
        return true;
      case known::href:
        return !from_href;
      case known::type:
        return !is_string(value_of(known::type)) || text_of(value_of(known::type)) != "Link";
      default:
        return false;
    }
  };
  std::erase_if(members, [&](const member& one) { return !is_extra(one); });
  if (members.empty()) return;
  mark_superseded(members);
  for (const auto& one : members) {
    if (one.superseded) continue;
    extra += extra.empty() ? '{' : ',';
    extra.append("\"").append(one.raw_key).append("\":");
    append_minified(one.value, extra);
  }
  extra += '}';
  record.extra = extra;
}

item_parser::item_parser() : impl_(std::make_unique<impl>()) {}
item_parser::~item_parser() = default;

auto item_parser::parse(std::string_view raw) -> const std::variant<link_record, item_fault>& {
  if (impl_->parse(raw)) impl_->answer = std::move(impl_->record);
  return impl_->answer;
}

}  // namespace waybill::formats::activitystreams
