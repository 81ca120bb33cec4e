// The log in an embedded RocksDB: one process writes it, others may read beside it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "events/log/event_log.hpp"

namespace waybill {

struct log_options {
  std::string directory;  ///< made when it is not there
  /// Memory for blocks that were read. Beside it the log takes 2 * write_buffer_bytes and
  /// recent_bytes, and little else.
  std::uint64_t cache_bytes = 8U << 20;
  /// Events are gathered in memory (and in the write-ahead log) until this much is written to its place at
  /// once.
  std::uint64_t write_buffer_bytes = 16U << 20;
  /// Memory for the newest events: whoever follows the log closely reads them from there.
  std::uint64_t recent_bytes = 8U << 20;
  /// Large appends are refused when less than this would stay free on the disk; small ones, by which imports
  /// are ended and people go on, at a quarter of it. Must leave room for what is still in the write buffers.
  std::uint64_t min_free_bytes = 64U << 20;
  /// Reads what was there at opening, also beside a process that writes; commits are refused as unavailable.
  bool read_only = false;
};

/// Errors: locked (another process writes this log), corrupt (unknown store format, or the end of the log is
/// not what was written), not_found (nothing there to read, with read_only), storage_full, unavailable.
auto open_rocksdb_log(log_options options) -> result<std::unique_ptr<event_log>>;

/// Takes away what stands beyond `tail`, for good: for a copy that is to be as the log was then. Cut off half
/// way, the log ends somewhere between the two. Nobody else may have it open. Errors: those of opening;
/// corrupt when it ends before that.
auto cut_log(const log_options& options, position tail) -> result<done>;

/// What is missing at the end of a log leaves no hole: this holds the lengths of its files against those that
/// they were closed with. For logs opened to read; opening one to write does it itself. Errors: corrupt, with
/// the file; unavailable.
auto check_end(const std::string& directory) -> result<done>;

}  // namespace waybill
