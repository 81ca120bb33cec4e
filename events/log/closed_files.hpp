// Which files lay in a directory, and how long they were, when the RocksDB database in it was closed.
//
// RocksDB does not miss what is cut off its list of files at the border of two entries, nor the last records
// of a write-ahead log: it would open with less, and nobody would know. A process that was killed leaves no
// note, and then nothing is compared.
#pragma once

#include <string>

#include "events/result.hpp"

namespace waybill {

/// Notes it, beside them. To be called when the database is closed.
void note_closed_files(const std::string& directory);

/// Compares. Errors: corrupt, with the file that is shorter, longer or gone.
auto check_closed_files(const std::string& directory) -> result<done>;

/// Takes the note away, for good: whoever opens the database to write changes its files. Errors: unavailable.
auto forget_closed_files(const std::string& directory) -> result<done>;

}  // namespace waybill
