// What a process holds, as the kernel counts it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

namespace waybill::tests {

/// Open descriptors, without those of the database's own files, which become more with what is imported.
inline auto descriptors_of(pid_t pid) -> std::ptrdiff_t {
  std::ptrdiff_t count = 0;
  for (const auto& each : std::filesystem::directory_iterator("/proc/" + std::to_string(pid) + "/fd")) {
    std::error_code gone;
    const auto kind = std::filesystem::read_symlink(each.path(), gone).extension();
    if (kind != ".sst" && kind != ".blob" && kind != ".log") ++count;
  }
  return count;
}

inline auto resident_kib(pid_t pid) -> std::uint64_t {
  std::ifstream status("/proc/" + std::to_string(pid) + "/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stoull(line.substr(6));
  return 0;
}

}  // namespace waybill::tests
