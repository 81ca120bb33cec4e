#include "projections/bookmarks/bookmark_views.hpp"

#include <algorithm>
#include <map>

#include "domains/bookmarks/search.hpp"
#include "events/codec.hpp"
#include "projections/bookmarks/listing_model.hpp"
#include "projections/bookmarks/tag_lists.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/collections/live_records.hpp"
#include "projections/collections/record_history.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

auto no_such_bookmark() -> error { return {errc::not_found, "There is no such bookmark."}; }

auto has_all(const std::vector<std::string_view>& tags, const std::vector<std::string>& wanted) -> bool {
  return std::all_of(wanted.begin(), wanted.end(), [&](const auto& tag) {
    return std::find(tags.begin(), tags.end(), std::string_view(tag)) != tags.end();
  });
}

/// Bytes that count against a page's limit, about.
auto size_of(const bookmarks::bookmark& what) -> std::size_t {
  auto bytes = sizeof what + what.url.size() + what.title.size() + what.extra.size();
  bytes += (what.description ? what.description->size() : 0) + (what.feed_url ? what.feed_url->size() : 0);
  for (const auto& tag : what.tags) bytes += sizeof(std::string) + tag.size();
  return bytes;
}
auto size_of(const bookmark_item& item) -> std::size_t { return size_of(item.what); }

class views final : public bookmark_views {
 public:
  views(const projection_store& store, const event_log& log) : store_(store), log_(log) {}

  [[nodiscard]] auto list(const owner_id& owner, const bookmark_filter& filter) const
      -> result<page<bookmark_item>> override {
    const auto who = owner_digest(owner.value);
    std::string after;
    if (!filter.cursor.empty()) {
      auto key = read_cursor(filter.cursor, collection_prefix(who));
      if (!key) return key.why();
      after = std::move(*key);
    }
    return filter.text.empty() && filter.tags.empty() ? list_all(who, filter.limit, after)
                                                      : search(who, filter, after);
  }

  [[nodiscard]] auto get(const owner_id& owner, const identity& id) const -> result<bookmark_item> override {
    const auto place = place_of(owner, id);
    if (!place) return place.why();
    if (place->deleted) return no_such_bookmark();
    collection_reader reader{log_, 1};
    return item_at(reader, place->at);
  }

  [[nodiscard]] auto history(const owner_id& owner, const identity& id, std::size_t limit,
                             const std::string& cursor) const -> result<page<bookmark_change>> override {
    const auto last = place_of(owner, id);
    if (!last) return last.why();
    return page_of_history<bookmarks::bookmark>(log_, id, last->at, limit, cursor, bookmarks::decode_row);
  }

  [[nodiscard]] auto count(const owner_id& owner) const -> result<std::uint64_t> override {
    const auto bytes = store_.get(family::tags, owner.value);
    if (!bytes) return bytes.why();
    std::uint64_t found = 0;
    if (*bytes && !decode(**bytes, found)) return {errc::corrupt, "The count of bookmarks is damaged."};
    return found;
  }

  [[nodiscard]] auto tags(const owner_id& owner, std::size_t limit, const std::string& cursor,
                          tag_order order) const -> result<page<tag_count>> override {
    return order == tag_order::name ? tags_by_name(store_, owner, limit, cursor)
                                    : tags_by_count(store_, owner, limit, cursor);
  }

  auto each(const owner_id& owner, const bookmark_selection& which,
            const std::function<bool(const bookmark_item&)>& take) const -> result<done> override {
    const auto who = owner_digest(owner.value);
    bookmarks::search_match match{bookmarks::read_query(which.text)};
    return walk(who, [&](const applied_record& record, const bookmarks::row_view& row) -> result<bool> {
      if (which.since && std::max(row.created_at, row.updated_at) < *which.since) return true;
      if (!has_all(row.tags, which.tags) || !match(row)) return true;
      const auto decoded = bookmarks::decode_row(record.after);
      if (!decoded) return decoded.why();
      return take({record.id(), *decoded});
    });
  }

 private:
  using visitor = std::function<result<bool>(const applied_record&, const bookmarks::row_view&)>;

  [[nodiscard]] auto place_of(const owner_id& owner, const identity& id) const -> result<place_row> {
    const auto key = scoped(id, owner_digest(owner.value));
    const auto bytes = store_.get(family::places, view_of(key));
    if (!bytes) return bytes.why();
    if (!*bytes) return no_such_bookmark();
    return decode_place(**bytes);
  }

