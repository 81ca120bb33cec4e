#include "formats/placed_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

namespace waybill::formats {
namespace {

/// Behind the name of a file that is not whole yet, where files need a name.
constexpr std::string_view unfinished_end = ".part";

auto folder_of(const std::string& path) -> std::string {
  const auto end = path.rfind('/');
  return end == std::string::npos ? "." : path.substr(0, end);
}

}  // namespace

auto placed_file::at(std::string path) -> std::unique_ptr<placed_file> {
  constexpr unsigned mode = 0600;
  bool has_name = false;
  int file = ::open(folder_of(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, mode);
  if (file < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    has_name = true;
    const auto name = path + std::string(unfinished_end);
    ::unlink(name.c_str());
    file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  }
  if (file < 0) return nullptr;
  return std::unique_ptr<placed_file>(new placed_file(std::move(path), file, has_name));
}

placed_file::~placed_file() {
  if (file_ < 0) return;
  ::close(file_);
  if (has_name_) ::unlink(unfinished().c_str());
}

auto placed_file::unfinished() const -> std::string { return path_ + std::string(unfinished_end); }

auto placed_file::write(std::string_view bytes) -> bool {
  while (!bytes.empty()) {
    const auto written = ::write(file_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

auto placed_file::put_in_place() -> bool {
  if (has_name_) {
    if (::rename(unfinished().c_str(), path_.c_str()) != 0) return false;
  } else {
    const auto open = "/proc/self/fd/" + std::to_string(file_);
    ::unlink(path_.c_str());
    // Who was faster has made the same.
    if (::linkat(AT_FDCWD, open.c_str(), AT_FDCWD, path_.c_str(), AT_SYMLINK_FOLLOW) != 0 && errno != EEXIST)
      return false;
  }
  ::close(file_);
  file_ = -1;
  return true;
}

auto read_at(int file, std::uint64_t at, std::size_t size, char* into) -> bool {
  while (size > 0) {
    const auto got = ::pread(file, into, size, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    at += static_cast<std::uint64_t>(got);
    into += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

}  // namespace waybill::formats
