// A disk that knows what would be left after a power cut: bytes that were not synced, and names that were
// made, changed or removed in folders that were not synced, are taken back before the process dies.
// Everything below one folder is watched (WAYBILL_TEST_DISK); libc.cpp tells it of every call.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace waybill::crash {

/// One step at a time: who holds `lock()` changes the disk, and a power cut holds it for ever.
class watched_disk {
 public:
  static auto get() -> watched_disk&;

  [[nodiscard]] auto lock() -> std::unique_lock<std::mutex> { return std::unique_lock(mutex_); }
  [[nodiscard]] auto watches(std::string_view path) const -> bool;
  [[nodiscard]] auto watches(int fd) const -> bool { return open_.contains(fd); }

  /// A descriptor that may write; `made`: the file was not there before.
  void opened(int fd, const std::string& path, bool made);
  void closed(int fd) { open_.erase(fd); }
  /// Before bytes at `from` change (or the file becomes shorter than it is, `from` its new size).
  void will_write(int fd, off_t from, std::size_t bytes);
  void will_cut(int fd, off_t size);
  /// A file or a folder is safe now.
  void synced(int fd);

  void made(const std::string& path, bool folder);
  /// Before a name goes away or is replaced: keeps what it named.
  void will_remove(const std::string& path, bool folder);
  void will_rename(const std::string& from, const std::string& to);

  /// Takes back what is not safe, all of it or by chance a part. The caller holds the lock.
  void forget_unsynced();

 private:
  watched_disk();

  struct old_bytes {
    off_t at;
    std::string bytes;
  };
  struct file {
    ino_t number = 0;
    int own = -1;  ///< a descriptor of its own while it has bytes that are not safe
    off_t safe = 0;
    std::vector<old_bytes> changed;
    ~file();
  };
  enum class step : std::uint8_t { made, made_folder, removed, removed_folder, renamed };
  struct change {
    step what;
    ino_t folder;
    std::string path;
    std::string to;    ///< renamed
    std::string kept;  ///< another name of what was removed or replaced
  };

  void note(step what, const std::string& path, std::string to, std::string kept);
  auto keep(const std::string& path) -> std::string;
  auto dirty(int fd) -> file&;
  void settle_folder(ino_t folder);
  static void take_back(const change& what);
  void take_back_bytes(file& of, std::uint64_t chance);

  std::string root_;
  std::string shelf_;
  std::mutex mutex_;
  std::map<int, std::shared_ptr<file>> open_;
  std::map<ino_t, std::shared_ptr<file>> files_;
  std::vector<change> changes_;
  std::uint64_t kept_ = 0;
};

}  // namespace waybill::crash
