// The append-only log: the one truth of the system. This header is the contract;
// `tests/events/log/contract.hpp` holds every implementation against it. Nothing above this folder may know
// which implementation is there.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// What the log keeps about every event, whatever it says.
struct envelope {
  position at = 0;            ///< place in the whole log; rises by one, never reused
  std::string stream;         ///< e.g. `import/imp_01...`; 1..512 bytes, no NUL
  std::uint64_t version = 0;  ///< place in its stream, from 1
  instant time{};             ///< when it was appended, by the clock of whoever appended it
  std::string by;             ///< the user id that caused it, or `system`
  position cause = 0;         ///< the event that led to this one; 0: none
  std::string tag;            ///< type and shape, e.g. `import.submitted.v1`
  digest seal{};  ///< SHA-256(seal of the stream's previous event, or 32 zero bytes; then all bytes of this
                  ///< event)
};

/// An event as read: its envelope and its payload's bytes, which live as long as the event does. Cheap to
/// copy.
struct stored_event {
  envelope head;
  std::shared_ptr<const std::string> bytes;  ///< owns the memory of `payload`
  std::string_view payload;
};

struct new_event {
  std::string tag;
  std::string payload;
};

/// Events for one stream. `expected_version` is the version the stream must have now (0: it must not exist).
struct stream_append {
  std::string stream;
  std::uint64_t expected_version = 0;
  std::vector<new_event> events;
};

/// All of it is written, or nothing. A stream may be named once only.
struct transaction {
  std::vector<stream_append> appends;
  instant time{};
  std::string by;
  position cause = 0;
  /// What imports bring. It is refused first when the disk fills up: there stays room for a cancel or a
  /// sign-out.
  bool bulk = false;
};

/// Positions are consecutive, in the order of the transaction's appends and events.
struct receipt {
  position first = 0;
  position last = 0;
};

/// Where a stream ends. `version` 0: the stream does not exist.
struct stream_head {
  std::uint64_t version = 0;
  position at = 0;
  digest seal{};
};

/// Threads: `commit` by one thread at a time; everything else by any thread at any time.
class event_log {
 public:
  virtual ~event_log() = default;

  /// Writes a group of transactions with ONE sync and answers for each, in order. Each is all or nothing by
  /// itself; a refused one leaves the others untouched; a later one sees the versions that an earlier one of
  /// the group made. When it returns, what was accepted is on disk. Errors: wrong_version (stale), bad_value
  /// (no events, bad stream name, a stream named twice), storage_full, unavailable (nothing of the group was
  /// written then).
  virtual auto commit(std::span<const transaction> group) -> std::vector<result<receipt>> = 0;

  /// The head of a stream (version 0 when there is none). Errors: unavailable, corrupt.
  [[nodiscard]] virtual auto head(std::string_view stream) const -> result<stream_head> = 0;

  /// Events of one stream from `from_version` on; stops after `most` events, or when their bytes pass
  /// `most_bytes` (but gives at least one if there is one). Errors: unavailable, corrupt.
  [[nodiscard]] virtual auto read_stream(std::string_view stream, std::uint64_t from_version,
                                         std::size_t most, std::size_t most_bytes = SIZE_MAX) const
      -> result<std::vector<stored_event>> = 0;

  /// Events of all streams from `from` on in log order; stops after `most` events, or when their bytes pass
  /// `most_bytes` (but gives at least one if there is one). Errors: unavailable; corrupt (names the position)
  /// when an event is missing in the middle or cannot be decoded.
  [[nodiscard]] virtual auto read_all(position from, std::size_t most, std::size_t most_bytes) const
      -> result<std::vector<stored_event>> = 0;

  /// One event. Errors: not_found, unavailable, corrupt.
  [[nodiscard]] virtual auto read_at(position at) const -> result<stored_event> = 0;

  /// Position of the last event that is safe on disk; 0: the log is empty.
  [[nodiscard]] virtual auto tail() const -> position = 0;

  /// Waits until tail() > `after`, `close_waiters` is called, or the time is over; answers tail().
  virtual auto wait_beyond(position after, std::chrono::milliseconds at_most) const -> position = 0;

  /// Wakes everybody in wait_beyond, now and from now on (for shutdown).
  virtual void close_waiters() = 0;

  /// False: a write failed, and the log could not be opened for writing since. Committing an empty group
  /// tries that again.
  [[nodiscard]] virtual auto writable() const -> bool = 0;

  /// Makes `directory`, which may not be there yet, on the log's own disk where that is possible: files by
  /// which the log can be opened as it was at one position, at or behind the tail() before the call. Commits
  /// go on meanwhile. Files that are never written again are other names of the log's own, no copies. Errors:
  /// storage_full, unavailable; what was made by then stays.
  virtual auto checkpoint(const std::string& directory) const -> result<done> = 0;

  /// Bytes the log takes on disk, about.
  [[nodiscard]] virtual auto size_bytes() const -> std::uint64_t = 0;
};

/// SHA-256 over the previous seal and the event's bytes: the same in every implementation.
/// `event_bytes` is the encoded envelope (without seal) followed by the payload, as in docs/event_format.md.
auto seal_of(const digest& previous, std::string_view event_head, std::string_view payload) -> digest;

/// What `verify` found wrong first: where, and what, in a sentence.
struct log_fault {
  position at = 0;
  std::string stream;
  std::string what;
};

struct log_report {
  std::uint64_t events = 0;
  std::uint64_t bytes = 0;
  std::uint64_t streams = 0;
  std::vector<log_fault> faults;  ///< at most 100, in log order; empty: the log is whole
};

/// Reads the whole log and recomputes every seal, version and position. Finds changed, missing and swapped
/// events. Memory: one entry a stream. Errors: unavailable when the log cannot be read at all.
auto verify(const event_log& log) -> result<log_report>;

}  // namespace waybill
