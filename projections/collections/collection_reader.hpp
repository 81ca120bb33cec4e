// Reads records of a collection out of the log, keeping the last few chunks at hand. One thread at a time.
#pragma once

#include <deque>
#include <memory>

#include "events/collection/chunk.hpp"
#include "events/log/event_log.hpp"

namespace waybill {

/// A chunk's event, decoded; views of `what` point into `event`.
struct loaded_chunk {
  stored_event event;
  chunk_applied what;
};

/// As `read_chunk` of the tag and the payload; `event` must outlive `into`.
auto read_chunk(const stored_event& event, chunk_applied& into) -> result<done>;

class collection_reader {
 public:
  explicit collection_reader(const event_log& log, std::size_t chunks_kept = 8)
      : log_(log), kept_(chunks_kept) {}

  /// Errors: corrupt (names the position), unavailable.
  auto chunk(position at) -> result<std::shared_ptr<const loaded_chunk>>;
  /// The same if it was read lately; else null.
  auto at_hand(position at) -> std::shared_ptr<const loaded_chunk>;

 private:
  const event_log& log_;
  std::size_t kept_;
  std::deque<std::shared_ptr<const loaded_chunk>> recent_;  ///< newest use first
};

/// Copies the row as it is since `place`, which is in this chunk. Errors: corrupt, when there is none.
auto copy_row(const chunk_applied& chunk, const record_place& place, std::string& row) -> result<done>;

/// Decodes an event that is a chunk; null when it is something else. Errors: corrupt.
auto load_chunk(const stored_event& event) -> result<std::shared_ptr<const loaded_chunk>>;

}  // namespace waybill
