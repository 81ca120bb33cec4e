#include "events/log/replace_file.hpp"

#include <cerrno>
#include <cstdio>

#include "events/disk.hpp"
#include "events/log/descriptor.hpp"

namespace waybill {
namespace {

constexpr mode_t for_its_owner = 0600;

/// 0, or the errno of what failed.
auto write_new(const std::string& name, std::string_view bytes, int folder) -> int {
  descriptor file{
      ::openat(folder, name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, for_its_owner)};
  if (!file.good() || !write_all(file.get(), bytes) || ::fsync(file.get()) != 0) return errno;
  return file.close();
}

}  // namespace

auto replace_file(const std::string& name, std::string_view bytes, int folder) -> bool {
  const auto beside = name + std::string(unfinished_end);
  ::unlinkat(folder, beside.c_str(), 0);
  int failed = write_new(beside, bytes, folder);
  if (failed == 0 && ::renameat(folder, beside.c_str(), folder, name.c_str()) != 0) failed = errno;
  if (failed == 0) return true;
  ::unlinkat(folder, beside.c_str(), 0);
  errno = failed;
  return false;
}

}  // namespace waybill
