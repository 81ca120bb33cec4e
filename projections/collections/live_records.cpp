#include "projections/collections/live_records.hpp"

#include <algorithm>
#include <utility>

#include "events/collection/events.hpp"
#include "projections/collections/places.hpp"
#include "projections/keys.hpp"

namespace waybill {
namespace {

// All rows of a collection stand together.
auto live_key(const digest& owner, position chunk) -> std::string {
  auto key = collection_prefix(owner);
  append_be(key, chunk, sizeof chunk);
  return key;
}

}  // namespace

void record_bits::set(std::uint32_t record) {
  if (bytes_.size() <= record / 8) bytes_.resize(record / 8 + 1);
  auto& byte = bytes_[record / 8];
  byte = static_cast<char>(static_cast<unsigned char>(byte) | 1U << record % 8);
}

void record_bits::take_away(const record_bits& gone) {
  for (std::size_t i = 0; i < std::min(bytes_.size(), gone.bytes_.size()); ++i)
    bytes_[i] = static_cast<char>(static_cast<unsigned char>(bytes_[i]) &
                                  ~static_cast<unsigned>(static_cast<unsigned char>(gone.bytes_[i])));
  trim();
}

void record_bits::trim() {
  while (!bytes_.empty() && bytes_.back() == 0) bytes_.pop_back();
}

auto live_changes::at(const digest& owner, position chunk) -> change& {
  if (last_change_ == nullptr || last_ != chunk) {
    last_ = chunk;
    last_change_ = &changes_[chunk];
    last_change_->owner = owner;
  }
  return *last_change_;
}

void live_changes::stands(const digest& owner, const record_place& place) {
  at(owner, place.at).standing.set(place.index);
}

auto live_changes::superseded(const digest& owner, const record_place& place) -> bool {
  if (place.index >= most_chunk_records) return false;
  at(owner, place.at).gone.set(place.index);
  return true;
}

auto live_changes::write(const projection_store& store, row_changes& changes) -> result<done> {
  std::vector<std::pair<std::string, const change*>> sorted;
  sorted.reserve(changes_.size());
  for (const auto& [chunk, one] : changes_) sorted.emplace_back(live_key(one.owner, chunk), &one);
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string_view> keys;
  for (const auto& [key, one] : sorted)
    if (!one->standing.any()) keys.push_back(key);
  if (sorted.empty()) return done{};
  auto rows = store.get_many(family::live, keys);
  if (!rows) return rows.why();
  std::size_t next = 0;
  for (auto& [key, one] : sorted) {
    auto live = one->standing;
    if (!live.any())
      if (auto& row = (*rows)[next++]) live = record_bits{std::move(*row)};
    live.take_away(one->gone);
    if (live.any())
      changes.put(family::live, std::move(key), live.bytes());
    else
      changes.erase(family::live, std::move(key));
  }
  changes_.clear();
  last_change_ = nullptr;
  return done{};
}

auto live_of(const projection_store& store, const digest& owner, position chunk) -> result<record_bits> {
  auto bits = store.get(family::live, live_key(owner, chunk));
  if (!bits) return bits.why();
  return *bits ? record_bits{std::move(**bits)} : record_bits{};
}

auto scan_live(const projection_store& store, const digest& owner, position from,
               const std::function<bool(position chunk, record_bits live)>& take) -> result<done> {
  const auto prefix = collection_prefix(owner);
  return store.scan(family::live, prefix, live_key(owner, from),
                    [&](std::string_view key, std::string_view bits) {
                      return take(read_be(key.substr(prefix.size())), record_bits{std::string(bits)});
                    });
}

}  // namespace waybill
