#include "domains/plan_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>

#include "events/disk.hpp"

namespace waybill {
namespace {

constexpr std::string_view mark = "WBPLAN01";

}  // namespace

auto write_plan_file(const std::string& path, const std::string& outcomes) -> result<done> {
  ::unlink(path.c_str());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  const bool whole = file >= 0 && write_all(file, mark) && write_all(file, outcomes);
  const int failed = whole ? 0 : errno;
  if (file >= 0) ::close(file);
  if (whole) return done{};
  ::unlink(path.c_str());
  if (is_disk_full(failed))
    return {errc::storage_full, "There is no room for what was shown of the records."};
  return {errc::unavailable,
          "What was shown of the records cannot be kept: " + std::generic_category().message(failed) + "."};
}

plan_file::plan_file(const std::string& path) {
  if (path.empty()) return;
  file_ = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  std::string begin(mark.size(), '\0');
  if (file_ >= 0 && ::pread(file_, begin.data(), begin.size(), 0) == static_cast<ssize_t>(begin.size()) &&
      begin == mark)
    return;
  if (file_ >= 0) ::close(file_);
  file_ = -1;
}

plan_file::~plan_file() {
  if (file_ >= 0) ::close(file_);
}

auto plan_file::read(std::uint64_t first, std::size_t records) const -> std::string {
  std::string found;
  if (file_ < 0 || first == 0) return found;
  found.resize(records);
  const auto got = ::pread(file_, found.data(), found.size(), static_cast<off_t>(mark.size() + first - 1));
  found.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return found;
}

}  // namespace waybill
