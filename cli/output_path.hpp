// What a path of the command line leads to.
#pragma once

#include <sys/stat.h>

#include <optional>
#include <string>

namespace waybill::cli {

/// The end of all links.
struct output_path {
  int failed = 0;                     ///< errno; 0: it is known
  std::string path;                   ///< no link any more
  std::optional<struct stat> about;   ///< nothing: there is no such file yet
  std::optional<int> own_descriptor;  ///< it is /dev/stdout, /dev/fd/3, ...: a file that is open already
};

/// Follows links as open(2) would, but for those of /proc, which are no names of files. A link of another
/// user in a folder that all share is not followed (EACCES).
auto follow_links(const std::string& path) -> output_path;

/// Is it, or would it be, in this data directory, in a folder that a link there leads to, or in any other
/// folder that looks like one? A file there may be one that the store is made of.
auto is_in_a_store(const output_path& path, const std::string& data_directory) -> bool;

}  // namespace waybill::cli
