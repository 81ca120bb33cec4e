#include "projections/bookmarks_model.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "domains/bookmarks/bookmark.hpp"
#include "events/codec.hpp"
#include "events/collection/events.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

/// Looks up a view without making a string of it.
struct text_hash {
  using is_transparent = void;
  auto operator()(std::string_view text) const -> std::size_t { return std::hash<std::string_view>{}(text); }
};

/// A change of one index row, in the order it was folded. `place` gone: the row is erased.
template <std::size_t KeySize>
struct index_change {
  std::array<char, KeySize> key;
  place_row place;
  bool erased = false;
};

/// What a change is sorted by: the first 24 bytes of its key as numbers, and its place in the list. They tell
/// all but a few keys apart, so that the keys themselves, far away in memory, are hardly ever looked at.
struct sort_entry {
  std::uint64_t first, second, third;
  std::uint32_t at;
  [[nodiscard]] auto same_head(const sort_entry& other) const -> bool {
    return first == other.first && second == other.second && third == other.third;
  }
};

template <std::size_t KeySize>
auto sorted(const std::vector<index_change<KeySize>>& changes) -> std::vector<sort_entry> {
  std::vector<sort_entry> order(changes.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    const std::string_view key{changes[i].key.data(), KeySize};
    order[i] = {read_be(key.substr(0, 8)), read_be(key.substr(8, 8)), read_be(key.substr(16, 8)), i};
  }
  std::sort(order.begin(), order.end(), [&](const sort_entry& a, const sort_entry& b) {
    if (a.first != b.first) return a.first < b.first;
    if (a.second != b.second) return a.second < b.second;
    if (a.third != b.third) return a.third < b.third;
    const int less = std::memcmp(changes[a.at].key.data(), changes[b.at].key.data(), KeySize);
    return less != 0 ? less < 0 : a.at < b.at;
  });
  return order;
}

/// Sorts by key, keeps the last change of each, and writes them in one go.
template <std::size_t KeySize>
auto write_index(projection_store& store, family in, std::vector<index_change<KeySize>>& changes,
                 bool with_flag) -> result<done> {
  const auto order = sorted(changes);
  const std::size_t value_size = with_flag ? place_row_size : place_row_size - 1;
  bulk_rows rows{KeySize, value_size};
  rows.reserve(order.size());
  constexpr std::size_t look_ahead = 16;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i + look_ahead < order.size()) __builtin_prefetch(&changes[order[i + look_ahead].at]);
    const auto& change = changes[order[i].at];
    if (i + 1 < order.size() && order[i].same_head(order[i + 1]) &&
        changes[order[i + 1].at].key == change.key)
      continue;
    const auto value = encode_place(change.place);
    rows.add({change.key.data(), KeySize},
             change.erased ? std::string_view{} : std::string_view{value.data(), value_size});
  }
  changes.clear();
  return store.write_bulk(in, rows);
}

class bookmarks_model final : public read_model {
 public:
  explicit bookmarks_model(projection_store& store) : store_(store) {}

