#include "projections/bookmarks/listing_model.hpp"

#include <cstring>
#include <unordered_map>
#include <vector>

#include "domains/bookmarks/bookmark.hpp"
#include "events/codec.hpp"
#include "projections/bookmarks/listing_changes.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

/// Looks up a view without making a string of it.
struct text_hash {
  using is_transparent = void;
  auto operator()(std::string_view text) const -> std::size_t { return std::hash<std::string_view>{}(text); }
};

class bookmarks_listing final : public kind_rows {
 public:
  auto fold(const folded_collection& in, const chunk_applied& chunk, position at) -> bool override {
    auto& counts = counts_of(in);
    for (std::uint32_t i = 0; i < chunk.records.size(); ++i) {
      const auto& record = chunk.records[i];
      if (record.what != outcome::created && record.what != outcome::updated) continue;
      if (record.what == outcome::updated && !forget(in, counts, record.id(), record.before)) return false;
      if (!bookmarks::view_row(record.after, row_)) return false;
      listing_.listed(in, record.id(), row_.created_at, {at, i});
      count_row(counts, 1);
    }
    return true;
  }

  auto fold(const folded_collection& in, const record_deleted& gone, position) -> bool override {
    return forget(in, counts_of(in), gone.id, gone.before);
  }

  auto flush(projection_store& store, row_changes& changes) -> result<done> override {
    if (auto written = listing_.write(store); !written) return written;
    for (const auto& mine : owners_) {
      if (auto counted = add_count(store, mine.owner, mine.rows, changes); !counted) return counted;
      auto key = mine.owner + "/";
      for (const auto& [tag, delta] : mine.tags) {
        key.replace(mine.owner.size() + 1, std::string::npos, tag);
        if (auto counted = add_count(store, key, delta, changes); !counted) return counted;
      }
    }
    owners_.clear();
    return done{};
  }

 private:
  struct owner_counts {
    std::string owner;
    std::int64_t rows = 0;
    std::unordered_map<std::string, std::int64_t, text_hash, std::equal_to<>> tags;
  };

  auto counts_of(const folded_collection& in) -> owner_counts& {
    if (owners_.size() <= in.number) owners_.resize(in.number + 1);
    auto& mine = owners_[in.number];
    if (mine.owner.empty()) mine.owner = in.owner;
    return mine;
  }

  /// What the earlier version of a bookmark had in the listing and the counts.
  auto forget(const folded_collection& in, owner_counts& counts, const identity& id, std::string_view before)
      -> bool {
    if (!bookmarks::view_row(before, row_)) return false;
    listing_.unlisted(in, id, row_.created_at);
    count_row(counts, -1);
    return true;
  }

  void count_row(owner_counts& counts, std::int64_t delta) {
    counts.rows += delta;
    for (const auto tag : row_.tags) {
      const auto known = counts.tags.find(tag);
      if (known != counts.tags.end())
        known->second += delta;
      else
        counts.tags.emplace(tag, delta);
    }
  }

  static auto add_count(const projection_store& store, const std::string& key, std::int64_t delta,
                        row_changes& changes) -> result<done> {
    if (delta == 0) return done{};
    const auto bytes = store.get(family::tags, key);
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

  bookmarks::row_view row_;
  listing_changes listing_;
  std::vector<owner_counts> owners_;  ///< by the collection's number; those of other kinds are empty
};

}  // namespace

auto listing_key(const digest& collection, instant created_at, std::string_view id)
    -> std::array<char, listing_key_size> {
  std::array<char, listing_key_size> key{};
  std::memcpy(key.data(), collection.data(), 16);
  // Signed microseconds with the sign turned sort as unsigned; the complement puts the newest first.
  const auto rising = static_cast<std::uint64_t>(created_at.us) ^ (std::uint64_t{1} << 63);
  put_be(key.data() + 16, std::uint64_t{~rising});
  std::memcpy(key.data() + 24, id.data(), listing_id_size);
  return key;
}

auto make_bookmarks_listing() -> std::unique_ptr<kind_rows> { return std::make_unique<bookmarks_listing>(); }

}  // namespace waybill
