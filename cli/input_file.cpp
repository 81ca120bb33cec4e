#include "cli/input_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace waybill::cli {

input_file::input_file(std::string path) : path_(std::move(path)), stop_(eventfd(0, EFD_CLOEXEC)) {
  // The machine is out of descriptors before anything began.
  if (stop_ < 0) std::abort();
}

input_file::~input_file() {
  if (fd_ > STDIN_FILENO) close(fd_);
  close(stop_);
}

void input_file::stop() {
  const std::uint64_t one = 1;
  if (write(stop_, &one, sizeof one) != sizeof one) std::abort();
}

auto input_file::name() const -> std::string {
  return path_ == "-" ? "Standard input" : "The file " + printable(path_);
}

auto input_file::unreadable(int number) const -> error {
  return {errc::bad_value, name() + " cannot be read: " + std::strerror(number) + "."};
}

auto input_file::open_source() -> result<upload_source> {
  // A FIFO that nobody writes to would keep us in open(2), where a signal is not seen.
  fd_ = path_ == "-" ? STDIN_FILENO : open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  struct stat info {};
  if (fd_ < 0 || fstat(fd_, &info) != 0) return unreadable(errno);
  if (S_ISDIR(info.st_mode)) return unreadable(EISDIR);
  if (path_ != "-" && S_ISREG(info.st_mode)) {
    posix_fadvise(fd_, 0, 0, POSIX_FADV_SEQUENTIAL);
    return source(std::filesystem::path(path_).filename().string(), static_cast<std::uint64_t>(info.st_size));
  }
  if (auto begun = look_at_beginning(); !begun) return std::move(begun).why();
  return source(path_ == "-" ? "standard input" : std::filesystem::path(path_).filename().string(),
                std::nullopt);
}

auto input_file::look_at_beginning() -> result<done> {
  std::array<char, 1 << 16> piece{};
  const auto got = read_some(piece.data(), piece.size());
  if (!got) return got.why();
  if (*got == 0) return {errc::empty_file, name() + " is empty: there is nothing to import."};
  first_.assign(piece.data(), *got);
  return done{};
}

auto input_file::read_some(char* to, std::size_t most) -> result<std::size_t> {
  for (;;) {
    pollfd fds[2] = {{fd_, POLLIN, 0}, {stop_, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0) {
      if (errno != EINTR) return unreadable(errno);
      continue;
    }
    if (fds[1].revents != 0) return error{errc::unavailable, "Interrupted.", {}};
    const auto got = read(fd_, to, most);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR && errno != EAGAIN) return unreadable(errno);
  }
}

auto input_file::source(std::string shown_as, std::optional<std::uint64_t> size) -> upload_source {
  return {std::move(shown_as), size, [this](char* to, std::size_t most) -> result<std::size_t> {
            if (first_.empty()) return read_some(to, most);
            const auto count = std::min(most, first_.size());
            std::copy_n(first_.begin(), count, to);
            first_.erase(0, count);
            return count;
          }};
}

}  // namespace waybill::cli
