// Where backups lie:
//   WAYBILL-BACKUPS   says that the folder is one; locked by who writes there
//   backups/000007    the manifest of a finished backup; the highest number is the newest
//   objects/ab/cd..   the files of all of them, each once, named by its SHA-256
//   unfinished        a backup was begun, and not finished
// All of it is for its owner alone: the secrets of the server are in it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "backup/files.hpp"
#include "backup/manifest.hpp"
#include "backup/pace.hpp"
#include "events/log/descriptor.hpp"
#include "events/result.hpp"

namespace waybill::backup {

/// A manifest, or what is wrong with it.
struct listed_backup {
  std::uint64_t number = 0;
  result<manifest> what;
};

/// One thread at a time.
class backup_folder {
 public:
  /// To write: made when it is not there; 0700 from then on. Errors: busy (another process writes there),
  /// bad_value (other things lie there), unavailable (a link; another user's; shared by all), storage_full.
  static auto open_to_write(const std::string& path) -> result<std::unique_ptr<backup_folder>>;
  /// To read; nobody writes there meanwhile. Errors: not_found (no folder of backups), busy, unavailable,
  /// corrupt.
  static auto open_to_read(const std::string& path) -> result<std::unique_ptr<backup_folder>>;

  /// Oldest first. Errors: unavailable.
  [[nodiscard]] auto list() const -> result<std::vector<listed_backup>>;
  /// Whether a backup was begun there and not finished.
  [[nodiscard]] auto has_unfinished() const -> bool;

  // Who writes.
  /// From now on there is an unfinished one. Errors: storage_full, unavailable.
  auto begin(instant now) -> result<done>;
  /// Whether a file of this content is there, by its name and length.
  [[nodiscard]] auto has(const backed_up_file& file) const -> bool;
  /// Takes in all bytes of an open file. Errors: storage_full, unavailable.
  auto add(int from, pace& at, const std::string& told_as, const std::function<void(std::uint64_t)>& passed)
      -> result<copied>;
  /// Now it is a backup. Before, nothing of it counts. Errors: storage_full, unavailable.
  auto finish(const manifest& what) -> result<done>;
  /// Removes all but the newest `most` of those that `counts` is true for, and the files that no other has. A
  /// manifest that cannot be read counts, and while one is there no file is removed: it may be that one's.
  /// Errors: unavailable.
  auto keep(std::uint64_t most, const std::function<bool(const manifest&)>& counts) -> result<done>;

  // Who reads.
  /// Reads all of it. Errors: corrupt (gone, or other bytes), unavailable.
  auto check(const backed_up_file& file, pace& at) const -> result<done>;
  /// The same, on the way into an open file; `told_as`: what errors call that one.
  auto copy_to(const backed_up_file& file, int to, const std::string& told_as, pace& at) const
      -> result<done>;

 private:
  backup_folder(std::string path, descriptor root) : path_(std::move(path)), root_(std::move(root)) {}
  auto make_private() -> result<done>;
  auto open_parts(bool to_write) -> result<done>;
  auto claim() -> result<done>;
  auto take_lock(bool to_write) -> result<done>;
  auto sync_objects() -> result<done>;
  [[nodiscard]] auto told(const std::string& name) const -> std::string { return path_ + "/" + name; }

  std::string path_;
  descriptor root_, lock_, backups_, objects_;
  std::set<std::string> changed_;  ///< folders of objects whose names are not safe on the disk yet
};

/// A folder of backups holds backups alone: one in the data directory would be in the next backup. Errors:
/// bad_value, when one of them lies in the other.
auto check_apart(const std::string& data_directory, const std::string& folder) -> result<done>;

/// `000007`
auto number_name(std::uint64_t number) -> std::string;

}  // namespace waybill::backup
