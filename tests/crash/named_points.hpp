// Every `fault_point` of the sources by its name. tests/tidy holds the list against them, and the crash table
// itself against what its lives reach.
#pragma once

#include <array>
#include <string_view>

namespace waybill::crash {

inline constexpr auto named_points = std::to_array<std::string_view>({
    "accounts.appended",
    "bulk.chunk_applied",
    "discard.after",
    "discard.before",
    "file.begun",
    "file.bytes_removed",
    "file.confirmed",
    "file.moved",
    "file.piece_begun",
    "file.piece_safe",
    "file.piece_synced",
    "file.save",
    "file.saved",
    "file.state_says_whole",
    "file.synced",
    "file.taken",
    "file.whole",
    "file.write",
    "file.write_piece",
    "file.written",
    "import.appended",
    "import.chunk_applied",
    "import.decided",
    "import.revived",
    "index.file_taken_in",
    "index.file_written",
    "log.before_answers",
    "log.before_cut_back",
    "log.before_projections",
    "log.before_write",
    "log.closed_to_reopen",
    "log.written",
    "projection.before_flush",
    "projection.flushed",
    "projection.half_flushed",
    "rebuild.folded",
    "rebuild.old_set_aside",
    "rebuild.swapped",
    "start.folded",
    "start.imports_recovered",
    "start.log_open",
    "start.projections_set_aside",
    "start.swept",
    "stop.actors_ended",
    "stop.begun",
    "stop.caught_up",
    "stop.imports_ended",
    "store.appended",
    "store.decided",
    "submit.accepted",
    "submit.file_is_safe",
    "sweep.before_remove",
    "upload.created",
    "upload.folders_synced",
    "upload.synced",
    "upload.write",
    "upload.written",
});

/// Passed on the way back from another fault alone: recovery.cpp leads to each.
inline constexpr auto recovery_points = std::to_array<std::string_view>({
    "import.revived",
    "log.before_cut_back",
    "log.closed_to_reopen",
    "start.projections_set_aside",
});

constexpr auto of_the_way_back(std::string_view point) -> bool {
  for (const auto each : recovery_points)
    if (each == point) return true;
  return false;
}

}  // namespace waybill::crash
