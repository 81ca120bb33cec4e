#include "cli/output_path.hpp"

#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>

namespace waybill::cli {
namespace {

namespace fs = std::filesystem;

auto folder_of(const std::string& path) -> fs::path {
  const auto folder = fs::path(path).parent_path();
  return folder.empty() ? fs::path(".") : folder;
}

auto is_in_proc(const std::string& path) -> bool {
  struct statfs where {};
  return ::statfs(folder_of(path).c_str(), &where) == 0 && where.f_type == PROC_SUPER_MAGIC;
}

auto number_in(const std::string& name) -> std::optional<int> {
  int number = 0;
  const auto* end = name.data() + name.size();
  const auto read = std::from_chars(name.data(), end, number);
  return read.ec == std::errc{} && read.ptr == end && number >= 0 ? std::optional(number) : std::nullopt;
}

/// The descriptor of ours that a path in /proc means.
auto own_descriptor(const std::string& path) -> std::optional<int> {
  std::error_code failed;
  const auto folder = fs::canonical(folder_of(path), failed).string();
  const auto ours = "/proc/" + std::to_string(::getpid());
  if (failed || (folder != ours + "/fd" && !folder.starts_with(ours + "/task/"))) return std::nullopt;
  return number_in(fs::path(path).filename().string());
}

/// Of a file that is there, or of the folder it would be in: without links.
auto real_folder_of(const std::string& path) -> fs::path {
  std::error_code unknown;
  return fs::weakly_canonical(folder_of(path), unknown);
}

auto is_below(const fs::path& path, const fs::path& folder) -> bool {
  return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first == folder.end();
}

/// The folders of a store, some of which may be links to another disk.
constexpr std::array<const char*, 6> store_folders{"", "log", "projections", "imports", "files", "secrets"};

auto lies_in_part_of(const fs::path& where, const fs::path& data) -> bool {
  std::error_code missing;
  for (const auto* name : store_folders) {
    const auto folder = fs::canonical(data / name, missing);
    if (!missing && is_below(where, folder)) return true;
  }
  // Each account and project has a folder, which may be a link, too.
  for (fs::directory_iterator at(data / "imports", missing), end; !missing && at != end;
       at.increment(missing)) {
    std::error_code gone;
    const auto folder = fs::canonical(at->path(), gone);
    if (!gone && fs::is_directory(folder, gone) && is_below(where, folder)) return true;
  }
  return false;
}

/// One of its own that a single link leads to.
auto is_linked_upload(const fs::path& file, const fs::path& data) -> bool {
  std::error_code failed;
  for (fs::directory_iterator owner(data / "imports", failed), end; !failed && owner != end;
       owner.increment(failed)) {
    std::error_code gone;
    for (fs::directory_iterator at(owner->path(), gone), last; !gone && at != last; at.increment(gone)) {
      std::error_code away;
      if (fs::is_symlink(at->symlink_status(away)) && fs::equivalent(at->path(), file, away)) return true;
    }
  }
  return false;
}

auto looks_like_a_store(const fs::path& folder) -> bool {
  std::error_code unknown;
  return fs::exists(folder / "lock", unknown) && fs::exists(folder / "log" / "CURRENT", unknown);
}

/// In a folder that all users share: open(2) follows no such link either (proc(5), protected_symlinks).
auto is_link_of_another(const std::string& path, const struct stat& link) -> bool {
  struct stat folder {};
  constexpr mode_t shared = S_ISVTX | S_IWOTH;
  if (::stat(folder_of(path).c_str(), &folder) != 0 || (folder.st_mode & shared) != shared) return false;
  return link.st_uid != ::geteuid() && link.st_uid != folder.st_uid;
}

}  // namespace

auto is_in_a_store(const output_path& path, const std::string& data_directory) -> bool {
  if (path.own_descriptor || (path.about && !S_ISREG(path.about->st_mode))) return false;
  const auto where = real_folder_of(path.path);
  if (!data_directory.empty() &&
      (lies_in_part_of(where, data_directory) || is_linked_upload(path.path, data_directory)))
    return true;
  for (auto folder = where;; folder = folder.parent_path()) {
    if (looks_like_a_store(folder)) return true;
    if (folder == folder.parent_path()) return false;
  }
}

auto follow_links(const std::string& path) -> output_path {
  constexpr int links_at_most = 40;
  output_path found{0, path, std::nullopt, std::nullopt};
  for (int i = 0; i < links_at_most; ++i) {
    struct stat about {};
    if (::lstat(found.path.c_str(), &about) != 0) {
      found.failed = errno == ENOENT ? 0 : errno;
      return found;
    }
    if (!S_ISLNK(about.st_mode)) {
      found.about = about;
      return found;
    }
    if (is_in_proc(found.path)) {
      found.own_descriptor = own_descriptor(found.path);
      if (::stat(found.path.c_str(), &about) != 0) found.failed = errno;
      found.about = about;
      // Whatever it is, there is no name that another file could take over.
      if (!found.own_descriptor && S_ISREG(about.st_mode)) found.failed = EXDEV;
      return found;
    }
    if (is_link_of_another(found.path, about)) {
      found.failed = EACCES;
      return found;
    }
    std::error_code failed;
    const auto target = fs::read_symlink(found.path, failed);
    if (failed) {
      found.failed = failed.value();
      return found;
    }
    found.path = (target.is_absolute() ? target : folder_of(found.path) / target).string();
  }
  found.failed = ELOOP;
  return found;
}

}  // namespace waybill::cli
