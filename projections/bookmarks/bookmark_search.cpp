#include "projections/bookmarks/bookmark_search.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "domains/bookmarks/search_terms.hpp"
#include "projections/bookmarks/bookmark_walk.hpp"
#include "projections/bookmarks/listing_model.hpp"
#include "projections/bookmarks/near_duplicates.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/collections/live_lookup.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"
#include "projections/search/index_hits.hpp"

namespace waybill {
namespace {

/// So many bookmarks may have all the words and not be what is looked for (a phrase of frequent words), until
/// the rest of them is read in the order of the log: each chunk once.
constexpr int most_misses = 500;
/// Of more than so many the places are not collected: all bookmarks are read.
constexpr std::size_t most_places = 250'000;

/// Keeps a page's worth of what comes first in the list.
class found_page {
 public:
  found_page(const bookmark_filter& filter, const digest& collection, const std::string& after,
             bookmarks::search_match match)
      : filter_(filter), collection_(collection), after_(after), match_(std::move(match)) {}

  /// Nothing behind this key comes onto the page any more.
  [[nodiscard]] auto is_beyond(std::string_view key) const -> bool {
    return !too_far_.empty() && key >= too_far_;
  }

  /// Whether it is one of those that are looked for.
  auto offer(const applied_record& record, const bookmarks::row_view& row) -> result<bool> {
    const auto bytes = listing_key(collection_, row.created_at, view_of(record.id()));
    const std::string_view key{bytes.data(), bytes.size()};
    if (key <= after_ || is_beyond(key)) return true;
    if (!has_all(row.tags, filter_.tags) || !match_(row)) return false;
    auto decoded = bookmarks::decode_row(record.after);
    if (!decoded) return decoded.why();
    forget_versions_of(record.id());
    bytes_ += sizes_of(*best_.emplace(key, bookmark_item{record.id(), std::move(*decoded)}).first);
    while (best_.size() > filter_.limit || (best_.size() > 1 && bytes_ > page_limit_bytes)) {
      auto last = best_.extract(std::prev(best_.end()));
      bytes_ -= size_of(last.mapped());
      too_far_ = std::move(last.key());
    }
    return true;
  }

  auto take() -> page<bookmark_item> {
    page<bookmark_item> found;
    if (!too_far_.empty()) found.next_cursor = make_cursor(best_.rbegin()->first);
    for (auto& [key, item] : best_) found.items.push_back(std::move(item));
    return found;
  }

 private:
  using entry = std::pair<const std::string, bookmark_item>;
  static auto sizes_of(const entry& one) -> std::size_t { return size_of(one.second); }

  /// One was changed while the page was looked for: what comes later is the newer version.
  void forget_versions_of(const identity& id) {
    const auto old = std::ranges::find_if(best_, [&](const entry& one) { return one.second.id == id; });
    if (old == best_.end()) return;
    bytes_ -= sizes_of(*old);
    best_.erase(old);
  }

  const bookmark_filter& filter_;
  const digest& collection_;
  const std::string& after_;
  bookmarks::search_match match_;
  std::map<std::string, bookmark_item, std::less<>> best_;
  std::string too_far_;  ///< the first key that has no room any more; "": all had
  std::size_t bytes_ = 0;
};

auto index_query_of(const digest& collection, const bookmark_filter& filter, const std::string& after)
    -> search::index_query {
  const auto query = bookmarks::read_query(filter.text);
  const auto prefix = collection_prefix(collection);
  const auto from_moment = [&](instant moment) {
    const auto key = listing_key(collection, moment, std::string(listing_id_size, '\0'));
    return std::string(key.begin() + static_cast<std::ptrdiff_t>(prefix.size()), key.end());
  };
  search::index_query wanted{prefix, {}, {}, {}};
  for (auto& one : bookmarks::needed_terms(query, filter.tags, search::longest_term))
    wanted.terms.push_back({std::move(one.text), one.begins, one.excluded});
  if (!after.empty()) wanted.from = after.substr(prefix.size());
  // The list begins with the newest: what was created before a moment stands behind those of the moment.
  if (query.before) wanted.from = std::max(wanted.from, from_moment({query.before->us - 1}));
  if (query.after) wanted.behind = from_moment({query.after->us - 1});
  return wanted;
}

/// Goes through what the index finds.
class indexed_finds {
 public:
  indexed_finds(const projection_store& store, const event_log& log, const digest& collection)
      : reader_(log), collection_(collection), live_(store, collection) {}

