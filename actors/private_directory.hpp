// A data directory is for its owner alone, however it came to be: made by mkdir, by a package, as a volume.
#pragma once

#include <cstddef>
#include <string>

#include "events/result.hpp"

namespace waybill {

/// What others could read or write, and cannot any more.
struct mended_rights {
  std::size_t folders = 0;
  std::size_t files = 0;
};

/// Makes the directory itself 0700, and makes it when it is not there. Errors: unavailable, with a sentence
/// that names the directory: it belongs to another user, is shared by all (like /tmp), or its rights cannot
/// be changed.
auto make_directory_private(const std::string& directory) -> result<mended_rights>;

/// Makes log, read models, uploads and secrets in it private: folders 0700, files 0600. A link is followed
/// when root or this user made it; behind it, only what has a name of ours is touched. Errors: unavailable,
/// when something of ours belongs to another user, is no file or folder, leads nowhere, or cannot be changed.
/// To be called with the directory locked. Costs one lstat(2) a file.
auto make_contents_private(const std::string& directory) -> result<mended_rights>;

}  // namespace waybill
