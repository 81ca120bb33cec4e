#include "projections/bookmarks/bookmark_views.hpp"

#include <algorithm>

#include "domains/bookmarks/search.hpp"
#include "events/codec.hpp"
#include "projections/bookmarks/bookmark_search.hpp"
#include "projections/bookmarks/bookmark_walk.hpp"
#include "projections/bookmarks/listing_model.hpp"
#include "projections/bookmarks/near_duplicates.hpp"
#include "projections/bookmarks/tag_lists.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/collections/record_history.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

auto no_such_bookmark() -> error { return {errc::not_found, "There is no such bookmark."}; }

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
                                                      : search_bookmarks(store_, log_, who, filter, after);
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
    auto match = match_in(store_, who, which.text);
    if (!match) return std::move(match).why();
    return walk_bookmarks(store_, log_, who, 0,
                          [&](const record_place&, const applied_record& record,
                              const bookmarks::row_view& row) -> result<bool> {
                            if (which.since && std::max(row.created_at, row.updated_at) < *which.since)
                              return true;
                            if (!has_all(row.tags, which.tags) || !(*match)(row)) return true;
                            const auto decoded = bookmarks::decode_row(record.after);
                            if (!decoded) return decoded.why();
                            return take({record.id(), *decoded});
                          });
  }

 private:
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

  const projection_store& store_;
  const event_log& log_;
};

}  // namespace

auto make_bookmark_views(const projection_store& store, const event_log& log)
    -> std::unique_ptr<bookmark_views> {
  return std::make_unique<views>(store, log);
}

}  // namespace waybill
