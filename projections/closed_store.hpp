// Read models of which the directory itself has to stay, because it is a link or a mount point: its content
// is replaced. For directories that nobody has open.
#pragma once

#include <string>
#include <string_view>

#include "events/result.hpp"

namespace waybill {

/// A file that says of the others in its directory that they are damaged: `projection_store::open` answers
/// corrupt with what stands in it.
inline constexpr std::string_view damage_mark = "DAMAGED";

/// The folder in it where new read models are made.
inline constexpr std::string_view rebuilt_folder = "rebuilt";

/// Whether RocksDB, or we, give files such a name in the directory of a database.
auto is_store_file(std::string_view name) -> bool;

/// Removes the files of a store, marked as damaged until all are gone: cut off half way, the next start does
/// it again. What has no name of ours stays. Errors: unavailable.
auto empty_store(const std::string& directory) -> result<done>;

/// Puts what lies in `rebuilt_folder` in the place of the old files, marked in the same way. Errors:
/// unavailable.
auto take_rebuilt(const std::string& directory) -> result<done>;

}  // namespace waybill
