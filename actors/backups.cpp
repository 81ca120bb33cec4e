#include "actors/backups.hpp"

#include <algorithm>
#include <chrono>

#include "events/catalog.hpp"

namespace waybill {

auto backup_state::begin(const std::string& by, instant now, const std::string& folder)
    -> std::optional<running_backup> {
  const std::scoped_lock lock{mutex_};
  if (running_) return std::nullopt;
  running_ = running_backup{by, now, 0, 0, folder};
  return running_;
}

void backup_state::tell(std::uint64_t bytes_done, std::uint64_t bytes_total) {
  const std::scoped_lock lock{mutex_};
  if (!running_) return;
  running_->bytes_done = bytes_done;
  running_->bytes_total = bytes_total;
}

void backup_state::ended() {
  const std::scoped_lock lock{mutex_};
  running_.reset();
}

auto backup_state::running() const -> std::optional<running_backup> {
  const std::scoped_lock lock{mutex_};
  return running_;
}

auto told_backups(const event_log& log, std::size_t most) -> result<std::vector<told_backup>> {
  const auto head = log.head(server_stream);
  if (!head) return head.why();
  const auto from = head->version - std::min<std::uint64_t>(head->version, most) + 1;
  const auto events = log.read_stream(server_stream, from, most);
  if (!events) return events.why();
  std::vector<told_backup> all;
  for (const auto& event : *events) {
    auto what = decode_event<server_event>(event.head.tag, event.payload);
    if (!what) return std::move(what).why();
    all.push_back({event.head.at, event.head.time, event.head.by, *std::move(what)});
  }
  std::ranges::reverse(all);
  return all;
}

auto next_backup_at(const std::vector<told_backup>& newest_first, std::uint64_t every_hours, instant now)
    -> std::optional<instant> {
  constexpr std::int64_t us_an_hour = std::chrono::microseconds(std::chrono::hours{1}).count();
  if (every_hours == 0) return std::nullopt;
  const auto every_us = static_cast<std::int64_t>(every_hours) * us_an_hour;
  for (const auto& one : newest_first) {
    // The clock was put back: how long ago that was nobody knows.
    if (one.time > now) return now;
    if (const auto* finished = std::get_if<backup_finished>(&one.what))
      return instant{finished->began_at.us + every_us};
    if (std::holds_alternative<backup_failed>(one.what))
      return instant{one.time.us + std::min(every_us, us_an_hour)};
  }
  return instant{};
}

}  // namespace waybill
