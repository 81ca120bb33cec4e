// Which files lay in a directory, and how long they were, when the RocksDB database in it was closed.
//
// RocksDB does not miss what is cut off its list of files at the border of two entries, nor the last records
// of a write-ahead log: it would open with less, and nobody would know. A process that was killed leaves no
// note, and then nothing is compared. Blocks on the disk; one thread at a time for a directory.
#pragma once

#include <string>

#include "events/result.hpp"

namespace rocksdb {
class DB;
}

namespace waybill {

/// Whether RocksDB met an error beside the writes: then what is on the disk may be less than what it wrote,
/// and there must be no note of it.
auto failed_in_background(rocksdb::DB& open) -> bool;

/// Notes it, beside them; when that fails, there is no note. To be called when the database is closed, and
/// all it wrote is synced.
void note_closed_files(const std::string& directory) noexcept;

/// Compares. A note of files that somebody wrote to since, who left none himself, says nothing. Errors:
/// corrupt, with the file that is shorter, longer or gone; unavailable.
auto check_closed_files(const std::string& directory) -> result<done>;

/// Compares, and where all is well takes the note away, for good: whoever opens the database to write changes
/// its files. Errors: those of comparing.
auto take_closed_files(const std::string& directory) -> result<done>;

}  // namespace waybill
