#include "formats/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <limits>

namespace waybill::formats {
namespace {

class file_source final : public byte_source {
 public:
  explicit file_source(int descriptor) noexcept : descriptor_(descriptor) {}
  ~file_source() override { ::close(descriptor_); }
  file_source(const file_source&) = delete;
  auto operator=(const file_source&) -> file_source& = delete;

  auto read(char* into, std::size_t size) -> std::int64_t override {
    for (;;) {
      const auto got = ::read(descriptor_, into, size);
      if (got >= 0) return got;
      if (errno != EINTR) return -static_cast<std::int64_t>(errno);
    }
  }

 private:
  int descriptor_;
};

}  // namespace

auto open_file(const std::string& path, std::uint64_t offset) -> std::unique_ptr<byte_source> {
  if (offset > static_cast<std::uint64_t>(std::numeric_limits<off_t>::max())) {
    errno = EINVAL;
    return nullptr;
  }
  // A FIFO instead of a file would keep us waiting for its other end.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return nullptr;
  struct stat about {};
  if (::fstat(descriptor, &about) != 0 || !(S_ISREG(about.st_mode) || S_ISDIR(about.st_mode))) {
    ::close(descriptor);
    errno = ENXIO;
    return nullptr;
  }
  auto source = std::make_unique<file_source>(descriptor);
  const auto start = static_cast<off_t>(offset);
  if (offset > 0 && ::lseek(descriptor, start, SEEK_SET) < 0) {
    const int why = errno;
    source.reset();
    errno = why;
    return nullptr;
  }
  // Advice only: a file system that does not take it reads all the same.
  ::posix_fadvise(descriptor, start, 0, POSIX_FADV_SEQUENTIAL);
  return source;
}

auto size_of_file(const std::string& path) -> std::uint64_t {
  struct stat about {};
  return ::stat(path.c_str(), &about) == 0 ? static_cast<std::uint64_t>(about.st_size) : 0;
}

}  // namespace waybill::formats
