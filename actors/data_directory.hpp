// The data directory: what lies where in it, and that one process at a time works on it.
//   lock          held while a process works here; its text is the process id
//   log/          the event log
//   projections/  read models: may be deleted, they are folded again from the log
//   imports/      uploaded files
//   files/        what is known of files that wait for an import
//   secrets/      keys that the server made for itself
//   backup.staging/  what a backup is copied from, while it is made
//   log.restoring/   a log that is not restored yet: nobody opens such a directory
//   console       where the console of the running server is; `console.secret` beside it: what it asks for
#pragma once

#include <memory>
#include <string>

#include "config/settings.hpp"
#include "events/log/event_log.hpp"
#include "projections/store.hpp"

namespace waybill {

/// Holds the directory until it dies. One thread at a time.
class directory_lock {
 public:
  /// Makes the directory when it is not there, looks whether its parts are folders of their own
  /// (data_directory_parts.hpp), and makes it and what lies in it private (private_directory.hpp). Follows no
  /// link to a lock. Errors: locked (names the process), unavailable, storage_full.
  static auto take(const std::string& directory) -> result<std::unique_ptr<directory_lock>>;
  ~directory_lock();
  directory_lock(const directory_lock&) = delete;
  auto operator=(const directory_lock&) -> directory_lock& = delete;

 private:
  explicit directory_lock(int fd) : fd_(fd) {}
  int fd_;
};

/// Errors: also corrupt, where a backup was not restored to its end.
auto open_log(const settings& config) -> result<std::unique_ptr<event_log>>;
/// `directory` is projections_path, or a folder beside it; `damaged` as in `projection_options`. Errors:
/// those of claiming the folder, and of opening the store.
auto open_projections(const settings& config, const std::string& directory,
                      std::function<void(const std::string& what)> damaged = {})
    -> result<std::unique_ptr<projection_store>>;
/// The same, and held against the log. Errors: also corrupt, when they are not known to be folded from it.
auto open_projections_of(const event_log& log, const settings& config, const std::string& directory,
                         std::function<void(const std::string& what)> damaged = {})
    -> result<std::unique_ptr<projection_store>>;
auto projections_path(const settings& config) -> std::string;

// Only files of a store are removed, and only from folders that are provably ours: what else lies there
// stays, and is told in the journal.

/// Removes what was left beside the read models when they were being replaced or discarded.
void sweep_projections(const settings& config);
/// Takes the read models away as a whole: cut off half way, they are either all there or swept at the next
/// start. Errors: unavailable.
auto discard_projections(const settings& config) -> result<done>;

/// Where new read models are folded while the old ones are still there: on the same disk.
auto new_projections_path(const settings& config) -> std::string;
/// Replaces the old ones with the new ones: cut off half way, there are either the old ones, the new
/// ones, or none. Errors: unavailable.
auto replace_projections(const settings& config) -> result<done>;

}  // namespace waybill
