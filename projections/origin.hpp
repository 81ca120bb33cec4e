// Of which log read models are: rows of another store's log look like one's own.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "events/log/event_log.hpp"
#include "projections/store.hpp"

namespace waybill {

/// Notes, with a checkpoint at `at`, the seal of the event there; with the first checkpoint also that of the
/// log's first event, by which a log is known. Errors: those of reading the log.
auto put_origin(row_changes& changes, std::string_view model, const event_log& log, position at,
                bool is_first) -> result<done>;

/// Whether the rows were folded from this log, as far as can be told: from events that the log cannot give
/// nothing is, and a checkpoint beyond the log's end is left to the runner. Rows that do not say where they
/// come from are of no log. Errors: those of reading the rows.
auto are_folded_from(const event_log& log, const projection_store& rows) -> result<bool>;

/// The furthest checkpoint in a directory of read models, also beside a process that works there. Changes
/// nothing. Nothing when there are none, or they cannot be read.
auto furthest_checkpoint(const std::string& directory) -> std::optional<position>;

}  // namespace waybill
