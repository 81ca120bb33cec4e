#include "events/log/sync_folder.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace waybill {

auto sync_folder(const std::filesystem::path& folder) -> bool {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool synced = ::fsync(fd) == 0;
  ::close(fd);
  return synced;
}

}  // namespace waybill
