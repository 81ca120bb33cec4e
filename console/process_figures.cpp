#include "console/process_figures.hpp"

#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace waybill::console {

auto figures_of_process(const std::string& directory) -> process_figures {
  constexpr std::uint64_t kib = 1024;
  process_figures now;
  now.pid = static_cast<std::uint64_t>(::getpid());
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmRSS:")) now.memory_bytes = std::stoull(line.substr(6)) * kib;
    if (line.starts_with("VmHWM:")) now.memory_peak_bytes = std::stoull(line.substr(6)) * kib;
  }
  std::error_code failed;
  for (std::filesystem::directory_iterator at("/proc/self/fd", failed), end; !failed && at != end;
       at.increment(failed))
    ++now.descriptors;
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) now.descriptors_limit = limit.rlim_cur;
  struct statvfs disk {};
  if (::statvfs(directory.c_str(), &disk) == 0) now.disk_free_bytes = disk.f_bavail * disk.f_frsize;
  return now;
}

}  // namespace waybill::console
