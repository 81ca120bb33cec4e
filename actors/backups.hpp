// Backups that the server makes while it works: when an administrator asks, and when their time has come.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "events/clock.hpp"
#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "events/server/events.hpp"

namespace waybill {

/// One that is being made.
struct running_backup {
  std::string by;  ///< who asked; `system`: its time had come
  instant began_at{};
  std::uint64_t bytes_done = 0;
  std::uint64_t bytes_total = 0;  ///< 0: not known yet
  std::string folder{};           ///< "": the one that is configured
};

/// What the log says of one that ended, or of the restore that this log came out of.
struct told_backup {
  position told_at = 0;
  instant time{};
  std::string by;
  server_event what;
};

/// Any thread.
class backup_desk {
 public:
  virtual ~backup_desk() = default;
  /// Begins one, and does not wait for its end. Errors: not_configured (there is no folder for them), busy
  /// (one is being made).
  virtual auto begin(const std::string& by) -> result<running_backup> = 0;
  /// The same into a folder that an operator names, which may be anywhere. All backups there stay. Errors:
  /// busy.
  virtual auto begin_into(const std::string& folder, const std::string& by) -> result<running_backup> = 0;
  [[nodiscard]] virtual auto running() const -> std::optional<running_backup> = 0;
  /// The newest first, `most` of them. Errors: corrupt, unavailable.
  [[nodiscard]] virtual auto list(std::size_t most) const -> result<std::vector<told_backup>> = 0;
};

/// What the desk and the actor both see.
class backup_state {
 public:
  /// Nothing, when one is under way already.
  auto begin(const std::string& by, instant now, const std::string& folder = {})
      -> std::optional<running_backup>;
  void tell(std::uint64_t bytes_done, std::uint64_t bytes_total);
  void ended();
  [[nodiscard]] auto running() const -> std::optional<running_backup>;
  /// The engine stops: one that is under way is given up.
  void stop() { stopped_ = true; }
  [[nodiscard]] auto stopped() const -> bool { return stopped_; }

 private:
  mutable std::mutex mutex_;
  std::optional<running_backup> running_;
  std::atomic<bool> stopped_{false};
};

/// What the log tells of backups, the newest first. Errors: those of the log.
auto told_backups(const event_log& log, std::size_t most) -> result<std::vector<told_backup>>;

/// When the server is to make the next one by itself: `every` hours after the last began; an hour after one
/// that failed, or earlier. At once, where there was none, or where the last one is still to come by a clock
/// that was put back. Nothing: never.
auto next_backup_at(const std::vector<told_backup>& newest_first, std::uint64_t every_hours, instant now)
    -> std::optional<instant>;

}  // namespace waybill
