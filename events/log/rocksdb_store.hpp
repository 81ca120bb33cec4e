// How the log lies in RocksDB, for the log itself and for tests that look behind it.
//
//   "e", position as 8 bytes big-endian                   -> record (record_format.hpp)
//   "s", stream, NUL, version as 8 bytes big-endian        -> position as 8 bytes big-endian
//   "mformat"                                             -> "waybill event log 1"
//   "mtail"                                               -> last position as 8 bytes big-endian
//
// A commit writes all of it in one batch. The tail's key tells when the last events are missing. It is ONE
// column family: with several, RocksDB 7.8 loses count of their references when the disk is full while it
// switches its write-ahead log, and cannot be closed any more.
#pragma once

#include <rocksdb/db.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "events/log/rocksdb_log.hpp"

namespace waybill::rocksdb_store {

inline constexpr std::string_view format_key = "mformat";
inline constexpr std::string_view format_name = "waybill event log 1";
inline constexpr std::string_view tail_key = "mtail";

/// 8 bytes big-endian: they sort as the numbers do.
auto number_bytes(std::uint64_t number) -> std::string;
/// Errors: corrupt when it is not 8 bytes.
auto number_of(std::string_view bytes) -> result<std::uint64_t>;
auto event_key(position at) -> std::string;
/// Sorts behind all events and before all else.
inline constexpr std::string_view end_of_events = "f";
auto stream_key(std::string_view stream, std::uint64_t version) -> std::string;
/// The version in a key when it is one of `stream`'s; nothing when it is another's.
auto version_in(std::string_view key, std::string_view stream) -> std::optional<std::uint64_t>;

inline auto slice(std::string_view bytes) -> rocksdb::Slice { return {bytes.data(), bytes.size()}; }
inline auto view(const rocksdb::Slice& bytes) -> std::string_view { return {bytes.data(), bytes.size()}; }

/// NoSpace is storage_full; Corruption, and a file that is gone, are corrupt; all else is unavailable.
auto error_of(const rocksdb::Status& status, const std::string& what) -> error;

using store = std::unique_ptr<rocksdb::DB>;

/// What opening found.
struct opened {
  store held;
  position tail = 0;
};

/// Opens and checks the end of the log. `env` may be a test's (it must outlive the store); nullptr: the
/// machine's own.
auto open(const log_options& options, rocksdb::Env* env) -> result<opened>;

/// Takes away what stands beyond `tail`: a write that failed may have come as far as the write-ahead log.
auto cut_back(const opened& found, position tail) -> result<done>;

/// The record at a position, checked to be that of this position. Errors: not_found, corrupt, unavailable.
auto read_event(rocksdb::DB& from, position at) -> result<stored_event>;
/// The same for bytes that were read already.
auto event_of(position at, std::string_view record) -> result<stored_event>;

/// As `event_log::checkpoint`; also holds what is written and not yet announced.
auto make_checkpoint(rocksdb::DB& of, const std::string& directory) -> result<done>;

/// As `open_rocksdb_log`, in an environment of the test's.
auto open_log(log_options options, rocksdb::Env* env) -> result<std::unique_ptr<event_log>>;

}  // namespace waybill::rocksdb_store
