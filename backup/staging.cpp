#include "backup/staging.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "backup/files.hpp"
#include "backup/manifest.hpp"
#include "backup/take.hpp"

namespace waybill::backup {
namespace {

namespace fs = std::filesystem;

class staging {
 public:
  explicit staging(const std::string& data) : data_(data), place_(data + "/" + std::string(staging_name)) {}

  auto run(const event_log& log) -> result<std::vector<staged_file>> {
    sweep_staging(data_);
    if (::mkdir(place_.c_str(), 0700) != 0) return disk_error(place_, errno);
    if (auto fine = log.checkpoint(place_ + "/log"); !fine) return std::move(fine).why();
    const auto linked = [this](const auto& path, const auto& at) { add(path, at, true); };
    if (auto fine = add_all(place_ + "/log", "log/", linked); !fine) return std::move(fine).why();
    const auto as_it_is = [this](const auto& path, const auto& at) { add(path, at, false); };
    for (const std::string name : {"secrets", "files"})
      if (auto fine = add_all(data_ + "/" + name, name + "/", as_it_is); !fine) return std::move(fine).why();
    std::error_code failed;
    const auto imports = data_ + "/imports";
    for (fs::directory_iterator at(imports, failed), end; !failed && at != end; at.increment(failed))
      if (auto fine = add_owner(at->path()); !fine) return std::move(fine).why();
    if (failed && failed.value() != ENOENT) return disk_error(imports, failed.value());
    std::ranges::sort(found_, {}, &staged_file::path);
    return std::move(found_);
  }

 private:
  enum class links : std::uint8_t { passed_over, taken };

  /// Plain files of a folder, and links where they may be uploads.
  template <class Add>
  auto add_all(const std::string& folder, const std::string& path, const Add& each,
               links of_links = links::passed_over) -> result<done> {
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
      const auto name = at->path().filename().string();
      std::error_code gone;
      const auto type = at->symlink_status(gone).type();
      const bool wanted =
          type == fs::file_type::regular || (type == fs::file_type::symlink && of_links == links::taken);
      // Half-written ones get their names when they are whole.
      if (wanted && !name.ends_with(".new") && is_backup_path(path + name))
        each(path + name, at->path().string());
    }
    if (failed && failed.value() != ENOENT) return disk_error(folder, failed.value());
    return done{};
  }

  void add(const std::string& path, const std::string& at, bool linked) {
    struct stat about {};
    if (::lstat(at.c_str(), &about) == 0)
      found_.push_back({path, at, static_cast<std::uint64_t>(about.st_size), linked});
  }

  /// Whole uploads: what is unfinished has another end to its name, and what is made of one a second.
  static auto is_whole(const std::string& name) -> bool {
    return !name.ends_with(".part") && std::ranges::count(name, '.') == 1;
  }

  /// A folder of an account or project, perhaps behind a link.
  auto add_owner(const fs::path& folder) -> result<done> {
    std::error_code gone;
    const auto name = folder.filename().string();
    if (fs::is_directory(folder, gone)) return add_uploads(name);
    const bool is_one = name.starts_with("usr_") || name.starts_with("prj_");
    if (!is_one || !fs::is_symlink(folder, gone)) return done{};
    // Without a word the backup would lack all of it.
    return {errc::unavailable,
            "'" + folder.string() + "' is a link that leads nowhere (is its disk there?)."};
  }

  /// What a start makes of each file behind a link: this user's, and closed to others. Else it may be
  /// anything.
  static auto is_ours(const fs::path& file) -> bool {
    struct stat about {};
    return ::lstat(file.c_str(), &about) == 0 && S_ISREG(about.st_mode) && about.st_uid == ::geteuid() &&
           (about.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  }

  /// By its own name, for no link is followed later. What it led to and is gone, or is not ours, is missing.
  void add_linked_upload(const std::string& path, const std::string& at) {
    std::error_code failed;
    const auto own = fs::canonical(at, failed);
    if (failed || !is_ours(own))
      found_.push_back({path, {}, 0, false});
    else
      add(path, own.string(), false);
  }

  auto add_uploads(const std::string& owner) -> result<done> {
    const auto folder = place_ + "/imports/" + owner;
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return disk_error(folder, failed.value());
    const auto link_it = [&](const std::string& path, const std::string& at) {
      const auto name = fs::path(path).filename().string();
      if (!is_whole(name)) return;
      std::error_code gone;
      if (fs::is_symlink(fs::symlink_status(at, gone))) return add_linked_upload(path, at);
      const auto other = folder + "/" + name;
      const bool linked = ::link(at.c_str(), other.c_str()) == 0;
      add(path, linked ? other : at, linked);
    };
    return add_all(data_ + "/imports/" + owner, "imports/" + owner + "/", link_it, links::taken);
  }

  const std::string& data_;
  std::string place_;
  std::vector<staged_file> found_;
};

}  // namespace

auto stage_files(const std::string& data_directory, const event_log& log)
    -> result<std::vector<staged_file>> {
  return staging(data_directory).run(log);
}

void sweep_staging(const std::string& data_directory) {
  const auto place = data_directory + "/" + std::string(staging_name);
  std::error_code ignored;
  // A link is taken away itself; what it leads to is somebody's.
  fs::remove_all(place, ignored);
}

}  // namespace waybill::backup
