// Makes a backup: of a log that is open here, and of the files that belong to it. Imports go on meanwhile.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "backup/manifest.hpp"
#include "events/clock.hpp"
#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "events/server/events.hpp"

namespace waybill::backup {

/// How far it is.
struct backup_progress {
  std::uint64_t bytes_done = 0;   ///< copied, or there already
  std::uint64_t bytes_total = 0;  ///< 0: not known yet
};

struct take_plan {
  std::string data_directory;
  const event_log& log;  ///< of that directory
  std::string folder;
  std::uint64_t bytes_per_s = 0;  ///< 0: no limit
  std::uint64_t keep = 1;         ///< finished ones of this line that stay
  clock_ptr clock;
  /// Held by who removes uploaded files. Null: nobody does.
  std::mutex* removals = nullptr;
  std::function<bool()> stopped{};                     ///< asked often, from the calling thread
  std::function<void(const backup_progress&)> tell{};  ///< the same
  /// Told once, when the folder has backups of another line of history than this log's: their numbers, oldest
  /// first. They stay, whatever `keep` says.
  std::function<void(const std::vector<std::uint64_t>&)> tell_others{};
};

/// Blocks until it is finished, or given up: then those before it are as they were. One at a time for a data
/// directory, which the calling process holds. Answers what the log should say of it. Errors: bad_value (the
/// folder lies in the data directory, or the other way round, has other things in it, or backups of another
/// log), busy, storage_full, unavailable.
auto take(const take_plan& plan) -> result<backup_finished>;

/// What a backup that was cut off left in a data directory goes. While the directory is held.
void sweep_staging(const std::string& data_directory);

}  // namespace waybill::backup
