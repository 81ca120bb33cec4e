#include "events/disk.hpp"

#include <unistd.h>

namespace waybill {

auto write_all(int fd, std::string_view bytes) -> bool {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace waybill
