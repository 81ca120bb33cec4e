// Which files lay in a directory, and how long they were, when the database in it was closed.
#pragma once

#include <string>

#include "events/result.hpp"

namespace waybill {

/// Notes it, beside them. RocksDB does not miss what is cut off its list of files at the border of two
/// entries: it would open with rows missing, and nobody would know.
void note_closed_files(const std::string& directory);

/// Takes the note away, and compares. Nothing to say where there is none: a process that was killed left
/// none. Errors: corrupt, with the file that is shorter, longer or gone.
auto take_closed_files(const std::string& directory) -> result<done>;

}  // namespace waybill
