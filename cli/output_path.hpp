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

/// Follows links as open(2) would, but for those of /proc, which are no names of files.
auto follow_links(const std::string& path) -> output_path;

}  // namespace waybill::cli
