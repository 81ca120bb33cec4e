#include <algorithm>
#include <tuple>

#include "domains/bookmarks/bookmark.hpp"
#include "domains/bookmarks/row_merge.hpp"
#include "formats/json/minified.hpp"
#include "formats/text.hpp"

namespace waybill::bookmarks {
namespace {

/// A member of the record's extra: `meaning` is its key with the escapes resolved.
struct extra_member {
  std::string meaning;
  formats::json::minified_member spelled;
  bool taken = false;  ///< stands in the result already
};

auto members_of(std::string_view object) -> std::vector<extra_member> {
  std::vector<extra_member> found;
  formats::json::minified_members walk(object);
  for (formats::json::minified_member each; walk.next(each);)
    found.push_back({text::json_unescaped(each.key), each});
  return found;
}

void append_member(std::string_view key, std::string_view value, std::string& out) {
  out.append(out.empty() ? "{\"" : ",\"").append(key).append("\":").append(value);
}

/// Dates that could not be read stand in extra; they hold only as long as nobody brings one that can.
auto is_settled(const std::string& meaning, const presence& has) -> bool {
  return (meaning == "published" && has.created_at) || (meaning == "updated" && has.updated_at);
}
auto is_date(const std::string& meaning) -> bool { return meaning == "published" || meaning == "updated"; }

/// The members of both, the record's winning: in the order they have, new ones behind. Values are copied as
/// they are spelled, so that no number is ever rewritten. Sorted look-up: an item may hold very many keys.
auto merged_extra(std::string_view existing, std::string_view incoming, const presence& has) -> std::string {
  auto news = members_of(incoming);
  std::vector<extra_member*> by_key;
  by_key.reserve(news.size());
  for (auto& each : news) by_key.push_back(&each);
  std::sort(by_key.begin(), by_key.end(), [](auto* a, auto* b) { return a->meaning < b->meaning; });

  std::string merged;
  for (const auto& old : members_of(existing)) {
    const auto found =
        std::lower_bound(by_key.begin(), by_key.end(), old.meaning,
                         [](auto* each, const std::string& key) { return each->meaning < key; });
    const bool replaced = found != by_key.end() && (*found)->meaning == old.meaning;
    if (replaced) (*found)->taken = true;
    if (is_settled(old.meaning, has)) continue;
    append_member(old.spelled.key, replaced ? (*found)->spelled.value : old.spelled.value, merged);
  }
  // A date that cannot be read does not replace one that could, or of the time of the import.
  for (const auto& each : news)
    if (!each.taken && !is_date(each.meaning)) append_member(each.spelled.key, each.spelled.value, merged);
  if (!merged.empty()) merged.push_back('}');
  return merged;
}

auto says_no_date(std::string_view extra) -> bool {
  return extra.find("\"published\":") == std::string_view::npos &&
         extra.find("\"updated\":") == std::string_view::npos;
}

auto says_the_same(const row_view& one, const row_view& other) -> bool {
  const auto all = [](const row_view& of) {
    return std::tie(of.url, of.title, of.description, of.tags, of.feed_url, of.created_at, of.updated_at,
                    of.extra);
  };
  return all(one) == all(other);
}

}  // namespace

auto merge(const row_view& existing, const row_view& incoming, const presence& has, instant now,
           std::string& extra, row_view& after) -> bool {
  after = existing;
  after.url = incoming.url;
  // A record without a title takes nobody's away; where a URL stands for it, it is the one that counts now.
  if (!has.is_untitled || existing.title == existing.url) after.title = incoming.title;
  if (has.description) after.description = incoming.description;
  if (has.feed_url) after.feed_url = incoming.feed_url;
  if (has.tags) after.tags = incoming.tags;
  if (has.created_at) after.created_at = std::min(existing.created_at, incoming.created_at);
  if (has.updated_at) after.updated_at = incoming.updated_at;
  const bool nothing_new = incoming.extra.empty() || incoming.extra == existing.extra;
  if (!nothing_new || !says_no_date(existing.extra)) {
    extra = merged_extra(existing.extra, incoming.extra, has);
    after.extra = extra;
  }
  const bool changed = !says_the_same(after, existing);
  // Only now: a moment that the record does not bring is no news by itself.
  if (changed && !has.updated_at) after.updated_at = now;
  return changed;
}

auto merge(const bookmark& existing, const bookmark& incoming, const presence& has, instant now)
    -> merge_result {
  std::string extra;
  row_view after;
  const bool changed = merge(view_of(existing), view_of(incoming), has, now, extra, after);
  return {changed, bookmark_of(after)};
}

}  // namespace waybill::bookmarks
