#include "backup/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "events/disk.hpp"
#include "events/hash.hpp"

namespace waybill::backup {

auto disk_error(const std::string& path, int number) -> error {
  const auto says = [&](const std::string& why) { return "'" + path + "' cannot be used: " + why + "."; };
  if (number == ENOENT) return {errc::not_found, says("it is not there"), {}};
  if (number == ELOOP) return {errc::unavailable, says("it is a link, and links are not followed"), {}};
  const bool full = is_disk_full(number);
  return {full ? errc::storage_full : errc::unavailable, says(std::strerror(number)), {}};
}

auto open_file(int folder, const std::string& name, const std::string& told_as) -> result<descriptor> {
  // A FIFO would wait for its other end.
  descriptor file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (!file.good()) return disk_error(told_as, errno);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return disk_error(told_as, errno);
  if (!S_ISREG(about.st_mode))
    return error{errc::unavailable, "'" + told_as + "' cannot be used: it is no plain file.", {}};
  return file;
}

auto open_folder(int folder, const std::string& name, bool make, const std::string& told_as)
    -> result<descriptor> {
  if (make && ::mkdirat(folder, name.c_str(), 0700) != 0 && errno != EEXIST)
    return disk_error(told_as, errno);
  descriptor open(::openat(folder, name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (open.good()) return open;
  // Of a link that is no folder Linux says ENOTDIR, too.
  struct stat about {};
  const int why = errno;
  const bool link =
      ::fstatat(folder, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(about.st_mode);
  return disk_error(told_as, link ? ELOOP : why);
}

auto copy_bytes(int from, int to, pace& at, const told_names& names,
                const std::function<void(std::uint64_t bytes)>& passed) -> result<copied> {
  std::vector<char> piece(at.piece_bytes());
  sha256 hash;
  copied all;
  for (;;) {
    const auto read = ::read(from, piece.data(), piece.size());
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return disk_error(names.from, errno);
    if (read == 0) break;
    const std::string_view bytes(piece.data(), static_cast<std::size_t>(read));
    hash.update(bytes);
    if (to >= 0 && !write_all(to, bytes)) return disk_error(names.to, errno);
    all.size_bytes += bytes.size();
    if (auto on = at.spend(bytes.size()); !on) return std::move(on).why();
    if (passed) passed(bytes.size());
  }
  // What was read once is not kept in memory for a second time.
  ::posix_fadvise(from, 0, 0, POSIX_FADV_DONTNEED);
  if (to >= 0 && ::fsync(to) != 0) return disk_error(names.to, errno);
  all.sha256 = hash.finish();
  return all;
}

auto read_text(int folder, const std::string& name, const std::string& told_as, std::size_t most_bytes)
    -> result<std::string> {
  const auto file = open_file(folder, name, told_as);
  if (!file) return file.why();
  struct stat about {};
  if (::fstat(file->get(), &about) != 0) return disk_error(told_as, errno);
  if (static_cast<std::size_t>(about.st_size) > most_bytes)
    return error{errc::corrupt, "'" + told_as + "' is too long to be what it should be.", {}};
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  for (std::size_t at = 0; at < text.size();) {
    const auto read = ::read(file->get(), text.data() + at, text.size() - at);
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return disk_error(told_as, errno);
    if (read == 0) text.resize(at);
    at += static_cast<std::size_t>(read);
  }
  return text;
}

auto write_text(int folder, const std::string& name, std::string_view text, const std::string& told_as)
    -> result<done> {
  const auto beside = name + ".new";
  ::unlinkat(folder, beside.c_str(), 0);
  descriptor file(
      ::openat(folder, beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
  if (!file.good()) return disk_error(told_as, errno);
  const bool whole = write_all(file.get(), text) && ::fsync(file.get()) == 0;
  if (!whole || ::renameat(folder, beside.c_str(), folder, name.c_str()) != 0 || ::fsync(folder) != 0)
    return disk_error(told_as, errno);
  return done{};
}

}  // namespace waybill::backup
