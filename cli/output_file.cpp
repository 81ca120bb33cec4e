#include "cli/output_file.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <tuple>
#include <utility>

#include "cli/output_path.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "events/log/descriptor.hpp"

namespace waybill::cli {
namespace {

namespace fs = std::filesystem;

auto write_all(int fd, std::string_view bytes) -> int {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno == EAGAIN) {
      // Whoever shares a pipe or a terminal made it non-blocking.
      pollfd one{fd, POLLOUT, 0};
      ::poll(&one, 1, -1);
      continue;
    }
    if (written <= 0) return written < 0 ? errno : EIO;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// `.waybill-` and 64 random bits: nobody can know it before.
auto random_name() -> std::string {
  std::uint64_t bits = 0;
  if (::getrandom(&bits, sizeof bits, 0) != static_cast<ssize_t>(sizeof bits)) std::abort();
  std::array<char, 17> text{};
  std::snprintf(text.data(), text.size(), "%016llx", static_cast<unsigned long long>(bits));
  return ".waybill-" + std::string(text.data());
}

/// FIFO, device, socket, an open descriptor.
class written_through final : public output_file {
 public:
  explicit written_through(descriptor to) : to_(std::move(to)) {}
  auto write(std::string_view bytes) -> int override { return write_all(to_.get(), bytes); }
  auto finish() -> int override { return to_.close(); }

 private:
  descriptor to_;
};

/// A file of its own beside the target, which takes the target's name at the end.
class replacement final : public output_file {
 public:
  replacement(descriptor folder, std::string name)
      : folder_(std::move(folder)),
        temporary_(random_name()),
        name_(std::move(name)),
        doomed_(std::in_place, folder_.get(), temporary_),
        file_(::openat(folder_.get(), temporary_.c_str(),
                       O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600)),
        why_not_(file_.good() ? 0 : errno) {
    if (!file_.good()) temporary_.clear();
  }
  ~replacement() override {
    doomed_.reset();
    if (!temporary_.empty()) ::unlinkat(folder_.get(), temporary_.c_str(), 0);
  }
  replacement(const replacement&) = delete;
  auto operator=(const replacement&) -> replacement& = delete;

  /// errno; 0: there is a file to write.
  [[nodiscard]] auto why_not() const -> int { return why_not_; }
  [[nodiscard]] auto file() const -> int { return file_.get(); }
  auto write(std::string_view bytes) -> int override { return write_all(file_.get(), bytes); }
  auto finish() -> int override {
    // After a power cut there is the old file or the new one, not the name of one whose bytes never came.
    if (::fsync(file_.get()) != 0) return errno;
    if (const int failed = file_.close(); failed != 0) return failed;
    if (::renameat(folder_.get(), temporary_.c_str(), folder_.get(), name_.c_str()) != 0) return errno;
    temporary_.clear();
    return 0;
  }
  [[nodiscard]] auto has_temporary_file() const -> bool override { return true; }

 private:
  descriptor folder_;
  std::string temporary_, name_;
  std::optional<doomed_file> doomed_;
  descriptor file_;
  int why_not_;
};

/// Kept in a file without a name until it is whole, then copied into the target.
class copied_into final : public output_file {
 public:
  copied_into(descriptor target, descriptor kept) : target_(std::move(target)), kept_(std::move(kept)) {}
  auto write(std::string_view bytes) -> int override { return write_all(kept_.get(), bytes); }
  auto finish() -> int override {
    struct stat before {
    }, whole{};
    if (::fstat(target_.get(), &before) != 0 || ::fstat(kept_.get(), &whole) != 0) return errno;
    // Room first: once bytes are overwritten there is no way back.
    if (whole.st_size > before.st_size && ::fallocate(target_.get(), 0, 0, whole.st_size) != 0 &&
        errno != EOPNOTSUPP) {
      const int why = errno;
      return ::ftruncate(target_.get(), before.st_size) == 0 ? why : errno;
    }
    if (const int failed = copy(); failed != 0) return failed;
    if (::ftruncate(target_.get(), whole.st_size) != 0 || ::fsync(target_.get()) != 0) return errno;
    return target_.close();
  }

 private:
  auto copy() -> int {
    std::array<char, 1 << 16> piece{};
    if (::lseek(kept_.get(), 0, SEEK_SET) < 0) return errno;
    for (;;) {
      const auto got = ::read(kept_.get(), piece.data(), piece.size());
      if (got == 0) return 0;
      if (got < 0) return errno;
      if (const int failed = write_all(target_.get(), {piece.data(), static_cast<std::size_t>(got)});
          failed != 0)
        return failed;
    }
  }

