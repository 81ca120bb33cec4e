// Files of a store of read models that nobody has open: removed, or put in the place of others. Only regular
// files (and links) with the names of a store are removed, and only in a folder that is provably ours
// (store_folder.hpp): what else lies there may be somebody's, and stays.
#pragma once

#include <string>

#include "projections/store_folder.hpp"

namespace waybill {

/// Removes the files of a store, marked as damaged until all are gone: cut off half way, the next start does
/// it again. For a directory that has to stay itself: it is a link, a mount point, or others have something
/// in it. Errors: unavailable.
auto empty_store(const std::string& directory) -> result<done>;

/// Puts what lies in `rebuilt_folder` in the place of the old files, marked in the same way. Errors:
/// unavailable.
auto take_rebuilt(const std::string& directory) -> result<done>;

/// Removes a store that nobody needs, and its folder when nothing else is in it. What is no folder of ours
/// stays as it is.
void remove_store(const std::string& directory);

}  // namespace waybill
