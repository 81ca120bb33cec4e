#include "projections/collections/scattered_rows.hpp"

#include <algorithm>
#include <limits>

#include "events/log/crc32c.hpp"

namespace waybill {

auto scattered_rows::known_chunk::size() const -> std::size_t {
  constexpr std::size_t of_lists = 100;
  return sizeof *this + of_lists + common.size() + rows.size() * sizeof(row_piece);
}

auto scattered_rows::read(const record_place& place, std::string& row) -> result<std::string_view> {
  if (const auto* known = read_piece(place, row)) return std::string_view{known->common};
  const reading_watch watch;
  const auto chunk = reader_.chunk(place.at);
  if (!chunk) return chunk.why();
  if (auto copied = copy_row((*chunk)->what, place, row); !copied) return copied.why();
  if (auto bytes = watch.place_of((*chunk)->event)) remember(place.at, **chunk, std::move(*bytes));
  return (*chunk)->what.common;
}

/// Null: nothing is known of it, or the bytes are not those that were there; then the whole chunk tells.
auto scattered_rows::read_piece(const record_place& place, std::string& row) -> const known_chunk* {
  const auto found = by_position_.find(place.at);
  if (found == by_position_.end()) return nullptr;
  known_.splice(known_.begin(), known_, found->second);
  const auto& chunk = known_.front();
  const auto piece = std::lower_bound(chunk.rows.begin(), chunk.rows.end(), place.index,
                                      [](const row_piece& one, auto index) { return one.index < index; });
  if (piece == chunk.rows.end() || piece->index != place.index) return nullptr;
  row.resize(piece->bytes);
  if (!chunk.bytes.read(piece->from, row) || crc32c(0, row) != piece->sum) return nullptr;
  return &chunk;
}

void scattered_rows::remember(position at, const loaded_chunk& chunk, placed_bytes bytes) {
  constexpr std::size_t longest = std::numeric_limits<std::uint16_t>::max();
  static_assert(most_chunk_records <= longest);
  known_chunk made{at, std::move(bytes), std::string(chunk.what.common), {}};
  const auto* const payload = chunk.event.payload.data();
  const auto& records = chunk.what.records;
  const auto is_kept = [](const applied_record& one) {
    return !one.after.empty() && one.after.size() <= longest;
  };
  made.rows.reserve(static_cast<std::size_t>(std::count_if(records.begin(), records.end(), is_kept)));
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto& row = records[i].after;
    if (is_kept(records[i]))
      made.rows.push_back({static_cast<std::uint32_t>(row.data() - payload), crc32c(0, row),
                           static_cast<std::uint16_t>(i), static_cast<std::uint16_t>(row.size())});
  }
  if (const auto before = by_position_.find(at); before != by_position_.end()) {
    bytes_ -= before->second->size();
    known_.erase(before->second);
  }
  bytes_ += made.size();
  known_.push_front(std::move(made));
  by_position_[at] = known_.begin();
  for (; bytes_ > most_bytes_; known_.pop_back()) {
    bytes_ -= known_.back().size();
    by_position_.erase(known_.back().at);
  }
}

}  // namespace waybill
