// What keeps the server whole: read models and backups.
#include "actors/backups.hpp"
#include "actors/operator_desk.hpp"
#include "actors/projection_rebuild.hpp"
#include "console/answers.hpp"
#include "events/catalog.hpp"
#include "projections/event_payload.hpp"

namespace waybill::console {

auto answer_to(const session_surroundings& around, const projections_asked&) -> answer {
  projections_told all;
  for (const auto& one : around.core->operators().projections().projections())
    all.items.push_back({one.name, one.at, one.tail - one.at, one.size_bytes, one.layout, one.stuck});
  return all;
}

auto answer_to(const session_surroundings& around, const rebuild_asked&) -> answer {
  const auto now = around.core->operators().projections().figures();
  return rebuild_told{now.began, now.running, now.at, now.end, now.changed, now.why};
}

auto answer_to(const session_surroundings& around, const backup_asked&) -> answer {
  backup_told now;
  auto& backups = around.core->backups();
  if (const auto running = backups.running()) {
    now.running = true;
    now.by = running->by;
    now.began_at = to_rfc3339_ms(running->began_at);
    now.bytes_done = running->bytes_done;
    now.bytes_total = running->bytes_total;
  }
  const auto last = backups.list(1);
  if (!last) return refused_for(last.why());
  if (last->empty()) return now;
  const auto event = around.core->log().read_at(last->front().told_at);
  if (!event) return refused_for(event.why());
  now.told_at = event->head.at;
  now.type = event->head.tag;
  now.summary = payload_text(*event, true);
  return now;
}

}  // namespace waybill::console
