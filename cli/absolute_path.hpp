// A folder as people who work elsewhere name it: the log tells it to them, and a server to itself.
#pragma once

#include <filesystem>
#include <string>

namespace waybill::cli {

/// From the root, and without detours; as it is, where that cannot be told.
inline auto absolute_path(const std::string& folder) -> std::string {
  std::error_code failed;
  const auto path = std::filesystem::absolute(folder, failed).lexically_normal().string();
  return failed ? folder : path;
}

}  // namespace waybill::cli
