#include "projections/bookmarks_model.hpp"

#include <cstring>
#include <unordered_map>

#include "domains/bookmarks/bookmark.hpp"
#include "events/codec.hpp"
#include "events/collection/chunk.hpp"
#include "events/hash.hpp"
#include "projections/bookmark_changes.hpp"
#include "projections/keys.hpp"
#include "projections/live_records.hpp"

namespace waybill {
namespace {

/// Looks up a view without making a string of it.
struct text_hash {
  using is_transparent = void;
  auto operator()(std::string_view text) const -> std::size_t { return std::hash<std::string_view>{}(text); }
};

class bookmarks_model final : public read_model {
 public:
  explicit bookmarks_model(projection_store& store) : store_(store) {}

  auto fold(const stored_event& event) -> result<done> override {
    collection_name name;
    if (!parse_collection_stream(event.head.stream, name) || name.kind != "bookmarks") return done{};
    if (mine_ == nullptr || name.owner != owner_) {
      owner_ = name.owner;
      const auto [mine, fresh] = owners_.try_emplace(owner_);
      mine_ = &mine->second;
      if (fresh) {
        mine_->digest = owner_digest(owner_);
        mine_->number = changes_.add_owner(mine_->digest);
      }
    }
    const bool folded = is_chunk(event.head.tag) ? fold_chunk(event) : fold_deletion(event);
    if (folded) return done{};
    return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
  }

  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    if (auto written = changes_.write(store); !written) return written.why();
    if (auto written = live_.write(store, changes); !written) return written.why();
    for (const auto& [owner, mine] : owners_) {
      if (auto counted = add_count(owner, mine.rows, changes); !counted) return counted.why();
      auto key = owner + "/";
      for (const auto& [tag, delta] : mine.tags) {
        key.replace(owner.size() + 1, std::string::npos, tag);
        if (auto counted = add_count(key, delta, changes); !counted) return counted.why();
      }
    }
    owners_.clear();
    mine_ = nullptr;
    return done{};
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return changes_.size(); }

 private:
  auto fold_chunk(const stored_event& event) -> bool {
    if (!read_chunk(event.head.tag, event.payload, event.head.at, chunk_)) return false;
    for (std::uint32_t i = 0; i < chunk_.records.size(); ++i) {
      const auto& record = chunk_.records[i];
      if (record.what != outcome::created && record.what != outcome::updated) continue;
      const record_place place{event.head.at, i};
      if (record.what == outcome::updated &&
          !forget(record.id(), record.before, {record.before_at, record.before_index}))
        return false;
      if (!bookmarks::view_row(record.after, row_)) return false;
      changes_.stands(mine_->number, record.id(), row_.created_at, place);
      live_.stands(mine_->digest, place);
      count_row(1);
    }
    return true;
  }

  auto fold_deletion(const stored_event& event) -> bool {
    record_deleted gone;
    if (event.head.tag != record_deleted::tag || !decode(event.payload, gone) ||
        !forget(gone.id, gone.before, {gone.before_at, gone.before_index}))
      return false;
    changes_.deleted(mine_->number, gone.id, event.head.at);
    return true;
  }

  /// What the earlier version of a record had in the listing and the counts.
  auto forget(const identity& id, std::string_view before, const record_place& place) -> bool {
    if (!bookmarks::view_row(before, row_) || !live_.superseded(mine_->digest, place)) return false;
    changes_.unlisted(mine_->number, id, row_.created_at);
    count_row(-1);
    return true;
  }

  void count_row(std::int64_t delta) {
    mine_->rows += delta;
    for (const auto tag : row_.tags) {
      const auto known = mine_->tags.find(tag);
      if (known != mine_->tags.end())
        known->second += delta;
      else
        mine_->tags.emplace(tag, delta);
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
  chunk_applied chunk_;
  bookmarks::row_view row_;
  bookmark_changes changes_;
  live_changes live_;
  struct one_owner {
    waybill::digest digest{};
    std::uint32_t number = 0;  ///< in `changes_`
    std::int64_t rows = 0;
    std::unordered_map<std::string, std::int64_t, text_hash, std::equal_to<>> tags;
  };
  std::unordered_map<std::string, one_owner> owners_;
  std::string owner_;
  one_owner* mine_ = nullptr;  ///< of the owner whose event came last
};

}  // namespace

auto collection_digest(std::string_view kind, std::string_view owner) -> digest {
  return sha256_of(std::string(kind) + "/" + std::string(owner));
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
