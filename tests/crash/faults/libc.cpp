// The C library's calls that change a disk, replaced: symbols of the program itself come before those of any
// shared library, so RocksDB's calls and the standard library's come here too. Each is a step of the watched
// disk: counted, perhaps the last one, perhaps refused.
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <dlfcn.h>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <string>

#include "tests/crash/faults/disk.hpp"
#include "tests/crash/faults/points.hpp"

namespace {

using namespace waybill::crash;

/// The library's own, or what a sanitizer put before it.
template <class Function>
auto next(const char* name) -> Function {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// Both counters of a step. What is to end the process ends it, but for a write, which may come half way.
auto passed(const char* kind) -> action {
  const auto any = pass("disk");
  const auto this_one = pass(kind);
  return any == action::none ? this_one : any;
}

[[noreturn]] void end_by(action what) {
  if (what == action::cut) {
    watched_disk::get().forget_unsynced();
  }
  end_here();
}

/// True when the step may be done; else errno says why not. The lock is held.
auto may(const char* kind) -> bool {
  const auto what = passed(kind);
  if (what == action::kill || what == action::cut) end_by(what);
  if (what == action::full || what == action::broken) start_failing(what);
  const int refused = what == action::fail ? EIO : refusal_now();
  if (refused != 0) errno = refused;
  return refused == 0;
}

auto absolute(int folder, const char* path) -> std::string {
  if (path[0] == '/' || folder == AT_FDCWD) return path;
  std::string name(4096, '\0');
  const auto link = "/proc/self/fd/" + std::to_string(folder);
  const auto size = ::readlink(link.c_str(), name.data(), name.size());
  name.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return name + "/" + path;
}

auto open_in(int folder, const char* path, int flags, mode_t mode) -> int {
  auto& disk = watched_disk::get();
  const auto whole = absolute(folder, path);
  const bool writes = (flags & O_ACCMODE) != O_RDONLY;
  if (!writes || !disk.watches(whole))
    return static_cast<int>(::syscall(SYS_openat, folder, path, flags, mode));
  const auto lock = disk.lock();
  const bool there = ::syscall(SYS_access, whole.c_str(), F_OK) == 0;
  if (!there && (flags & O_CREAT) != 0 && !may("disk.create")) return -1;
  const bool emptied = there && (flags & O_TRUNC) != 0;
  const auto fd = static_cast<int>(::syscall(SYS_openat, folder, path, flags & ~O_TRUNC, mode));
  if (fd < 0) return fd;
  disk.opened(fd, whole, !there);
  if (emptied) {
    disk.will_cut(fd, 0);
    ::syscall(SYS_ftruncate, fd, 0);
  }
  return fd;
}

/// A write at `from`, or where the file stands (-1).
auto write_to(int fd, const void* bytes, std::size_t size, off_t from) -> ssize_t {
  // Not past ThreadSanitizer: what is written to a pipe wakes another thread.
  static const auto real = next<ssize_t (*)(int, const void*, std::size_t)>("write");
  const auto plain = [&](std::size_t most) -> ssize_t {
    return from < 0 ? real(fd, bytes, most) : ::syscall(SYS_pwrite64, fd, bytes, most, from);
  };
  auto& disk = watched_disk::get();
  const auto lock = disk.lock();
  if (!disk.watches(fd)) return plain(size);
  struct stat about {};
  ::fstat(fd, &about);
  const auto flags = ::fcntl(fd, F_GETFL);
  const auto at = from >= 0 ? from : (flags & O_APPEND) != 0 ? about.st_size : ::lseek(fd, 0, SEEK_CUR);
  const auto what = passed("disk.write");
  if (what == action::kill || what == action::cut) {
    disk.will_write(fd, at, size);
    plain(seed() % 2 == 0 ? 0 : seed() % (size + 1));
    end_by(what);
  }
  if (what == action::full || what == action::broken) start_failing(what);
  if (const int refused = what == action::fail ? EIO : refusal_now(); refused != 0) {
    errno = refused;
    return -1;
  }
  disk.will_write(fd, at, size);
  return plain(size);
}

auto sync_of(int fd, long call) -> int {
  auto& disk = watched_disk::get();
  const auto lock = disk.lock();
  const auto name = absolute(fd, "");
  if (!disk.watches(name)) return static_cast<int>(::syscall(call, fd));
  // Not the machine's own sync: only this disk tells what is safe, and a real one takes milliseconds.
  const bool list_of_files = name.find("/projections/MANIFEST-") != std::string::npos;
  const bool event_log = name.find("/log/") != std::string::npos && name.ends_with(".log/");
  if (!may(list_of_files ? "disk.sync_index_list" : event_log ? "disk.sync_log" : "disk.sync")) return -1;
  disk.synced(fd);
  return 0;
}

auto remove_in(int folder, const char* path, int flags) -> int {
  auto& disk = watched_disk::get();
  const auto whole = absolute(folder, path);
  const auto plain = [&] { return static_cast<int>(::syscall(SYS_unlinkat, folder, path, flags)); };
  if (!disk.watches(whole)) return plain();
  const auto lock = disk.lock();
  const auto what = passed("disk.remove");
  if (what == action::kill || what == action::cut) end_by(what);
  struct stat about {};
  const bool is_folder = ::lstat(whole.c_str(), &about) == 0 && S_ISDIR(about.st_mode);
  if (is_folder == ((flags & AT_REMOVEDIR) != 0)) disk.will_remove(whole, is_folder);
  return plain();
}

auto rename_in(int from_folder, const char* from, int to_folder, const char* to) -> int {
  auto& disk = watched_disk::get();
  const auto whole_from = absolute(from_folder, from), whole_to = absolute(to_folder, to);
  const auto lock = disk.lock();
  if (disk.watches(whole_from)) {
    if (!may("disk.rename")) return -1;
    disk.will_rename(whole_from, whole_to);
  }
  return static_cast<int>(::syscall(SYS_renameat, from_folder, from, to_folder, to));
}

auto room_of(int answer, struct statvfs* about) -> int {
  // Half of the full disks say so when they are asked.
  if (answer == 0 && seed() % 2 == 0 && refusal_now() == ENOSPC) about->f_bavail = about->f_bfree = 0;
  return answer;
}

}  // namespace

extern "C" {

auto open(const char* path, int flags, ...) -> int {
  mode_t mode = 0;
  if ((flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE) {
    va_list more;
    va_start(more, flags);
    mode = va_arg(more, mode_t);
    va_end(more);
  }
  return open_in(AT_FDCWD, path, flags, mode);
}

auto close(int fd) -> int {
  {
    auto& disk = watched_disk::get();
    const auto lock = disk.lock();
    disk.closed(fd);
  }
  // Through ThreadSanitizer, where it is there: it has to know that the next file of this number is another.
  static const auto real = next<int (*)(int)>("close");
  return real(fd);
}

auto write(int fd, const void* bytes, std::size_t size) -> ssize_t { return write_to(fd, bytes, size, -1); }
auto pwrite(int fd, const void* bytes, std::size_t size, off_t from) -> ssize_t {
  return write_to(fd, bytes, size, from);
}
auto fsync(int fd) -> int { return sync_of(fd, SYS_fsync); }
auto fdatasync(int fd) -> int { return sync_of(fd, SYS_fdatasync); }

auto ftruncate(int fd, off_t size) noexcept -> int {
  auto& disk = watched_disk::get();
  const auto lock = disk.lock();
  if (disk.watches(fd)) {
    if (!may("disk.truncate")) return -1;
    disk.will_cut(fd, size);
  }
  return static_cast<int>(::syscall(SYS_ftruncate, fd, size));
}

auto rename(const char* from, const char* to) noexcept -> int {
  return rename_in(AT_FDCWD, from, AT_FDCWD, to);
}
auto renameat(int from_folder, const char* from, int to_folder, const char* to) noexcept -> int {
  return rename_in(from_folder, from, to_folder, to);
}

auto link(const char* from, const char* to) noexcept -> int {
  auto& disk = watched_disk::get();
  const auto lock = disk.lock();
  if (disk.watches(to) && !may("disk.link")) return -1;
  const auto made = static_cast<int>(::syscall(SYS_link, from, to));
  if (made == 0 && disk.watches(to)) disk.made(to, false);
  return made;
}

auto mkdir(const char* path, mode_t mode) noexcept -> int {
  auto& disk = watched_disk::get();
  const auto lock = disk.lock();
  if (disk.watches(path) && !may("disk.mkdir")) return -1;
  const auto made = static_cast<int>(::syscall(SYS_mkdir, path, mode));
  if (made == 0 && disk.watches(path)) disk.made(path, true);
  return made;
}

auto unlink(const char* path) noexcept -> int { return remove_in(AT_FDCWD, path, 0); }
auto rmdir(const char* path) noexcept -> int { return remove_in(AT_FDCWD, path, AT_REMOVEDIR); }
auto unlinkat(int folder, const char* path, int flags) noexcept -> int {
  return remove_in(folder, path, flags);
}
auto remove(const char* path) noexcept -> int {
  struct stat about {};
  const bool is_folder = ::lstat(path, &about) == 0 && S_ISDIR(about.st_mode);
  return remove_in(AT_FDCWD, path, is_folder ? AT_REMOVEDIR : 0);
}

auto statvfs(const char* path, struct statvfs* about) noexcept -> int {
  static const auto real = next<int (*)(const char*, struct statvfs*)>("statvfs");
  return room_of(real(path, about), about);
}
auto fstatvfs(int fd, struct statvfs* about) noexcept -> int {
  static const auto real = next<int (*)(int, struct statvfs*)>("fstatvfs");
  return room_of(real(fd, about), about);
}
}
