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

/// A change of one index row as it will be written.
template <std::size_t KeySize, std::size_t ValueSize>
struct index_change {
  std::array<char, KeySize> key;
  std::array<char, ValueSize> value;
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

/// Changes of one index, in the order they were folded; sorted, and only the last of each key, when they are
/// written.
template <std::size_t KeySize, std::size_t ValueSize>
class index_changes final : public bulk_rows {
 public:
  using change = index_change<KeySize, ValueSize>;
  auto add() -> change& { return changes_.emplace_back(); }
  [[nodiscard]] auto waiting() const -> std::size_t { return changes_.size(); }

  auto write(projection_store& store, family in) -> result<done> {
    sort();
    auto written = store.write_bulk(in, *this);
    changes_.clear();
    order_ = {};
    return written;
  }

  [[nodiscard]] auto size() const -> std::size_t override { return order_.size(); }
  [[nodiscard]] auto at(std::size_t i) const -> row override {
    constexpr std::size_t look_ahead = 16;
    if (i + look_ahead < order_.size()) __builtin_prefetch(&changes_[order_[i + look_ahead].at]);
    const auto& one = changes_[order_[i].at];
    return {{one.key.data(), KeySize},
            one.erased ? std::string_view{} : std::string_view{one.value.data(), ValueSize}};
  }

 private:
  void sort() {
    order_.resize(changes_.size());
    for (std::uint32_t i = 0; i < order_.size(); ++i) {
      const char* const key = changes_[i].key.data();
      order_[i] = {read_be64(key), read_be64(key + 8), read_be64(key + 16), i};
    }
    std::sort(order_.begin(), order_.end(), [this](const sort_entry& a, const sort_entry& b) {
      if (a.first != b.first) return a.first < b.first;
      if (a.second != b.second) return a.second < b.second;
      if (a.third != b.third) return a.third < b.third;
      const int less = std::memcmp(changes_[a.at].key.data(), changes_[b.at].key.data(), KeySize);
      return less != 0 ? less < 0 : a.at < b.at;
    });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < order_.size(); ++i)
      if (i + 1 == order_.size() || !same_key(order_[i], order_[i + 1])) order_[kept++] = order_[i];
    order_.resize(kept);
  }
  [[nodiscard]] auto same_key(const sort_entry& a, const sort_entry& b) const -> bool {
    return a.same_head(b) && changes_[a.at].key == changes_[b.at].key;
  }

  std::vector<change> changes_;
  std::vector<sort_entry> order_;
};

/// Where a record stands, without whether it was deleted.
constexpr std::size_t place_size = place_row_size - 1;

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
    if (auto written = places_.write(store, family::places); !written) return written.why();
    if (auto written = listing_.write(store, family::listing); !written) return written.why();
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

  [[nodiscard]] auto waiting() const -> std::size_t override { return places_.waiting(); }

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
    auto& change = places_.add();
    const auto key = scoped(id, owner_digest_);
    std::memcpy(change.key.data(), key.data(), key.size());
    change.value = encode_place(place);
  }

  void list(const identity& id, instant created_at, const place_row& place, bool erased) {
    auto& change = listing_.add();
    change.key = listing_key(owner_digest_, created_at, id);
    const auto value = encode_place(place);
    std::memcpy(change.value.data(), value.data(), place_size);
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
  index_changes<std::tuple_size_v<identity>, place_row_size> places_;
  index_changes<listing_key_size, place_size> listing_;
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
  put_be(bytes.data(), row.at.at);
  put_be(bytes.data() + sizeof row.at.at, row.at.index);
  bytes.back() = row.deleted ? 1 : 0;
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

auto listing_key(const digest& owner, instant created_at, const identity& id)
    -> std::array<char, listing_key_size> {
  std::array<char, listing_key_size> key{};
  std::memcpy(key.data(), owner.data(), 16);
  // Signed microseconds with the sign turned sort as unsigned; the complement puts the newest first.
  const auto rising = static_cast<std::uint64_t>(created_at.us) ^ (std::uint64_t{1} << 63);
  put_be(key.data() + 16, std::uint64_t{~rising});
  std::memcpy(key.data() + 24, id.data(), 16);
  return key;
}

auto make_bookmarks_model(projection_store& store) -> std::unique_ptr<read_model> {
  return std::make_unique<bookmarks_model>(store);
}

}  // namespace waybill
