#include "cli/output_path.hpp"

#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

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

}  // namespace

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
