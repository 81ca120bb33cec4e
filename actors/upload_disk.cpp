#include "actors/upload_disk.hpp"
#include "events/disk.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>

namespace waybill {

auto upload_error(int number) -> error {
  if (is_disk_full(number)) return {errc::storage_full, "There is no room left for the file.", {}};
  return {errc::unavailable, "The file cannot be written now.", {}};
}

auto look_for_room(int fd, std::uint64_t min_free_bytes) -> result<done> {
  ::sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE);
  struct statvfs disk {};
  if (::fstatvfs(fd, &disk) == 0 && disk.f_bavail * disk.f_frsize < min_free_bytes)
    return {errc::storage_full, "There is no room left for the file."};
  return done{};
}

}  // namespace waybill
