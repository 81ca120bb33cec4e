#include "backup/restore.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <set>

#include "backup/folder.hpp"
#include "backup/restored_log.hpp"
#include "events/log/sync_folder.hpp"

namespace waybill::backup {
namespace {

namespace fs = std::filesystem;

auto reaches(const manifest& what, const restore_until& until) -> bool {
  if (const auto* at = std::get_if<position>(&until)) return what.at >= *at;
  return what.taken_at >= std::get<instant>(until);
}

auto beyond(const manifest& newest) -> error {
  return {errc::bad_value,
          "The newest backup ends at position " + std::to_string(newest.at) + ", and was taken at " +
              to_rfc3339_ms(newest.taken_at) + "; nothing later can be restored.",
          {}};
}

class restoring {
 public:
  explicit restoring(const restore_plan& plan) : plan_(plan) {}

  auto run() -> result<restore_report> {
    auto open = backup_folder::open_to_read(plan_.folder);
    if (!open) return open.why();
    folder_ = *std::move(open);
    if (auto fine = choose(); !fine) return std::move(fine).why();
    pace freely(0);
    for (const auto& file : report_.from.files)
      if (auto fine = folder_->check(file, freely); !fine) return std::move(fine).why();
    if (auto fine = make(); !fine) {
      clean_up();
      return std::move(fine).why();
    }
    return std::move(report_);
  }

 private:
  auto choose() -> result<done> {
    auto all = folder_->list();
    if (!all) return all.why();
    report_.has_unfinished = folder_->has_unfinished();
    if (all->empty())
      return {errc::not_found, "There is no finished backup in '" + plan_.folder + "'" +
                                   (report_.has_unfinished ? ": one was begun there, and cut off." : ".")};
    for (auto& one : *all) {
      if (!plan_.until) break;
      // One that cannot be read may be the one: nobody is given another in silence.
      if (!one.what) return one.what.why();
      if (!reaches(*one.what, *plan_.until)) continue;
      report_.from = *std::move(one.what);
      return done{};
    }
    auto& newest = all->back().what;
    if (!newest) return newest.why();
    if (plan_.until) return beyond(*newest);
    report_.from = *std::move(newest);
    return done{};
  }

  auto make() -> result<done> {
    const auto data = open_folder(AT_FDCWD, plan_.data_directory, false, plan_.data_directory);
    if (!data) return data.why();
    // First, so that nobody takes the directory for a new one.
    if (const auto made = open_folder(data->get(), std::string(restored_log_name), true, in_data("log"));
        !made)
      return made.why();
    for (const auto& file : report_.from.files)
      if (auto fine = put(data->get(), file); !fine) return fine;
    if (auto fine = prepare_log(); !fine) return fine;
    return put_in_place();
  }

  /// As it is named where the data directory is what fails.
  [[nodiscard]] auto in_data(const std::string& path) const -> std::string {
    return plan_.data_directory + "/" + path;
  }

  /// Where a file is put for now.
  static auto place_of(const std::string& path) -> fs::path {
    const fs::path place(path);
    return *place.begin() == "log" ? fs::path(restored_log_name) / place.filename() : place;
  }

  auto put(int data, const backed_up_file& file) -> result<done> {
    const auto place = place_of(file.path);
    auto folder = descriptor(::fcntl(data, F_DUPFD_CLOEXEC, 0));
    for (const auto& part : place.parent_path()) {
      auto inner = open_folder(folder.get(), part.string(), true, in_data(file.path));
      if (!inner) return inner.why();
      folder = *std::move(inner);
    }
    const descriptor to(::openat(folder.get(), place.filename().c_str(),
                                 O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!to.good()) return disk_error(in_data(file.path), errno);
    pace freely(0);
    if (auto fine = folder_->copy_to(file, to.get(), in_data(file.path), freely); !fine) return fine;
    keep_time(to.get(), file.changed_ns);
    folders_.insert((fs::path(plan_.data_directory) / place.parent_path()).string());
    return done{};
  }

  /// The next backup then sees that it has the file.
  static void keep_time(int file, std::uint64_t changed_ns) {
    constexpr std::uint64_t a_second = 1'000'000'000;
    timespec when{};
    when.tv_sec = static_cast<time_t>(changed_ns / a_second);
    when.tv_nsec = static_cast<long>(changed_ns % a_second);
    const timespec times[2] = {when, when};
    ::futimens(file, times);
  }

  auto prepare_log() -> result<done> {
    log_options how;
    how.directory = plan_.data_directory + "/" + std::string(restored_log_name);
    report_.at = report_.from.at;
    if (plan_.until) {
      const auto end = cut(how, report_.from, *plan_.until);
      if (!end) return end.why();
      report_.at = *end;
    }
    const auto log = open_rocksdb_log(how);
    if (!log) return log.why();
    if (auto fine = check_end(**log); !fine) return fine;
    return settle(**log, plan_, report_);
  }

  /// The files were what was written; so has to be what they say.
  auto check_end(const event_log& log) const -> result<done> {
    const auto ends_otherwise = [this] {
      return error{errc::corrupt,
                   "The backup's log does not end with the event at position " + std::to_string(report_.at) +
                       " that its manifest names.",
                   {}};
    };
    if (log.tail() != report_.at) return ends_otherwise();
    if (report_.at == 0 || report_.at != report_.from.at) return done{};
    const auto last = log.read_at(report_.at);
    if (!last) return last.why();
    if (last->head.seal != report_.from.seal) return ends_otherwise();
    return done{};
  }

  auto put_in_place() -> result<done> {
    for (const auto& folder : folders_)
      if (!sync_folder(folder) || !sync_folder(fs::path(folder).parent_path()))
        return disk_error(folder, errno);
    const auto restored = plan_.data_directory + "/" + std::string(restored_log_name);
    if (::rename(restored.c_str(), (plan_.data_directory + "/log").c_str()) != 0 ||
        !sync_folder(plan_.data_directory))
      return disk_error(restored, errno);
    return done{};
  }

  /// The directory had nothing of these.
  void clean_up() const {
    std::error_code ignored;
    for (const auto name : {restored_log_name, std::string_view("imports"), std::string_view("files"),
                            std::string_view("secrets")})
      fs::remove_all(plan_.data_directory + "/" + std::string(name), ignored);
  }

  const restore_plan& plan_;
  std::unique_ptr<backup_folder> folder_;
  restore_report report_;
  std::set<std::string> folders_;
};

}  // namespace

auto restore(const restore_plan& plan) -> result<restore_report> { return restoring(plan).run(); }

}  // namespace waybill::backup