  auto fold(const stored_event& event) -> result<done> override {
    collection_name name;
    if (!parse_collection_stream(event.head.stream, name) || name.kind != "bookmarks") return done{};
    if (name.owner != owner_ || count_ == nullptr) {
      owner_ = name.owner;
      owner_digest_ = owner_digest(owner_);
      count_ = &counts_[owner_];
    }
    const bool folded = event.head.tag == chunk_applied::tag ? fold_chunk(event) : fold_deletion(event);
    if (folded) return done{};
    return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
  }

  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    if (auto written = write_index(store, family::places, places_, true); !written) return written.why();
    if (auto written = write_index(store, family::listing, listing_, false); !written) return written.why();
    for (const auto& [owner, mine] : counts_) {
      if (auto counted = add_count(owner, mine.rows, changes); !counted) return counted.why();
      auto key = owner + "/";
      for (const auto& [tag, delta] : mine.tags) {
        key.replace(owner.size() + 1, std::string::npos, tag);
        if (auto counted = add_count(key, delta, changes); !counted) return counted.why();
      }
    }
    counts_.clear();
    count_ = nullptr;
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return places_.size(); }

 private:
  auto fold_chunk(const stored_event& event) -> bool {
    if (!decode(event.payload, chunk_)) return false;
    for (std::uint32_t i = 0; i < chunk_.records.size(); ++i) {
      const auto& record = chunk_.records[i];
      if (record.what != outcome::created && record.what != outcome::updated) continue;
      const place_row place{{event.head.at, i}, false};
      if (record.what == outcome::updated && !forget(record.id, record.before)) return false;
      if (!bookmarks::view_row(record.after, row_)) return false;
      note(record.id, place);
      list(record.id, row_.created_at, place, false);
      count_row(1);
    }
    return true;
  }

  auto fold_deletion(const stored_event& event) -> bool {
    record_deleted gone;
    if (event.head.tag != record_deleted::tag || !decode(event.payload, gone) ||
        !forget(gone.id, gone.before))
      return false;
    note(gone.id, {{event.head.at, 0}, true});
    return true;
  }

  /// What the earlier version of a record had in the listing and the counts.
  auto forget(const identity& id, std::string_view before) -> bool {
    if (!bookmarks::view_row(before, row_)) return false;
    list(id, row_.created_at, {}, true);
    count_row(-1);
    return true;
  }

  void note(const identity& id, const place_row& place) {
    auto& change = places_.emplace_back();
    const auto key = scoped(id, owner_digest_);
    std::memcpy(change.key.data(), key.data(), key.size());
    change.place = place;
  }

  void list(const identity& id, instant created_at, const place_row& place, bool erased) {
    auto& change = listing_.emplace_back();
    const auto key = listing_key(owner_digest_, created_at, id);
    std::memcpy(change.key.data(), key.data(), key.size());
    change.place = place;
    change.erased = erased;
  }

  void count_row(std::int64_t delta) {
    count_->rows += delta;
    for (const auto tag : row_.tags) {
      const auto known = count_->tags.find(tag);
      if (known != count_->tags.end())
        known->second += delta;
      else
        count_->tags.emplace(tag, delta);
    }
  }

  auto add_count(const std::string& key, std::int64_t delta, row_changes& changes) -> result<done> {
    if (delta == 0) return done{};
    const auto bytes = store_.get(family::tags, key);
    if (!bytes) return bytes.why();
    std::uint64_t before = 0;
    if (*bytes && !decode(**bytes, before)) return {errc::corrupt, "The count of a tag is damaged."};
    const auto after = before + static_cast<std::uint64_t>(delta);
    if (after == 0)
      changes.erase(family::tags, key);
    else
      changes.put(family::tags, key, encode(after));
    return done{};
  }

  projection_store& store_;
  std::string owner_;
  digest owner_digest_{};
  chunk_applied chunk_;
  bookmarks::row_view row_;
  std::vector<index_change<32>> places_;
  std::vector<index_change<listing_key_size>> listing_;
  struct owner_count {
    std::int64_t rows = 0;
    std::unordered_map<std::string, std::int64_t, text_hash, std::equal_to<>> tags;
  };
  std::unordered_map<std::string, owner_count> counts_;
  owner_count* count_ = nullptr;  ///< of the owner whose event came last
};

}  // namespace

auto collection_digest(std::string_view kind, std::string_view owner) -> digest {
  digest made{};
  const auto name = std::string(kind) + "/" + std::string(owner);
  SHA256(reinterpret_cast<const unsigned char*>(name.data()), name.size(), made.data());
  return made;
}

auto scoped(const identity& id, const digest& owner) -> digest {
  digest made{};
  for (std::size_t i = 0; i < made.size(); ++i) made[i] = id[i] ^ owner[i];
  return made;
}

auto encode_place(const place_row& row) -> std::array<char, place_row_size> {
  std::array<char, place_row_size> bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>(row.at.at >> (8 * (7 - i)));
  for (std::size_t i = 0; i < 4; ++i) bytes[8 + i] = static_cast<char>(row.at.index >> (8 * (3 - i)));
  bytes[12] = row.deleted ? 1 : 0;
  return bytes;
}

auto decode_place(std::string_view bytes) -> place_row {
  place_row row;
  if (bytes.size() < place_row_size - 1) return row;
  row.at.at = read_be(bytes.substr(0, 8));
  row.at.index = static_cast<std::uint32_t>(read_be(bytes.substr(8, 4)));
  row.deleted = bytes.size() == place_row_size && bytes[12] == 1;
  return row;
}

auto listing_prefix(const digest& owner) -> std::string { return std::string(view_of(owner).substr(0, 16)); }

auto listing_key(const digest& owner, instant created_at, const identity& id) -> std::string {
  auto key = listing_prefix(owner);
  // Signed microseconds with the sign turned sort as unsigned; the complement puts the newest first.
  const auto rising = static_cast<std::uint64_t>(created_at.us) ^ (1ULL << 63);
  append_be(key, ~rising, 8);
  key.append(view_of(id).substr(0, 16));
  return key;
}

auto make_bookmarks_model(projection_store& store) -> std::unique_ptr<read_model> {
  return std::make_unique<bookmarks_model>(store);
}

}  // namespace waybill
