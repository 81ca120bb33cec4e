#include "backup/take.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <optional>

#include "backup/folder.hpp"
#include "backup/staging.hpp"
#include "backup/version.hpp"
#include "events/log/rocksdb_log.hpp"

namespace waybill::backup {
namespace {

/// Nanoseconds since 1970.
auto changed_ns(const struct stat& about) -> std::uint64_t {
  constexpr std::uint64_t a_second = 1'000'000'000;
  return static_cast<std::uint64_t>(about.st_mtim.tv_sec) * a_second +
         static_cast<std::uint64_t>(about.st_mtim.tv_nsec);
}

class taking {
 public:
  explicit taking(const take_plan& plan)
      : plan_(plan), began_(plan.clock->now()), pace_(plan.bytes_per_s, plan.stopped) {}

  auto run() -> result<backup_finished> {
    if (auto fine = check_apart(plan_.data_directory, plan_.folder); !fine) return std::move(fine).why();
    auto open = backup_folder::open_to_write(plan_.folder);
    if (!open) return open.why();
    folder_ = *std::move(open);
    if (auto fine = find_line(); !fine) return std::move(fine).why();
    if (auto fine = look_at_earlier(); !fine) return std::move(fine).why();
    if (auto fine = folder_->begin(began_); !fine) return std::move(fine).why();
    auto made = copy();
    sweep_staging(plan_.data_directory);
    return made;
  }

 private:
  /// A log that came out of a backup has a line of its own from there on: what was made before is that of the
  /// one that was backed up, which may go on.
  auto find_line() -> result<done> {
    constexpr std::size_t at_once = 1'000;
    for (std::uint64_t version = 1;; version += at_once) {
      const auto events = plan_.log.read_stream(server_stream, version, at_once);
      if (!events) return events.why();
      for (const auto& one : *events)
        if (one.head.tag == backup_restored::tag) line_begins_ = one.head.at;
      if (events->size() < at_once) return done{};
    }
  }

  /// Whether this log was once what that backup has, and no other log goes on from there.
  [[nodiscard]] auto is_of_this_line(const manifest& one) const -> bool {
    if (one.at < line_begins_) return false;
    if (one.at == 0) return true;
    const auto same = plan_.log.read_at(one.at);
    return same && same->head.seal == one.seal;
  }

  auto look_at_earlier() -> result<done> {
    std::vector<std::uint64_t> others;
    if (const auto first = plan_.log.read_at(1)) what_.origin = first->head.seal;
    auto all = folder_->list();
    if (!all) return all.why();
    for (auto& one : *all) {
      what_.number = one.number;
      if (!one.what) continue;
      if (one.what->origin != what_.origin)
        return {errc::bad_value, "'" + plan_.folder +
                                     "' has backups of another log (the seal of its first "
                                     "event is another); give this one a folder of its own."};
      if (!is_of_this_line(*one.what)) others.push_back(one.number);
      for (const auto& file : one.what->files) earlier_[file.path] = file;
    }
    ++what_.number;
    if (!others.empty() && plan_.tell_others) plan_.tell_others(others);
    return done{};
  }

  auto copy() -> result<backup_finished> {
    auto files = stage();
    if (!files) return files.why();
    if (auto fine = find_position(); !fine) return std::move(fine).why();
    for (const auto& one : *files) progress_.bytes_total += one.size_bytes;
    for (const auto& one : *files)
      if (auto fine = take_in(one); !fine) return std::move(fine).why();
    if (auto fine = folder_->finish(what_); !fine) return std::move(fine).why();
    // It is a backup now: what cannot be removed of earlier ones takes room, and no more.
    static_cast<void>(folder_->keep(std::max<std::uint64_t>(1, plan_.keep), [this](const manifest& one) {
      return one.number == what_.number || is_of_this_line(one);
    }));
    return backup_finished{plan_.folder, what_.number,        what_.at,
                           what_.seal,   what_.files.size(),  what_.size_bytes(),
                           copied_,      what_.missing_files, began_};
  }

  auto stage() -> result<std::vector<staged_file>> {
    std::unique_lock<std::mutex> none_goes;
    if (plan_.removals != nullptr) none_goes = std::unique_lock(*plan_.removals);
    auto files = stage_files(plan_.data_directory, plan_.log);
    what_.taken_at = plan_.clock->now();
    what_.version = waybill_version;
    return files;
  }

  /// Where the copy of the log ends. It must be where this log was, too: what a failed write left in the
  /// store is no event.
  auto find_position() -> result<done> {
    log_options how;
    how.directory = plan_.data_directory + "/" + std::string(staging_name) + "/log";
    how.read_only = true;
    const auto copy = open_rocksdb_log(how);
    if (!copy) return copy.why();
    what_.at = (*copy)->tail();
    if (what_.at == 0) return done{};
    const auto last = (*copy)->read_at(what_.at);
    if (!last) return last.why();
    what_.seal = last->head.seal;
    constexpr std::chrono::seconds patience{5};
    plan_.log.wait_beyond(what_.at - 1, patience);
    const auto same = plan_.log.read_at(what_.at);
    if (same && same->head.seal == what_.seal) return done{};
    return {errc::unavailable, "The log changed while it was copied; try again."};
  }

  auto take_in(const staged_file& one) -> result<done> {
    const auto from = open_file(AT_FDCWD, one.at, one.path);
    if (!from && from.why().code == errc::not_found && !one.is_linked) {
      if (one.path.starts_with("imports/")) ++what_.missing_files;
      return done{};
    }
    if (!from) return from.why();
    struct stat about {};
    if (::fstat(from->get(), &about) != 0) return disk_error(one.path, errno);
    backed_up_file file{one.path, static_cast<std::uint64_t>(about.st_size), {}, changed_ns(about)};
    if (is_there(file)) {
      passed(file.size_bytes);
    } else {
      const auto all =
          folder_->add(from->get(), pace_, one.path, [this](std::uint64_t bytes) { passed(bytes); });
      if (!all) return all.why();
      file.sha256 = all->sha256;
      file.size_bytes = all->size_bytes;
      copied_ += all->size_bytes;
    }
    what_.files.push_back(std::move(file));
    return done{};
  }

  /// By its path, length and time, as an earlier backup had it: then it has its digest, too.
  auto is_there(backed_up_file& file) const -> bool {
    const auto found = earlier_.find(file.path);
    if (found == earlier_.end() || found->second.size_bytes != file.size_bytes ||
        found->second.changed_ns != file.changed_ns || !folder_->has(found->second))
      return false;
    file.sha256 = found->second.sha256;
    return true;
  }

  void passed(std::uint64_t bytes) {
    progress_.bytes_done += bytes;
    if (plan_.tell) plan_.tell(progress_);
  }

  const take_plan& plan_;
  instant began_;
  pace pace_;
  position line_begins_ = 0;  ///< where this log was restored; 0: it never was
  std::unique_ptr<backup_folder> folder_;
  std::map<std::string, backed_up_file> earlier_;
  manifest what_;
  backup_progress progress_;
  std::uint64_t copied_ = 0;
};

}  // namespace

auto take(const take_plan& plan) -> result<backup_finished> { return taking(plan).run(); }

}  // namespace waybill::backup
