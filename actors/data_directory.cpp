#include "actors/data_directory.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "events/fault_point.hpp"
#include "events/log/rocksdb_log.hpp"

namespace waybill {

namespace fs = std::filesystem;

auto directory_lock::take(const std::string& directory) -> result<std::unique_ptr<directory_lock>> {
  std::error_code failed;
  // What is new is for its owner alone: the log holds hashes of passwords, and everybody's bookmarks.
  if (fs::create_directories(directory, failed))
    fs::permissions(directory, fs::perms::owner_all, fs::perm_options::replace, failed);
  const auto path = directory + "/lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0)
    return {errc::unavailable,
            "The data directory '" + directory + "' cannot be used: " + std::strerror(errno) + "."};
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    std::array<char, 32> pid{};
    const auto size = ::read(fd, pid.data(), pid.size() - 1);
    ::close(fd);
    return {errc::locked, "The data directory '" + directory + "' is in use by process " +
                              (size > 0 ? std::string(pid.data()) : std::string("(unknown)")) +
                              ". Stop that one first, or talk to it with --server."};
  }
  const auto pid = std::to_string(::getpid());
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, pid.data(), pid.size(), 0) < 0) {
    ::close(fd);
    return {errc::storage_full, "The data directory '" + directory + "' cannot be written."};
  }
  return std::unique_ptr<directory_lock>(new directory_lock(fd));
}

directory_lock::~directory_lock() { ::close(fd_); }

auto open_log(const settings& config) -> result<std::unique_ptr<event_log>> {
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
  constexpr std::uint64_t bulk_share = 20;  // a twentieth of a full flush is worth a file of its own
  return projection_store::open(
      {directory, config.storage_projection_cache_bytes, config.storage_projection_write_buffer_bytes,
       nullptr, static_cast<std::size_t>(config.storage_index_flush_rows / bulk_share), std::move(damaged)});
}

void sweep_projections(const settings& config) {
  std::error_code ignored;
  for (const auto* beside : {".new", ".old"}) fs::remove_all(projections_path(config) + beside, ignored);
}

auto discard_projections(const settings& config) -> result<done> {
  sweep_projections(config);
  std::error_code failed;
  fs::rename(projections_path(config), projections_path(config) + ".old", failed);
  if (failed)
    return {errc::unavailable, "The old projections cannot be set aside: " + failed.message() + "."};
  fault_point("start.projections_set_aside");
  sweep_projections(config);
  return done{};
}

}  // namespace waybill
