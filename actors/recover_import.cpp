#include "actors/registry.hpp"
#include "events/catalog.hpp"
#include "projections/imports_model.hpp"

namespace waybill {

auto unfinished_imports(const projection_store& rows) -> result<std::vector<import_id>> {
  std::vector<import_id> unfinished;
  auto walked =
      rows.scan(family::imports, unfinished_prefix, {}, [&](std::string_view key, std::string_view) {
        unfinished.push_back({std::string(key.substr(unfinished_prefix.size()))});
        return true;
      });
  if (!walked) return std::move(walked).why();
  return unfinished;
}

auto catch_up(const event_log& log, const projection_store& rows, const import_id& id,
              recovered_import& found) -> result<done> {
  // Of a review each may be of tens of KiB.
  constexpr std::size_t events_at_once = 100;
  for (;;) {
    const auto events = log.read_stream(import_stream(id), found.version + 1, events_at_once);
    if (!events) return events.why();
    for (const auto& event : *events) {
      const auto decoded = decode_event<import_event>(event.head.tag, event.payload);
      if (!decoded)
        return {errc::corrupt, "Position " + std::to_string(event.head.at) + ": " + decoded.why().message};
      found.state = apply(std::move(found.state), *decoded, event.head.time);
      found.version = event.head.version;
      found.last_at = event.head.at;
      if (found.accepted_at == 0) {
        found.accepted_at = event.head.at;
        found.state.started_by = {event.head.by};
      }
    }
    if (events->size() < events_at_once) break;
  }
  if (found.version == 0) return {errc::not_found, "There is no such import."};
  const auto row = load_import_row(rows, id);
  if (!row) return row.why();
  found.state.progress = row->progress;
  return done{};
}

auto registry_plan::recover(const import_id& id) const -> result<recovered_import> {
  return ready ? ready->recover(id) : recover_import(*log, *rows, id);
}

auto recover_import(const event_log& log, const projection_store& rows, const import_id& id)
    -> result<recovered_import> {
  recovered_import found;
  if (auto caught = catch_up(log, rows, id, found); !caught) return std::move(caught).why();
  return found;
}

}  // namespace waybill
