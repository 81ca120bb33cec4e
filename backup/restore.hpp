// Makes a data directory of a backup. Its read models are folded when it is opened.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "backup/manifest.hpp"
#include "events/clock.hpp"
#include "events/collection/events.hpp"
#include "events/result.hpp"

namespace waybill::backup {

/// Where the log is to end: behind an event, or before the first event that is later than a time.
using restore_until = std::variant<position, instant>;

struct restore_plan {
  std::string folder;          ///< of backups
  std::string data_directory;  ///< is there, is held by the calling process, and has nothing but its lock
  std::optional<restore_until> until{};  ///< nothing: all that the newest backup has
  clock_ptr clock;
};

struct missing_file {
  import_id import;
  std::string name;  ///< as its client called it
};

struct restore_report {
  manifest from;
  bool has_unfinished = false;  ///< a later backup was begun in the folder, and cut off
  position at = 0;              ///< the last event that was restored
  std::vector<import_id> paused;
  std::vector<bulk_id> cancelled;     ///< changes of many records that had not ended
  std::vector<missing_file> missing;  ///< of imports that could go on if they had it
};

/// The directory under whose name a log is put in place; only when all is there it is called `log`.
inline constexpr std::string_view restored_log_name = "log.restoring";

/// The newest backup; with `until` the oldest that reaches so far. Reads all of it and compares every digest
/// before anything is written. Imports that were not finished are paused: their handlers may have been called
/// for what comes behind. Changes of many records that had not ended are cancelled: the time before them may
/// be what is wanted. When it fails, what it wrote is removed. Errors: not_found (no backups there, or none
/// that is finished), bad_value (`until` lies outside of what it has), corrupt (names the file), busy,
/// storage_full, unavailable.
auto restore(const restore_plan& plan) -> result<restore_report>;

/// `812`, or a time as the API writes it: `2026-01-31T12:00:00Z`. Errors: bad_value.
auto parse_until(const std::string& text) -> result<restore_until>;

}  // namespace waybill::backup
