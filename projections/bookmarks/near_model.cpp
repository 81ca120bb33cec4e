#include "projections/bookmarks/near_model.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <numeric>

#include "domains/bookmarks/bookmark.hpp"
#include "events/collection/chunk.hpp"
#include "projections/keys.hpp"
#include "projections/sorted_rows.hpp"

namespace waybill {
namespace {

struct near_change {
  std::array<char, near_row_key_size> key;
  bool stands;
};

struct near_index {
  [[nodiscard]] static auto entry(const near_change& one, std::uint32_t at) -> sort_entry {
    // Collections are few: what tells keys apart stands behind them.
    return {static_cast<std::uint32_t>(read_be({one.key.data(), 4})), at, read_be64(one.key.data() + 4),
            read_be64(one.key.data() + 12)};
  }
  [[nodiscard]] static auto key(const near_change& one) -> const std::array<char, near_row_key_size>& {
    return one.key;
  }
  [[nodiscard]] static auto value(const near_change&) -> std::array<char, 1> { return {'1'}; }
  [[nodiscard]] static auto erases(const near_change& one) -> bool { return !one.stands; }
};

/// A bookmark's key never changes: what has the same identity is equal but for what is aside anyway.
class near_model final : public read_model {
 public:
  auto fold(const stored_event& event) -> result<done> override {
    collection_name name;
    if (!parse_collection_stream(event.head.stream, name) || name.kind != "bookmarks") return done{};
    collection_ = collection_digest(name.kind, name.owner);
    const auto& tag = event.head.tag;
    record_deleted gone;
    if (holds_records(tag) ? fold_records(event) : read_deletion(tag, event.payload, gone) && forget(gone))
      return done{};
    return {errc::corrupt, "The event at position " + std::to_string(event.head.at) + " cannot be read."};
  }

  auto flush(projection_store& store, row_changes&) -> result<done> override {
    auto written = store.write_bulk(family::near, sorted_rows<near_change, near_index>{changes_, {}});
    if (written) changes_.clear();
    return written;
  }

  [[nodiscard]] auto waiting() const -> std::size_t override { return changes_.size(); }

 private:
  auto fold_records(const stored_event& event) -> bool {
    chunk_header head;
    if (is_chunk(event.head.tag)) {
      if (!decode_chunk_header(event.payload, head)) return false;
      if (head.counts.created == 0) return true;
    }
    if (!read_chunk(event.head.tag, event.payload, event.head.at, chunk_)) return false;
    for (const auto& one : chunk_.records)
      if (one.what == outcome::created && !add(one.id(), one.after, true)) return false;
    return std::all_of(chunk_.deleted.begin(), chunk_.deleted.end(),
                       [this](const auto& one) { return forget(one); });
  }

  auto forget(const record_deleted& gone) -> bool { return add(gone.id, gone.before, false); }

  auto add(const identity& id, std::string_view row, bool stands) -> bool {
    if (!bookmarks::view_row(row, row_)) return false;
    const auto key = maker_.key_of(row_.url);
    if (!key) return true;
    near_change made{{}, stands};
    auto to = std::copy_n(reinterpret_cast<const char*>(collection_.data()), 16, made.key.begin());
    to = std::copy(key->begin(), key->end(), to);
    std::copy_n(reinterpret_cast<const char*>(id.data()), id.size(), to);
    changes_.add(made);
    return true;
  }

  digest collection_{};
  chunk_applied chunk_;
  bookmarks::row_view row_;
  bookmarks::near_maker maker_;
  change_list<near_change> changes_;
};

}  // namespace

auto near_prefix(const digest& collection, const bookmarks::near_key& key) -> std::string {
  return collection_prefix(collection).append(key.data(), key.size());
}

auto make_near_model() -> std::unique_ptr<read_model> { return std::make_unique<near_model>(); }

}  // namespace waybill
