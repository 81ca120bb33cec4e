#include "projections/bookmarks/bookmark_walk.hpp"

#include <utility>
#include <vector>

#include "projections/collections/collection_reader.hpp"
#include "projections/collections/live_records.hpp"

namespace waybill {
namespace {

auto walk_chunk(const stored_event& event, const record_bits& live, const bookmark_visitor& visit)
    -> result<bool> {
  const auto chunk = load_chunk(event);
  if (!chunk) return chunk.why();
  if (!*chunk) return true;
  const auto& records = (*chunk)->what.records;
  bookmarks::row_view row;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (!live.test(i) || !bookmarks::view_row(records[i].after, row)) continue;
    auto going = visit({event.head.at, i}, records[i], row);
    if (!going || !*going) return going;
  }
  return true;
}

}  // namespace

auto walk_bookmarks(const projection_store& store, const event_log& log, const digest& collection,
                    position from, const bookmark_visitor& visit) -> result<done> {
  std::vector<std::pair<position, record_bits>> chunks;
  const auto scanned = scan_live(store, collection, from, [&](position chunk, record_bits live) {
    chunks.emplace_back(chunk, std::move(live));
    return true;
  });
  if (!scanned) return scanned.why();
  for (const auto& [at, live] : chunks) {
    const auto event = log.read_at(at);
    if (!event) return event.why();
    auto going = walk_chunk(*event, live, visit);
    if (!going) return going.why();
    if (!*going) return done{};
  }
  return done{};
}

}  // namespace waybill
