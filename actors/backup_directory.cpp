#include "actors/backup_directory.hpp"

#include <filesystem>

#include "actors/backups.hpp"
#include "actors/data_directory.hpp"
#include "actors/journal.hpp"
#include "backup/folder.hpp"
#include "backup/take.hpp"
#include "events/log/transaction.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

/// Also where the disk has something of its own, or an earlier restore was refused.
auto check_empty(const std::string& directory) -> result<done> {
  std::error_code failed;
  // Before anything is changed: the folder behind it is somebody's.
  auto itself = fs::path(directory).lexically_normal();
  // A slash at the end would follow it.
  if (itself.filename().empty()) itself = itself.parent_path();
  if (fs::is_symlink(fs::symlink_status(itself, failed)))
    return {errc::bad_value, "'" + directory +
                                 "' is a link, and links are not followed; name the directory that it leads "
                                 "to."};
  failed.clear();
  for (fs::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed)) {
    const auto name = at->path().filename().string();
    if (name != "lock" && name != "lost+found")
      return {errc::bad_value,
              "'" + directory + "' is not empty ('" + name +
                  "' lies in it); a backup is restored into an empty directory or a new one."};
  }
  if (!failed || failed == std::errc::no_such_file_or_directory) return done{};
  return {errc::unavailable, "'" + directory + "' cannot be read: " + failed.message() + "."};
}

}  // namespace

auto back_up_directory(const settings& config, const std::string& folder, const clock_ptr& clock)
    -> result<backup_finished> {
  const auto lock = directory_lock::take(config.data_directory);
  if (!lock) return lock.why();
  const auto log = open_log(config);
  if (!log) return log.why();
  backup::take_plan plan{config.data_directory, **log, folder, config.backup_rate, config.backup_keep, clock};
  plan.tell_others = [&](const auto& numbers) { warn_of_other_line(folder, numbers); };
  const auto made = backup::take(plan);
  if (!made) return made;
  const auto head = (*log)->head(server_stream);
  if (!head) return head.why();
  const std::vector<server_event> told{*made};
  const auto what =
      transaction_of(std::string(server_stream), head->version, encoded(told), "system", 0, *clock);
  auto answers = (*log)->commit({&*what, 1});
  if (!answers.front()) return std::move(answers.front()).why();
  return made;
}

void warn_of_other_line(const std::string& folder, const std::vector<std::uint64_t>& numbers) {
  journal::warn("backup.other_line",
                {{"folder", folder},
                 {"oldest", std::to_string(numbers.front())},
                 {"newest", std::to_string(numbers.back())},
                 {"backups", std::to_string(numbers.size())},
                 {"why",
                  "they are of another line of history than this log's, and stay; give this server a "
                  "folder of its own."}});
}

auto restore_directory(backup::restore_plan plan) -> result<backup::restore_report> {
  const auto& directory = plan.data_directory;
  if (auto empty = check_empty(directory); !empty) return std::move(empty).why();
  if (auto apart = backup::check_apart(directory, plan.folder); !apart) return std::move(apart).why();
  std::error_code unknown;
  const bool was_there = fs::exists(directory, unknown);
  const bool was_used = fs::exists(directory + "/lock", unknown);
  auto lock = directory_lock::take(directory);
  if (!lock) return lock.why();
  if (auto empty = check_empty(directory); !empty) return std::move(empty).why();
  auto made = backup::restore(plan);
  if (!made && !was_used) fs::remove(directory + "/lock", unknown);
  if (!made && !was_there) fs::remove(directory, unknown);
  return made;
}

}  // namespace waybill
