// Reads the changes of one bookmark out of the log, from its newest back to its first.
#pragma once

#include <memory>

#include "events/log/event_log.hpp"
#include "projections/bookmarks/bookmark_views.hpp"
#include "projections/collections/collection_reader.hpp"

namespace waybill {

/// Keeps the last event at hand, since one file can change a bookmark many times. One thread.
class change_reader {
 public:
  explicit change_reader(const event_log& log) : log_(log) {}

  /// The place of the change before the one at `at`; 0: there is none. Errors: corrupt.
  auto before(const record_place& at) -> result<record_place>;
  /// The change itself. Errors: corrupt, unavailable.
  auto change(const record_place& at) -> result<bookmark_change>;

 private:
  auto turn_to(const record_place& at) -> result<done>;

  const event_log& log_;
  stored_event event_;
  std::shared_ptr<const loaded_chunk> chunk_;
  record_deleted gone_;
};

}  // namespace waybill
