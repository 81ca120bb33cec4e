// What everybody needs who writes to a file descriptor. Any thread.
#pragma once

#include <cerrno>
#include <string_view>

namespace waybill {

/// `number` as errno has it: no room on the disk, none left of somebody's share, or a file as large as it may
/// be.
constexpr auto is_disk_full(int number) noexcept -> bool {
  return number == ENOSPC || number == EDQUOT || number == EFBIG;
}

/// All of it, from where the file stands. False: errno says why.
auto write_all(int fd, std::string_view bytes) -> bool;

}  // namespace waybill
