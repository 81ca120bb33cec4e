#include "projections/bookmarks/near_duplicates.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "projections/bookmarks/listing_model.hpp"
#include "projections/bookmarks/near_model.hpp"
#include "projections/collections/collection_reader.hpp"
#include "projections/cursor.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

constexpr std::size_t group_key_size = 32;  // collection and near key

struct found_group {
  std::string key;
  std::uint64_t bookmarks = 0;
  std::vector<identity> ids;
};

auto identity_in(std::string_view row_key) -> identity {
  identity id{};
  if (row_key.size() == near_row_key_size)
    std::copy_n(row_key.data() + group_key_size, id.size(), reinterpret_cast<char*>(id.data()));
  return id;
}

/// Calls `take` with each group of two or more behind `after`; false: no more.
auto each_group(const projection_store& store, const digest& collection, const std::string& after,
                const std::function<bool(found_group&&)>& take) -> result<done> {
  found_group now;
  bool goes_on = true;
  const auto close = [&] {
    if (now.bookmarks > 1) goes_on = take(std::move(now));
    now = {};
    return goes_on;
  };
  // Behind all rows of the group that was shown last.
  const auto from = after.empty() ? after : after + std::string(near_row_key_size, '\xff');
  auto walked = store.scan(family::near, collection_prefix(collection), from,
                           [&](std::string_view key, std::string_view) {
                             const auto group = key.substr(0, group_key_size);
                             if (group != now.key && !close()) return false;
                             if (now.key.empty()) now.key = group;
                             ++now.bookmarks;
                             if (now.ids.size() < most_of_a_group) now.ids.push_back(identity_in(key));
                             return true;
                           });
  if (walked && goes_on) close();
  return walked;
}

auto item_of(const projection_store& store, collection_reader& reader, const digest& collection,
             const identity& id) -> result<std::optional<bookmark_item>> {
  const auto key = scoped(id, collection);
  const auto bytes = store.get(family::places, view_of(key));
  if (!bytes) return bytes.why();
  // The rows of both are folded at their own pace.
  if (!*bytes) return std::optional<bookmark_item>{};
  const auto place = decode_place(**bytes);
  if (!place.taken()) return std::optional<bookmark_item>{};
  const auto chunk = reader.chunk(place.at.at);
  if (!chunk) return chunk.why();
  const auto& records = (*chunk)->what.records;
  if (place.at.index >= records.size())
    return {errc::corrupt,
            "The chunk at position " + std::to_string(place.at.at) + " is shorter than its index says."};
  auto row = bookmarks::decode_row(records[place.at.index].after);
  if (!row) return row.why();
  return std::optional{bookmark_item{id, std::move(*row)}};
}

auto group_of(const projection_store& store, collection_reader& reader, const digest& collection,
              const found_group& found) -> result<duplicate_group> {
  duplicate_group made{found.bookmarks, {}};
  for (const auto& id : found.ids) {
    auto item = item_of(store, reader, collection, id);
    if (!item) return item.why();
    if (*item)
      made.items.push_back(std::move(**item));
    else
      --made.bookmarks;
  }
  std::ranges::stable_sort(made.items, {}, [](const auto& one) { return one.what.created_at; });
  return made;
}

auto size_of(const duplicate_group& group) -> std::size_t {
  std::size_t bytes = sizeof group;
  for (const auto& one : group.items) {
    bytes += sizeof one + one.what.url.size() + one.what.title.size() + one.what.extra.size();
    if (one.what.description) bytes += one.what.description->size();
    for (const auto& tag : one.what.tags) bytes += sizeof tag + tag.size();
  }
  return bytes;
}

/// A set of keys that may hold some too many. Of a fixed size.
class key_filter {
 public:
  void add(std::string_view key) {
    for (const auto bit : bits_of(key)) words_[bit / 64] |= std::uint64_t{1} << bit % 64;
  }
  [[nodiscard]] auto maybe(std::string_view key) const -> bool {
    return std::ranges::all_of(bits_of(key),
                               [this](auto bit) { return (words_[bit / 64] >> bit % 64 & 1) != 0; });
  }

 private:
  static constexpr std::uint64_t bits = 1 << 24;
  /// The key is a hash already.
  static auto bits_of(std::string_view key) -> std::array<std::uint64_t, 2> {
    return {read_be(key.substr(0, 8)) % bits, read_be(key.substr(8, 8)) % bits};
  }
  std::vector<std::uint64_t> words_ = std::vector<std::uint64_t>(bits / 64);
};

/// Of one collection.
class duplicate_test {
 public:
  duplicate_test(const projection_store& store, const digest& collection)
      : store_(store), collection_(collection) {}

  auto fill() -> result<done> {
    return each_group(store_, collection_, {}, [this](found_group&& group) {
      seen_.add(std::string_view(group.key).substr(group_key_size / 2));
      return true;
    });
  }

  auto operator()(const bookmarks::row_view& row) -> bool {
    const auto key = maker_.key_of(row.url);
    if (!key || !seen_.maybe({key->data(), key->size()})) return false;
    int found = 0;
    const auto walked = store_.scan(family::near, near_prefix(collection_, *key), {},
                                    [&](auto, auto) { return ++found < 2; });
    return walked.ok() && found == 2;
  }

 private:
  const projection_store& store_;
  digest collection_;
  bookmarks::near_maker maker_;
  key_filter seen_;
};

}  // namespace

auto list_duplicates(const projection_store& store, const event_log& log, const owner_id& owner,
                     std::size_t limit, const std::string& cursor) -> result<page<duplicate_group>> {
  const auto collection = owner_digest(owner.value);
  std::string after;
  if (!cursor.empty()) {
    auto key = read_cursor(cursor, collection_prefix(collection));
    if (!key) return key.why();
    after = std::move(*key);
  }
  std::vector<found_group> groups;
  const auto walked = each_group(store, collection, after, [&](found_group&& group) {
    groups.push_back(std::move(group));
    return groups.size() <= limit;
  });
  if (!walked) return walked.why();
  page<duplicate_group> found;
  collection_reader reader{log};
  std::size_t bytes = 0;
  std::size_t taken = 0;
  while (taken < std::min(limit, groups.size())) {
    auto group = group_of(store, reader, collection, groups[taken]);
    if (!group) return group.why();
    bytes += size_of(*group);
    if (taken > 0 && bytes > page_limit_bytes) break;
    ++taken;
    if (group->items.size() > 1) found.items.push_back(std::move(*group));
  }
  if (groups.size() > taken) found.next_cursor = make_cursor(groups[taken - 1].key);
  return found;
}

auto match_in(const projection_store& store, const digest& collection, const std::string& text)
    -> result<bookmarks::search_match> {
  auto query = bookmarks::read_query(text);
  if (!query.duplicate) return bookmarks::search_match{std::move(query)};
  auto asker = duplicates_among(store, collection);
  if (!asker) return std::move(asker).why();
  return bookmarks::search_match{std::move(query), std::move(*asker)};
}

auto duplicates_among(const projection_store& store, const digest& collection)
    -> result<bookmarks::duplicate_asker> {
  const auto test = std::make_shared<duplicate_test>(store, collection);
  if (auto filled = test->fill(); !filled) return std::move(filled).why();
  return bookmarks::duplicate_asker{[test](const bookmarks::row_view& row) { return (*test)(row); }};
}

}  // namespace waybill
