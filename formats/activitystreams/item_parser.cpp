#include <algorithm>

#include "formats/activitystreams/item_impl.hpp"
#include "formats/json/bytes.hpp"

namespace waybill::formats::activitystreams {
namespace {

/// An activity whose object is an activity whose object ...: this many objects deep.
constexpr int activity_limit = 4;

auto is_html(std::string_view media_type) -> bool {
  const auto essence = text::trimmed(media_type.substr(0, media_type.find(';')));
  return essence.empty() || text::equals_ignoring_case(essence, "text/html");
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

auto item_parser::impl::parse(std::string_view raw) -> bool {
  begin();
  texts.begin(raw);
  while (!raw.empty() && json::is_space(raw.front())) raw.remove_prefix(1);
  while (!raw.empty() && json::is_space(raw.back())) raw.remove_suffix(1);
  if (!is_object(raw) && !is_string(raw)) {
    return refuse(item_errc::not_a_bookmark,
                  "The item is " + std::string(kind_of(raw)) + ", not an object or a URL.");
  }
  for (const auto what : {look::url, look::attachment, look::id})
    if (find(raw, 0, what)) return true;
  return refuse(item_errc::url_missing, "The item has no URL.");
}

/// Makes the record of a URL in `raw`, or of one in what it is about; of an `id` the innermost first.
auto item_parser::impl::find(std::string_view raw, int depth, look what) -> bool {
  if (depth > activity_limit) return false;
  if (is_string(raw)) return what != look::id && take_url_item(raw, what);
  if (!is_object(raw) || !read_object(raw)) return false;
  const auto published = record.published;
  const auto updated = record.updated;
  const auto warnings = record.warnings;
  read_dates();
  if (what != look::id) {
    if (find_here(what)) return true;
    remember();
  }
  const auto about = value_of(known::object);
  if (!about.empty() && find_in_object(about, depth + 1, what)) return true;
  if (what == look::id && read_object(raw) && find_here(what)) return true;
  record.published = published;
  record.updated = updated;
  record.warnings = warnings;
  return false;
}

/// What an activity is about: of several the first with an address of the web, else the first with any.
auto item_parser::impl::find_in_object(std::string_view about, int depth, look what) -> bool {
  if (!is_array(about)) return find(about, depth, what);
  std::vector<std::string_view> entries;
  if (!read_elements(about, entries)) return false;
  const auto any = [&](look wanted) {
    return std::ranges::any_of(entries, [&](std::string_view one) { return find(one, depth, wanted); });
  };
  return (what == look::url && any(look::web)) || any(what);
}

auto item_parser::impl::find_here(look what) -> bool {
  if (what == look::id) {
    const auto raw = value_of(known::id);
    const auto url = is_string(raw) ? text_of(raw) : std::string_view{};
    if (!link{url}.is_web()) return false;
    make_record(url, origin::id);
    record.warnings |= warn_url_from_id;
    return true;
  }
  if (what == look::attachment) {
    const auto url = attached_link();
    if (url.empty()) return false;
    make_record(url, origin::url);
    return true;
  }
  const auto fits = [what](std::string_view url) {
    return !is_blank(url) && (what == look::url || link{url}.is_web());
  };
  if (const auto url = own_url(); !is_blank(url)) {
    if (!fits(url)) return false;
    make_record(url, origin::url);
    return true;
  }
  const auto url = href();
  if (!fits(url)) return false;
  make_record(url, origin::href);
  return true;
}

auto item_parser::impl::take_url_item(std::string_view raw, look what) -> bool {
  const auto url = raw.size() < 2 ? std::string_view{} : text_of(raw);
  if (is_blank(url) || (what == look::web && !link{url}.is_web())) return false;
  record.url = record.title = url;
  record.warnings |= warn_title_missing;
  return true;
}

auto item_parser::impl::read_object(std::string_view raw) -> bool {
  if (!read_known_members(raw, members, texts)) return false;
  values = {};
  for (const auto& one : members) value_of(meaning_of(one)) = one.value;
  return true;
}

/// What a value leads to: a URL itself, or the href, url or id of an object.
auto item_parser::impl::link_of(std::string_view raw) -> link {
  if (is_string(raw)) return {text_of(raw)};
  if (!is_object(raw) || !read_known_members(raw, inner, texts)) return {};
  known_values found{};
  for (const auto& one : inner) found[one.is] = one.value;
  const auto text_at = [&](known which) {
    const auto value = found[static_cast<std::size_t>(which)];
    return is_string(value) ? text_of(value) : std::string_view{};
  };
  link made{text_at(known::href), is_html(text_at(known::media_type))};
  if (is_blank(made.url)) made.url = text_at(known::url);
  if (is_blank(made.url)) made.url = text_at(known::id);
  return made;
}

auto item_parser::impl::own_url() -> std::string_view {
  entry.reset();
  const auto raw = value_of(known::url);
  if (is_string(raw)) return text_of(raw);
  if (raw.empty() || is_null(raw)) return {};
  if (!is_array(raw)) elements.assign(1, raw);
  const auto url = is_array(raw) && !read_elements(raw, elements) ? std::string_view{} : url_of_entries();
  if (url.empty()) ignored();
  return url;
}

/// Of several the first page of the web, else the first of the web, else the first.
auto item_parser::impl::url_of_entries() -> std::string_view {
  std::string_view best;
  int best_rank = 0;
  for (std::size_t at = 0; at < elements.size() && best_rank < 3; ++at) {
    const auto one = link_of(elements[at]);
    const int rank = is_blank(one.url) ? 0 : !one.is_web() ? 1 : one.is_page ? 3 : 2;
    if (rank <= best_rank) continue;
    best_rank = rank;
    best = one.url;
    entry = at;
  }
  return best;
}

auto item_parser::impl::href() -> std::string_view {
  return text_member(known::href).value_or(std::string_view{});
}

/// Betula and others publish a bookmark as a note, and what it is of as a `Link` among its attachments.
auto item_parser::impl::attached_link() -> std::string_view {
  const auto found = std::ranges::find(members, "attachment", &member::key);
  if (found == members.end()) return {};
  if (!is_array(found->value)) elements.assign(1, found->value);
  if (is_array(found->value) && !read_elements(found->value, elements)) return {};
  for (const auto one : elements) {
    if (!is_object(one) || !read_known_members(one, inner, texts)) continue;
    const auto text_at = [&](known which) {
      const auto at = std::ranges::find(inner, static_cast<std::uint8_t>(which), &member::is);
      return at != inner.end() && is_string(at->value) ? text_of(at->value) : std::string_view{};
    };
    const link to{text_at(known::href)};
    if (text_at(known::type) == "Link" && to.is_web()) return to.url;
  }
  return {};
}

/// An activity's title is not its object's, but it helps to find a refused item. Nothing it says is ignored
/// by that.
void item_parser::impl::remember() {
  const auto warnings = record.warnings;
  if (const auto own = title(); !own.empty()) record.title = own;
  record.warnings = warnings;
  const auto raw = value_of(known::id);
  if (is_blank(id) && is_string(raw)) id = text_of(raw);
}

item_parser::item_parser() : impl_(std::make_unique<impl>()) {}
item_parser::~item_parser() = default;

auto item_parser::parse(std::string_view raw) -> const std::variant<link_record, item_fault>& {
  if (impl_->parse(raw)) impl_->answer = std::move(impl_->record);
  return impl_->answer;
}

}  // namespace waybill::formats::activitystreams
