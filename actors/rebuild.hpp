// Drops the read models and folds them again from the log.
#pragma once

#include <optional>

#include "config/settings.hpp"
#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

struct rebuild_report {
  std::optional<digest> before;  ///< of all rows, caught up; nothing when the old ones could not be read
  /// There was no room to bring the old ones to the log's end: what they held is not known.
  bool had_no_room = false;
  digest after{};
  position events = 0;
  [[nodiscard]] auto equal() const -> bool { return before == after; }
};

/// Errors: locked (a server works on the directory), corrupt (the log; names the position), storage_full,
/// unavailable.
auto rebuild(const settings& config) -> result<rebuild_report>;

}  // namespace waybill
