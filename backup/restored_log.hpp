// What a restored log needs before somebody works on it.
#pragma once

#include <string>

#include "backup/restore.hpp"
#include "events/log/rocksdb_log.hpp"

namespace waybill::backup {

/// Ends the log where it is to end; answers where that is. Errors: bad_value, and those of the log.
auto cut(const log_options& how, const manifest& from, const restore_until& until) -> result<position>;

/// Pauses imports that were not finished, ends changes of many records, and notes where the log comes from.
/// Errors: those of the log.
auto settle(event_log& log, const restore_plan& plan, restore_report& report) -> result<done>;

}  // namespace waybill::backup