  descriptor target_, kept_;
};

auto unwritable(const std::string& path, int number) -> error {
  return {errc::bad_value,
          "The file " + printable(path) + " cannot be written: " + std::strerror(number) + ".",
          {}};
}

auto temporary_folder() -> std::string {
  const char* wanted = std::getenv("TMPDIR");
  return wanted != nullptr && *wanted != '\0' ? wanted : "/tmp";
}

/// A file without a name, on the disk for what is temporary.
auto nameless_file() -> descriptor {
  auto name = temporary_folder() + "/waybill-XXXXXX";
  descriptor made(::mkostemp(name.data(), O_CLOEXEC));
  if (made.good()) ::unlink(name.c_str());
  return made;
}

/// Owner, mode and access list (an extended attribute) as the old file has them. False: they cannot be.
auto take_over_rights(int from, const struct stat& old, int to) -> bool {
  struct stat now {};
  if (::fstat(to, &now) != 0) return false;
  if ((now.st_uid != old.st_uid || now.st_gid != old.st_gid) && ::fchown(to, old.st_uid, old.st_gid) != 0)
    return false;
  std::array<char, 4096> list{};
  constexpr const char* access_list = "system.posix_acl_access";
  const auto size = ::fgetxattr(from, access_list, list.data(), list.size());
  if (size < 0 && errno == ERANGE) return false;
  if (size > 0 && ::fsetxattr(to, access_list, list.data(), static_cast<std::size_t>(size), 0) != 0)
    return false;
  return ::fchmod(to, old.st_mode & 07777) == 0;
}

auto open_special(const output_path& at) -> result<std::unique_ptr<output_file>> {
  descriptor to;
  if (at.own_descriptor) {
    to = descriptor(::fcntl(*at.own_descriptor, F_DUPFD_CLOEXEC, 3));
  } else if (S_ISSOCK(at.about->st_mode)) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (at.path.size() >= sizeof address.sun_path) return unwritable(at.path, ENAMETOOLONG);
    std::copy(at.path.begin(), at.path.end(), address.sun_path);
    to = descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (to.good() && ::connect(to.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
      return unwritable(at.path, errno);
  } else {
    to = descriptor(::open(at.path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
  }
  if (!to.good()) return unwritable(at.path, errno);
  return std::unique_ptr<output_file>(std::make_unique<written_through>(std::move(to)));
}

/// Nothing, and errno: it cannot be made in this folder, or cannot belong to the old file's owner.
auto begin_replacement(const std::string& parent, const std::string& name, const descriptor& old,
                       const output_path& at) -> std::pair<std::unique_ptr<output_file>, int> {
  descriptor folder(::open(parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!folder.good()) return {nullptr, errno};
  auto made = std::make_unique<replacement>(std::move(folder), name);
  if (made->why_not() != 0) return {nullptr, made->why_not()};
  if (old.good() && !take_over_rights(old.get(), *at.about, made->file())) return {nullptr, EPERM};
  return {std::move(made), 0};
}

/// A single file that is mounted (as into a container) has a name that no other can take.
auto is_mounted(const std::string& path) -> bool {
  struct statx about {};
  return ::statx(AT_FDCWD, path.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &about) == 0 &&
         (about.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0;
}

auto open_regular(const output_path& at) -> result<std::unique_ptr<output_file>> {
  const fs::path path(at.path);
  const auto name = path.filename().string();
  if (name.empty() || name == "." || name == "..") return unwritable(at.path, EISDIR);
  const auto parent = path.parent_path().empty() ? std::string(".") : path.parent_path().string();
  descriptor old(at.about ? ::open(at.path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW) : -1);
  if (at.about && !old.good()) return unwritable(at.path, errno);
  std::unique_ptr<output_file> made;
  int failed = EPERM;
  if (!old.good() || !is_mounted(at.path)) std::tie(made, failed) = begin_replacement(parent, name, old, at);
  if (made) return made;
  const bool old_one_can_stay = failed == EACCES || failed == EPERM || failed == EROFS;
  if (!old.good() || !old_one_can_stay) return unwritable(at.path, failed);
  auto kept = nameless_file();
  // It would be kept there until it is whole.
  if (!kept.good()) return unwritable(temporary_folder() + "/waybill-*", errno);
  return std::unique_ptr<output_file>(std::make_unique<copied_into>(std::move(old), std::move(kept)));
}

}  // namespace

auto open_output(const std::string& path, const std::string& data_directory)
    -> result<std::unique_ptr<output_file>> {
  const auto at = follow_links(path);
  if (at.failed != 0) return unwritable(path, at.failed);
  if (at.about && S_ISDIR(at.about->st_mode)) return unwritable(path, EISDIR);
  if (is_in_a_store(at, data_directory))
    return {errc::bad_value,
            "The file " + printable(path) + " is not written: its folder is part of a data directory."};
  if (at.own_descriptor || (at.about && !S_ISREG(at.about->st_mode))) return open_special(at);
  return open_regular(at);
}

}  // namespace waybill::cli
