// What an item says of itself, once its URL is found.
#include <algorithm>
#include <set>

#include "formats/activitystreams/item_impl.hpp"

namespace waybill::formats::activitystreams {
namespace {

/// Up to this many tags are compared one by one.
constexpr std::size_t few_tags = 16;

/// Of a name that would be a field without it.
auto without_prefix(std::string_view raw_key) -> std::string_view {
  if (!raw_key.starts_with(extra_prefix)) return raw_key;
  const auto rest = raw_key.substr(extra_prefix.size());
  return is_field(rest) || rest.starts_with(extra_prefix) ? rest : raw_key;
}

}  // namespace

void item_parser::impl::make_record(std::string_view url, origin from) {
  record.url = url;
  record.title = title();
  if (record.title.empty()) {
    record.title = url;
    record.warnings |= warn_title_missing;
  }
  record.description = nullable_member(known::summary);
  record.feed_url = nullable_member(known::feed_url);
  read_tags();
  write_extra(from);
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

/// The first of name, nameMap and summary that says something; empty when none does.
auto item_parser::impl::title() -> std::string_view {
  if (const auto name = text_member(known::name); name && !is_blank(*name)) return *name;
  if (const auto name = first_of_name_map(); !name.empty()) return name;
  const auto summary = value_of(known::summary);
  const auto text = is_string(summary) ? text_of(summary) : std::string_view{};
  return is_blank(text) ? std::string_view{} : text;
}

auto item_parser::impl::first_of_name_map() -> std::string_view {
  const auto raw = value_of(known::name_map);
  if (raw.empty() || is_null(raw)) return {};
  if (!is_object(raw) || !read_known_members(raw, inner, texts)) {
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
  read_date(known::published, record.published);
  read_date(known::updated, record.updated);
}

void item_parser::impl::read_date(known which, std::optional<spelled_value>& into) {
  const auto raw = value_of(which);
  if (raw.empty() || is_null(raw)) return;
  if (is_string(raw)) {
    into = {text_of(raw), raw};
  } else if (!is_object(raw) && !is_array(raw)) {
    into = {{}, raw};
  } else {
    std::string minified;
    append_minified(raw, minified);
    auto* const kept = static_cast<char*>(memory.allocate(minified.size(), 1));
    minified.copy(kept, minified.size());
    into = {{}, {kept, minified.size()}};
  }
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
  if (is_object(raw) && read_known_members(raw, inner, texts)) {
    for (const auto& one : inner) {
      if (meaning_of(one) == known::name) name = one.value;
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
void item_parser::impl::write_extra(origin from) {
  const bool other_urls = from == origin::url && entry && is_array(value_of(known::url)) &&
                          read_elements(value_of(known::url), elements) && elements.size() > 1;
  const auto is_extra = [&](const member& one) {
    switch (meaning_of(one)) {
      case known::none:
      case known::id:
      case known::media_type:
      case known::name_map:
      case known::object:
        return true;
      case known::href:
        return from != origin::href;
      case known::type:
        return !is_string(value_of(known::type)) || text_of(value_of(known::type)) != "Link";
      case known::url:
        return other_urls;
      default:
        return false;
    }
  };
  std::erase_if(members, [&](const member& one) { return !is_extra(one); });
  if (members.empty()) return;
  mark_superseded(members);
  for (const auto& one : members) {
    if (one.superseded || (meaning_of(one) == known::url && one.value.data() != value_of(known::url).data()))
      continue;
    extra += extra.empty() ? '{' : ',';
    if (meaning_of(one) == known::url) {
      write_other_urls();
      continue;
    }
    extra.append("\"").append(without_prefix(one.raw_key)).append("\":");
    append_minified(one.value, extra);
  }
  extra += '}';
  record.extra = extra;
}

/// The entries of the list `url` but for the one that counts.
void item_parser::impl::write_other_urls() {
  std::string_view before = "\"url\":[";
  for (std::size_t at = 0; at < elements.size(); ++at) {
    if (at == *entry) continue;
    extra += before;
    append_minified(elements[at], extra);
    before = ",";
  }
  extra += ']';
}

}  // namespace waybill::formats::activitystreams
