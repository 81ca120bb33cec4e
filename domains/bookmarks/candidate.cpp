#include <algorithm>
#include <list>
#include <unordered_set>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/row_format.hpp"
#include "domains/bookmarks/tags.hpp"
#include "domains/bookmarks/url_identity.hpp"
#include "formats/text.hpp"
#include "formats/unicode/blanks.hpp"

namespace waybill::bookmarks {
namespace {

using formats::activitystreams::link_record;
using formats::activitystreams::optional_text;
using formats::activitystreams::spelled_value;
static_assert(static_cast<std::uint32_t>(formats::activitystreams::warn_title_missing) ==
              warning_title_missing);
static_assert(static_cast<std::uint32_t>(formats::activitystreams::warn_value_ignored) ==
              warning_value_ignored);
static_assert(static_cast<std::uint32_t>(formats::activitystreams::warn_url_from_id) == warning_url_from_id);

/// Code points of valid UTF-8, counted by their first bytes.
auto is_long(std::string_view title) -> bool {
  if (title.size() <= title_long_characters) return false;
  const auto characters = std::count_if(
      title.begin(), title.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return static_cast<std::size_t>(characters) > title_long_characters;
}

auto text_of(const optional_text& from) -> std::optional<std::string_view> {
  if (from.is != optional_text::state::text) return std::nullopt;
  return from.text;
}

auto date_of(const spelled_value& spelled) -> std::optional<instant> {
  if (spelled.raw.starts_with('"')) return parse_date(spelled.text);
  return parse_date_number(spelled.raw);
}

/// Without the characters that end a text for many programs, and show nothing.
auto without_nul(std::string_view text, std::list<std::string>& rooms) -> std::string_view {
  if (text.find('\0') == std::string_view::npos) return text;
  auto& room = rooms.emplace_back(text);
  std::erase(room, '\0');
  return room;
}

/// Blanks beyond ASCII, and signs without width; those of ASCII are no part of an address anyway.
auto without_signs_nobody_sees(std::string_view url) -> std::string_view {
  const auto is_wide = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  return !url.empty() && (is_wide(url.front()) || is_wide(url.back())) ? unicode::trimmed(url) : url;
}

/// Each as it is kept, and once.
auto tidied(const std::vector<std::string_view>& tags, std::list<std::string>& rooms)
    -> std::vector<std::string_view> {
  const auto is_tidy = [](std::string_view tag) {
    return !tag.empty() && kept_tag(tag).size() == tag.size() && tag.find('\0') == std::string_view::npos;
  };
  if (std::ranges::all_of(tags, is_tidy)) return tags;
  std::vector<std::string_view> all;
  std::unordered_set<std::string_view> seen;
  for (const auto tag : tags)
    if (const auto kept = kept_tag(without_nul(tag, rooms)); !kept.empty() && seen.insert(kept).second)
      all.push_back(kept);
  return all;
}

/// Adds a member to a minified object; "" is an empty one.
void add_member(std::string_view key, std::string_view value, std::string& object) {
  if (object.empty())
    object = "{";
  else
    object.back() = ',';
  object.append("\"").append(key).append("\":").append(value).append("}");
}

}  // namespace

auto candidate_maker::make(const link_record& from, candidate& out, std::string& row) -> fault {
  const auto url = without_signs_nobody_sees(from.url);
  if (text::is_blank(url)) return fault::url_missing;
  if (url.size() > url_limit_bytes) return fault::url_too_long;

  normalize_url(url, normalized_);
  out.id = identity_of_normalized(normalized_);
  out.warnings = from.warnings;
  if (is_long(from.title)) out.warnings |= warning_title_long;
  const auto published = from.published ? date_of(*from.published) : std::nullopt;
  const auto updated = from.updated ? date_of(*from.updated) : std::nullopt;
  auto extra = from.extra;
  // What cannot be read is kept as it was written.
  const bool keep_published = from.published && !published;
  const bool keep_updated = from.updated && !updated;
  if (keep_published || keep_updated) {
    out.warnings |= warning_date_unreadable;
    extra_ = from.extra;
    if (keep_published) add_member("published", from.published->raw, extra_);
    if (keep_updated) add_member("updated", from.updated->raw, extra_);
    extra = extra_;
  }
  std::list<std::string> rooms;
  auto tags = tidied(from.tags, rooms);
  out.has = {from.description.is != optional_text::state::absent,
             from.feed_url.is != optional_text::state::absent,
             !tags.empty(),
             published.has_value(),
             updated.has_value(),
             (from.warnings & formats::activitystreams::warn_title_missing) != 0};

  const auto title = out.has.is_untitled ? url : without_nul(from.title, rooms);
  auto description = text_of(from.description);
  if (description) description = without_nul(*description, rooms);
  // Nobody changed it before it was there.
  const auto created_at = published.value_or(updated ? std::min(*updated, import_time_) : import_time_);
  const row_format::parts<std::vector<std::string_view>> fields{url,
                                                                title,
                                                                description,
                                                                text_of(from.feed_url),
                                                                std::move(tags),
                                                                extra,
                                                                created_at,
                                                                updated.value_or(created_at)};
  row_format::append(fields, row);
  return fault::none;
}

auto warning_names(std::uint32_t bits) -> std::vector<std::string_view> {
  struct entry {
    warning bit;
    std::string_view name;
  };
  static constexpr entry names[] = {{warning_title_missing, "title_missing"},
                                    {warning_value_ignored, "value_ignored"},
                                    {warning_title_long, "title_long"},
                                    {warning_date_unreadable, "date_unreadable"},
                                    {warning_url_from_id, "url_from_id"},
                                    {warning_date_invalid, "date_invalid"},
                                    {warning_undecodable_bytes, "undecodable_bytes"}};
  std::vector<std::string_view> found;
  for (const auto& each : names)
    if ((bits & each.bit) != 0) found.push_back(each.name);
  return found;
}

}  // namespace waybill::bookmarks
