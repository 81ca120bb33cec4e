// How the server is, and what was wrong lately.
#include <algorithm>

#include "actors/operator_desk.hpp"
#include "actors/recent_troubles.hpp"
#include "console/answers.hpp"
#include "console/process_figures.hpp"

namespace waybill::console {

auto refused_for(const error& why) -> refused { return {std::string(name_of(why.code)), why.message}; }
auto refused_for(errc code, std::string sentence) -> refused {
  return {std::string(name_of(code)), std::move(sentence)};
}

auto answer_to(const session_surroundings& around, const status_asked&) -> answer {
  const auto health = around.core->health();
  const auto seats = around.core->operators().seats();
  if (!seats) return refused_for(seats.why());
  const auto figures = figures_of_process(around.data_directory);
  status_told now;
  now.version = around.version;
  now.pid = figures.pid;
  now.uptime_s = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - around.since)
          .count());
  now.log_tail = health.log_tail;
  now.log_bytes = health.log_bytes;
  now.imports_at = health.imports_at;
  now.collections_at = health.collections_at;
  now.projection_bytes = health.projection_bytes;
  now.log_open = health.log_open;
  now.caught_up = health.caught_up;
  now.draining = seats->draining;
  now.seats = seats->seats;
  now.running = seats->running;
  now.waiting = seats->waiting;
  now.records_applied = health.records_applied;
  now.memory_bytes = figures.memory_bytes;
  now.memory_peak_bytes = figures.memory_peak_bytes;
  now.descriptors = figures.descriptors;
  now.descriptors_limit = figures.descriptors_limit;
  now.disk_free_bytes = figures.disk_free_bytes;
  return now;
}

auto answer_to(const session_surroundings& around, const troubles_asked&) -> answer {
  troubles_told all;
  for (const auto& one : journal::recent_troubles())
    all.errors.push_back({one.at, one.level, one.event, one.text});
  const auto stalled = around.core->operators().stalled();
  if (!stalled) return refused_for(stalled.why());
  for (const auto& one : *stalled)
    all.stalled.push_back(
        {one.id.value, std::string(name_of(one.status)), to_rfc3339_ms(one.since), one.why});
  return all;
}

}  // namespace waybill::console
