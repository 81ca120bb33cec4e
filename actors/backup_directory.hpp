// Backups of a data directory that no server works on, and data directories made of backups.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "backup/restore.hpp"
#include "config/settings.hpp"
#include "events/clock.hpp"
#include "events/result.hpp"
#include "events/server/events.hpp"

namespace waybill {

/// Holds the directory meanwhile. Errors: locked (a server works on it), and those of backup::take and of
/// opening the log.
auto back_up_directory(const settings& config, const std::string& folder, const clock_ptr& clock)
    -> result<backup_finished>;

/// Says in the journal that the folder has backups of another line of history: see take_plan::tell_others.
void warn_of_other_line(const std::string& folder, const std::vector<std::uint64_t>& numbers);

/// `data_directory` is made, or is empty. Errors: bad_value (something lies in it), locked, and those of
/// backup::restore.
auto restore_directory(backup::restore_plan plan) -> result<backup::restore_report>;

}  // namespace waybill
