#include "actors/data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "actors/data_directory_parts.hpp"
#include "actors/journal.hpp"
#include "actors/private_directory.hpp"
#include "backup/restore.hpp"
#include "events/fault_point.hpp"
#include "events/log/rocksdb_log.hpp"
#include "projections/closed_store.hpp"
#include "projections/origin.hpp"

namespace waybill {

namespace fs = std::filesystem;

namespace {

auto unusable(const std::string& directory, const std::string& why) -> error {
  return {errc::unavailable, "The data directory '" + directory + "' cannot be used: " + why + ".", {}};
}

/// A plain file of ours, and no other name of a file that is somebody's: it is about to be written.
auto check_lock(const std::string& directory, int fd) -> result<done> {
  struct stat about {};
  if (::fstat(fd, &about) != 0) return unusable(directory, std::strerror(errno));
  if (!S_ISREG(about.st_mode)) return unusable(directory, "its lock is no regular file");
  if (about.st_uid != ::geteuid())
    return unusable(directory, "its lock belongs to user " + std::to_string(about.st_uid));
  if (about.st_nlink != 1) return unusable(directory, "its lock is a file that has another name, too");
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0 && ::fchmod(fd, 0600) != 0)
    return unusable(directory, "the rights of its lock cannot be changed");
  return done{};
}

/// Never follows a link and never waits (for the other end of a FIFO).
auto open_lock(const std::string& directory) -> result<int> {
  const auto path = directory + "/lock";
  const int fd =
      ::open(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
  if (fd < 0 && errno == ELOOP) return unusable(directory, "its lock is a link");
  if (fd < 0 && (errno == EISDIR || errno == ENXIO))
    return unusable(directory, "its lock is no regular file");
  if (fd < 0) return unusable(directory, std::strerror(errno));
  if (auto fine = check_lock(directory, fd); !fine) {
    ::close(fd);
    return std::move(fine).why();
  }
  return fd;
}

/// The process id that stands in the lock.
auto holder(int fd) -> std::string {
  std::array<char, 32> text{};
  const auto size = ::pread(fd, text.data(), text.size(), 0);
  std::string pid(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const bool number = !pid.empty() && pid.find_first_not_of("0123456789") == std::string::npos;
  return number ? pid : "(unknown)";
}

}  // namespace

auto directory_lock::take(const std::string& directory) -> result<std::unique_ptr<directory_lock>> {
  auto mended = make_directory_private(directory);
  if (!mended) return mended.why();
  const auto fd = open_lock(directory);
  if (!fd) return fd.why();
  std::unique_ptr<directory_lock> lock(new directory_lock(*fd));
  if (::flock(*fd, LOCK_EX | LOCK_NB) != 0)
    return {errc::locked, "The data directory '" + directory + "' is in use by process " + holder(*fd) +
                              ". Stop that one first, or talk to it with --server."};
  const auto pid = std::to_string(::getpid());
  if (::ftruncate(*fd, 0) != 0 || ::pwrite(*fd, pid.data(), pid.size(), 0) < 0)
    return {errc::storage_full, "The data directory '" + directory + "' cannot be written."};
  if (auto fine = check_parts(directory); !fine) return std::move(fine).why();
  const auto contents = make_contents_private(directory);
  if (!contents) return contents.why();
  mended->folders += contents->folders;
  mended->files += contents->files;
  if (mended->folders + mended->files > 0)
    journal::warn("directory.mended", {{"directory", directory},
                                       {"what", "others could use it; now it is for its owner alone"},
                                       {"folders", std::to_string(mended->folders)},
                                       {"files", std::to_string(mended->files)}});
  return lock;
}

directory_lock::~directory_lock() { ::close(fd_); }

auto open_log(const settings& config) -> result<std::unique_ptr<event_log>> {
  // What there is of it could be opened, or a new log made: neither is what was meant to be there.
  if (is_there(config.data_directory + "/" + std::string(backup::restored_log_name)))
    return {errc::corrupt, "A backup was being restored into '" + config.data_directory +
                               "', and that was cut off. Remove the directory, and restore it again."};
  log_options options;
  options.directory = config.data_directory + "/log";
  options.cache_bytes = config.storage_log_cache_bytes;
  options.write_buffer_bytes = config.storage_log_write_buffer_bytes;
  options.min_free_bytes = config.storage_min_free_bytes;
  return open_rocksdb_log(options);
}

auto projections_path(const settings& config) -> std::string {
  return config.data_directory + "/projections";
}

auto open_projections(const settings& config, const std::string& directory,
                      std::function<void(const std::string& what)> damaged)
    -> result<std::unique_ptr<projection_store>> {
  if (auto claimed = claim_folder(directory); !claimed) return std::move(claimed).why();
  constexpr std::uint64_t bulk_share = 20;  // a twentieth of a full flush is worth a file of its own
  return projection_store::open(
      {directory, config.storage_projection_cache_bytes, config.storage_projection_write_buffer_bytes,
       nullptr, static_cast<std::size_t>(config.storage_index_flush_rows / bulk_share), std::move(damaged)});
}

auto open_projections_of(const event_log& log, const settings& config, const std::string& directory,
                         std::function<void(const std::string& what)> damaged)
    -> result<std::unique_ptr<projection_store>> {
  auto rows = open_projections(config, directory, std::move(damaged));
  if (!rows) return rows;
  const auto own = are_folded_from(log, **rows);
  if (!own) return own.why();
  if (*own) return rows;
  return {errc::corrupt,
          "The projections were folded from another log, or by an earlier version of Waybill."};
}

namespace {

/// A link or a mount point, or somebody else has something in it, or in the places beside it: what lies there
/// can be replaced, but not the directory itself.
auto stays_in_place(const std::string& directory) -> bool {
  struct stat itself {
  }, above{};
  if (::lstat(directory.c_str(), &itself) != 0) return false;
  if (S_ISLNK(itself.st_mode) || !others_in(directory).empty() || is_there(directory + ".old")) return true;
  if (is_there(directory + ".new") && owner_of(directory + ".new") != folder_owner::waybill) return true;
  // A bind mount may be of the same disk.
  struct statx mount {};
  if (::statx(AT_FDCWD, directory.c_str(), AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, &mount) == 0 &&
      (mount.stx_attributes & STATX_ATTR_MOUNT_ROOT) != 0)
    return true;
  const auto parent = fs::path(directory).parent_path();
  return ::lstat(parent.c_str(), &above) == 0 && above.st_dev != itself.st_dev;
}

void tell_left(const std::string& folder, const std::string& what) {
  journal::warn("projections.left",
                {{"file", what.empty() ? folder : folder + "/" + what},
                 {"what", "it may not be Waybill's, so it stays when projections are removed"}});
}

/// What stays in a folder from which a store was removed.
void tell_others_in(const std::string& folder) {
  constexpr std::size_t told_at_most = 100;
  auto names = others_in(folder);
  if (names.size() > told_at_most)
    journal::warn("projections.more_left", {{"files", std::to_string(names.size() - told_at_most)}});
  names.resize(std::min(names.size(), told_at_most));
  for (const auto& name : names) tell_left(folder, name);
}

}  // namespace

void sweep_projections(const settings& config) {
  const auto path = projections_path(config);
  for (const auto& left : {path + ".new", path + ".old", path + "/" + std::string(rebuilt_folder)}) {
    remove_store(left);
    if (is_there(left)) tell_left(left, {});
  }
}

auto discard_projections(const settings& config) -> result<done> {
  sweep_projections(config);
  const auto path = projections_path(config);
  if (stays_in_place(path)) {
    tell_others_in(path);
    return empty_store(path);
  }
  std::error_code failed;
  fs::rename(path, path + ".old", failed);
  if (failed)
    return {errc::unavailable, "The old projections cannot be set aside: " + failed.message() + "."};
  fault_point("start.projections_set_aside");
  sweep_projections(config);
  return done{};
}

auto new_projections_path(const settings& config) -> std::string {
  const auto path = projections_path(config);
  return stays_in_place(path) ? path + "/" + std::string(rebuilt_folder) : path + ".new";
}

auto replace_projections(const settings& config) -> result<done> {
  const auto path = projections_path(config);
  if (stays_in_place(path)) {
    tell_others_in(path);
    return take_rebuilt(path);
  }
  // Whole directories change their names: were the old ones removed first, a crash half way through
  // would leave something that cannot be opened.
  std::error_code failed;
  // One that was interrupted right here left none.
  if (is_there(path)) fs::rename(path, path + ".old", failed);
  fault_point("rebuild.old_set_aside");
  if (!failed) fs::rename(path + ".new", path, failed);
  if (failed) return {errc::unavailable, "The old projections cannot be replaced: " + failed.message() + "."};
  fault_point("rebuild.swapped");
  sweep_projections(config);
  return done{};
}

}  // namespace waybill
