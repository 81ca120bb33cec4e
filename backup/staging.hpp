// What a backup is copied from: other names of the log's files and the uploads, as they are at one moment.
// They lie in the data directory until the backup is finished, whatever is removed meanwhile.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/log/event_log.hpp"
#include "events/result.hpp"

namespace waybill::backup {

inline constexpr std::string_view staging_name = "backup.staging";

struct staged_file {
  std::string path;  ///< below the data directory
  std::string at;    ///< where its bytes are now
  std::uint64_t size_bytes = 0;
  bool is_linked = true;  ///< false: it may be gone before it is copied (it lies on another disk)
};

/// The log first, then all that may belong to it, sorted by path. While nobody removes uploads. Errors:
/// storage_full, unavailable.
auto stage_files(const std::string& data_directory, const event_log& log) -> result<std::vector<staged_file>>;

}  // namespace waybill::backup