  /// False: too much was no hit; another way has to be taken.
  auto offer_all(search::index_hits& hits, found_page& to) -> result<bool> {
    const auto prefix = collection_prefix(collection_);
    std::vector<record_place> rest;
    search::document one;
    while (rest.size() <= most_places && hits.next(one)) {
      if (to.is_beyond(prefix + std::string(search::view_of(one.key)))) break;
      const auto live = live_.is_live(one.place);
      if (!live) return live.why();
      if (!*live) continue;
      if (misses_ >= most_misses)
        rest.push_back(one.place);
      else if (auto offered = offer(one.place, to); !offered)
        return offered.why();
    }
    if (auto read = hits.ended(); !read) return read.why();
    if (rest.size() > most_places) return false;
    std::ranges::sort(rest);
    for (const auto& place : rest)
      if (auto offered = offer(place, to); !offered) return offered.why();
    return true;
  }

 private:
  auto offer(const record_place& place, found_page& to) -> result<done> {
    const auto chunk = reader_.chunk(place.at);
    if (!chunk) return chunk.why();
    const auto& records = (*chunk)->what.records;
    bookmarks::row_view row;
    if (place.index >= records.size() || !bookmarks::view_row(records[place.index].after, row))
      return {errc::corrupt,
              "The chunk at position " + std::to_string(place.at) + " is not as its index says."};
    const auto is_hit = to.offer(records[place.index], row);
    if (!is_hit) return is_hit.why();
    misses_ += *is_hit ? 0 : 1;
    return done{};
  }

  collection_reader reader_;
  const digest& collection_;
  live_lookup live_;
  int misses_ = 0;
};

}  // namespace

auto has_all(const std::vector<std::string_view>& tags, const std::vector<std::string>& wanted) -> bool {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& tag) {
    return std::find(tags.begin(), tags.end(), std::string_view(tag)) != tags.end();
  });
}

auto size_of(const bookmark_item& item) -> std::size_t {
  const auto& what = item.what;
  auto bytes = sizeof what + what.url.size() + what.title.size() + what.extra.size();
  bytes += (what.description ? what.description->size() : 0) + (what.feed_url ? what.feed_url->size() : 0);
  for (const auto& tag : what.tags) bytes += sizeof(std::string) + tag.size();
  return bytes;
}
auto search_bookmarks(const projection_store& store, const event_log& log, const digest& collection,
                      const bookmark_filter& filter, const std::string& after)
    -> result<page<bookmark_item>> {
  if (bookmarks::read_query(filter.text).finds_nothing) return page<bookmark_item>{};
  auto match = match_in(store, collection, filter.text);
  if (!match) return std::move(match).why();
  found_page found{filter, collection, after, std::move(*match)};
  // In this order: what becomes part of the index or of the list meanwhile is seen twice, and nothing is
  // missed.
  const auto listed = store.checkpoint("collections");
  if (!listed) return listed.why();
  auto hits = search::index_hits::open(store, index_query_of(collection, filter, after));
  if (!hits) return hits.why();
  const auto all = indexed_finds{store, log, collection}.offer_all(*hits, found);
  if (!all) return all.why();
  const position from = *all ? std::min(hits->reaches(), *listed) + 1 : 0;
  const auto walked = walk_bookmarks(
      store, log, collection, from,
      [&](const record_place&, const applied_record& record, const bookmarks::row_view& row) -> result<bool> {
        if (auto offered = found.offer(record, row); !offered) return offered.why();
        return true;
      });
  if (!walked) return walked.why();
  return found.take();
}

}  // namespace waybill
