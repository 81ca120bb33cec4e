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
      if (at->is_directory(failed))
        if (auto fine = add_uploads(at->path().filename().string()); !fine) return std::move(fine).why();
    if (failed && failed.value() != ENOENT) return disk_error(imports, failed.value());
    std::ranges::sort(found_, {}, &staged_file::path);
    return std::move(found_);
  }

 private:
  /// Plain files of a folder alone; links are nobody's who works here.
  template <class Add>
  auto add_all(const std::string& folder, const std::string& path, const Add& each) -> result<done> {
    std::error_code failed;
    for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
      const auto name = at->path().filename().string();
      std::error_code gone;
      const bool plain = at->symlink_status(gone).type() == fs::file_type::regular;
      // Half-written ones get their names when they are whole.
      if (plain && !name.ends_with(".new") && is_backup_path(path + name))
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

  auto add_uploads(const std::string& owner) -> result<done> {
    const auto folder = place_ + "/imports/" + owner;
    std::error_code failed;
    fs::create_directories(folder, failed);
    if (failed) return disk_error(folder, failed.value());
    const auto link_it = [&](const std::string& path, const std::string& at) {
      const auto name = fs::path(path).filename().string();
      if (!is_whole(name)) return;
      const auto other = folder + "/" + name;
      const bool linked = ::link(at.c_str(), other.c_str()) == 0;
      add(path, linked ? other : at, linked);
    };
    return add_all(data_ + "/imports/" + owner, "imports/" + owner + "/", link_it);
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
