// One owner of an open file, folder or socket.
#pragma once

#include <unistd.h>

#include <cerrno>
#include <utility>

namespace waybill {

/// Closes its file descriptor when it goes. Moves, and is never copied. One thread.
class descriptor {
 public:
  /// Owns `fd` from now on. Below 0: it owns nothing, as when open() failed.
  explicit descriptor(int fd = -1) : fd_(fd) {}
  descriptor(descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  auto operator=(descriptor&& other) noexcept -> descriptor& {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~descriptor() { static_cast<void>(close()); }
  descriptor(const descriptor&) = delete;
  auto operator=(const descriptor&) -> descriptor& = delete;

  [[nodiscard]] auto get() const -> int { return fd_; }
  [[nodiscard]] auto good() const -> bool { return fd_ >= 0; }
  /// Closes it now. 0, or the errno of a write that was lost; 0 when nothing is open any more.
  auto close() -> int {
    const int fd = std::exchange(fd_, -1);
    return fd >= 0 && ::close(fd) != 0 && errno != EINTR ? errno : 0;
  }

 private:
  int fd_;
};

}  // namespace waybill