  static auto item_at(collection_reader& reader, const record_place& place) -> result<bookmark_item> {
    const auto chunk = reader.chunk(place.at);
    if (!chunk) return chunk.why();
    if (place.index >= (*chunk)->what.records.size())
      return {errc::corrupt,
              "The chunk at position " + std::to_string(place.at) + " is shorter than its index says."};
    const auto& record = (*chunk)->what.records[place.index];
    auto row = bookmarks::decode_row(record.after);
    if (!row) return row.why();
    return bookmark_item{record.id(), std::move(*row)};
  }

  [[nodiscard]] auto list_all(const digest& who, std::size_t limit, const std::string& after) const
      -> result<page<bookmark_item>> {
    struct entry {
      std::string key;
      record_place at;
    };
    std::vector<entry> entries;
    const auto walked = store_.scan(family::listing, collection_prefix(who), after,
                                    [&](std::string_view key, std::string_view value) {
                                      if (key != after)
                                        entries.push_back({std::string(key), decode_place(value).at});
                                      return entries.size() <= limit;
                                    });
    if (!walked) return walked.why();
    page<bookmark_item> found;
    collection_reader reader{log_};
    std::size_t bytes = 0;
    while (found.size() < std::min(limit, entries.size())) {
      auto item = item_at(reader, entries[found.size()].at);
      if (!item) return item.why();
      bytes += size_of(*item);
      if (found.size() > 0 && bytes > page_limit_bytes) break;
      found.items.push_back(std::move(*item));
    }
    if (entries.size() > found.size()) found.next_cursor = make_cursor(entries[found.size() - 1].key);
    return found;
  }

  /// Reads the whole collection in log order - the disk likes that far better than jumping in listing order -
  /// and keeps the page's worth that comes first.
  [[nodiscard]] auto search(const digest& who, const bookmark_filter& filter, const std::string& after) const
      -> result<page<bookmark_item>> {
    bookmarks::search_match match{bookmarks::read_query(filter.text)};
    std::map<std::string, bookmark_item, std::less<>> best;
    std::string too_far;  // the first key that has no room any more; "": all had
    std::size_t bytes = 0;
    const auto keep = [&](const applied_record& record, const bookmarks::row_view& row) -> result<bool> {
      const auto bytes_of_key = listing_key(who, row.created_at, view_of(record.id()));
      const std::string_view key{bytes_of_key.data(), bytes_of_key.size()};
      if (key <= after || (!too_far.empty() && key >= too_far)) return true;
      if (!has_all(row.tags, filter.tags) || !match(row)) return true;
      auto decoded = bookmarks::decode_row(record.after);
      if (!decoded) return decoded.why();
      bytes += size_of(*decoded);
      best.emplace(key, bookmark_item{record.id(), std::move(*decoded)});
      while (best.size() > filter.limit || (best.size() > 1 && bytes > page_limit_bytes)) {
        auto last = best.extract(std::prev(best.end()));
        bytes -= size_of(last.mapped());
        too_far = std::move(last.key());
      }
      return true;
    };
    const auto walked = walk(who, keep);
    if (!walked) return walked.why();
    page<bookmark_item> found;
    if (!too_far.empty()) found.next_cursor = make_cursor(best.rbegin()->first);
    for (auto& [key, item] : best) found.items.push_back(std::move(item));
    return found;
  }

  /// Every bookmark as it is now, in log order.
  auto walk(const digest& who, const visitor& visit) const -> result<done> {
    std::vector<std::pair<position, record_bits>> chunks;
    const auto scanned = scan_live(store_, who, 0, [&](position chunk, record_bits live) {
      chunks.emplace_back(chunk, std::move(live));
      return true;
    });
    if (!scanned) return scanned.why();
    for (const auto& [at, live] : chunks) {
      const auto event = log_.read_at(at);
      if (!event) return event.why();
      auto going = walk_chunk(*event, live, visit);
      if (!going) return going.why();
      if (!*going) return done{};
    }
    return done{};
  }

  static auto walk_chunk(const stored_event& event, const record_bits& live, const visitor& visit)
      -> result<bool> {
    const auto chunk = load_chunk(event);
    if (!chunk) return chunk.why();
    if (!*chunk) return true;
    const auto& records = (*chunk)->what.records;
    bookmarks::row_view row;
    for (std::uint32_t i = 0; i < records.size(); ++i) {
      if (!live.test(i) || !bookmarks::view_row(records[i].after, row)) continue;
      auto going = visit(records[i], row);
      if (!going || !*going) return going;
    }
    return true;
  }

  const projection_store& store_;
  const event_log& log_;
};

}  // namespace

auto make_bookmark_views(const projection_store& store, const event_log& log)
    -> std::unique_ptr<bookmark_views> {
  return std::make_unique<views>(store, log);
}

}  // namespace waybill
