#include "actors/stalled.hpp"

#include "actors/registry.hpp"
#include "projections/imports_model.hpp"

namespace waybill {
namespace {

/// A chunk takes milliseconds, a file some seconds.
constexpr std::int64_t long_us = 60'000'000;

auto is_watched(const import_row& row) -> bool {
  return row.status == import_status::parsing || row.status == import_status::processing ||
         (row.status == import_status::paused && row.suspension);
}

}  // namespace

auto stall_of(const import_row& row, instant last, instant now) -> std::optional<stalled_import> {
  if (!is_watched(row)) return std::nullopt;
  if (row.suspension)
    return stalled_import{row.id, row.status, last, "It waits for the next try: " + row.suspension->message};
  if (now.us - last.us < long_us) return std::nullopt;
  return stalled_import{row.id, row.status, last,
                        "It is at work, and nothing was written of it for a minute or longer."};
}

auto stalled_imports(const projection_store& rows, const event_log& log, instant now, std::size_t most)
    -> result<std::vector<stalled_import>> {
  const auto unfinished = unfinished_imports(rows);
  if (!unfinished) return unfinished.why();
  std::vector<stalled_import> found;
  for (const auto& id : *unfinished) {
    const auto row = load_import_row(rows, id);
    // It may have ended meanwhile.
    if (!row && row.why().code != errc::not_found) return row.why();
    if (!row || !is_watched(*row)) continue;
    const auto event = log.read_at(row->changed_at);
    if (!event) return event.why();
    if (auto stall = stall_of(*row, event->head.time, now)) found.push_back(std::move(*stall));
    if (found.size() == most) break;
  }
  return found;
}

}  // namespace waybill
