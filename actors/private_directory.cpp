#include "actors/private_directory.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "actors/written_files.hpp"
#include "events/log/descriptor.hpp"
#include "formats/extension.hpp"
#include "projections/closed_store.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

constexpr mode_t of_others = S_IRWXG | S_IRWXO;
constexpr mode_t special_bits = S_ISUID | S_ISGID | S_ISVTX;

auto refused(const std::string& path, const std::string& why) -> error {
  return {errc::unavailable, "The data directory cannot be used: '" + path + "' " + why + "."};
}

auto belongs_to_another(const std::string& path, uid_t owner) -> error {
  return refused(path, "belongs to user " + std::to_string(owner) + ", and this is user " +
                           std::to_string(::geteuid()) +
                           ". Run Waybill as its owner, or give it to this user with chown");
}

/// Which names are ours in a folder, and in which of its folders we have more.
enum class section : std::uint8_t { data, database, imports, owner, secrets, files };

auto is_ours(section where, std::string_view name) -> bool {
  if (where == section::data)
    return name == "log" || name == "imports" || name == "projections" || name == "projections.new" ||
           name == "projections.old" || name == "secrets" || name == "files";
  if (where == section::database)
    return is_store_file(name) || name == damage_mark || name == folder_mark || name == rebuilt_folder;
  if (where == section::secrets) return name.ends_with(".key") || name.ends_with(".key.new");
  if (where == section::files) return name.starts_with("fil_") || is_of_written_files(name);
  if (where == section::imports) return name.starts_with("usr_") || name.starts_with("prj_");
  const auto dot = name.rfind('.');
  const auto extension = dot == std::string_view::npos ? std::string_view{} : name.substr(dot + 1);
  return extension == "part" ||
         std::ranges::find(formats::extensions, extension) != formats::extensions.end();
}

auto section_of(section where, std::string_view name) -> section {
  if (where == section::data && name == "secrets") return section::secrets;
  if (where == section::data && name == "files") return section::files;
  if (where == section::data) return name == "imports" ? section::imports : section::database;
  return where == section::imports ? section::owner : where;
}

/// Nothing, and errno, when it cannot be read.
auto names_in(int folder) -> std::optional<std::vector<std::string>> {
  const int fd = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const std::unique_ptr<DIR, int (*)(DIR*)> open(fd >= 0 ? ::fdopendir(fd) : nullptr, &::closedir);
  if (!open) return std::nullopt;
  std::vector<std::string> names;
  while (const auto* entry = ::readdir(open.get()))
    if (const std::string_view name = entry->d_name; name != "." && name != "..") names.emplace_back(name);
  return names;
}

class mender {
 public:
  mended_rights done_so_far;

  /// Of one open file or folder. `wanted`: 0700 or 0600. By the descriptor: a name may be changed meanwhile.
  auto mend(int fd, const struct stat& about, mode_t wanted, const std::string& path) -> result<done> {
    if (about.st_uid != ::geteuid()) return belongs_to_another(path, about.st_uid);
    if ((about.st_mode & of_others) == 0) return done{};
    const auto mode = S_ISDIR(about.st_mode) ? (about.st_mode & special_bits) | wanted : wanted;
    // The descriptor is one that cannot read or write (O_PATH): fchmod(2) does not take it, its name does.
    const bool changed = ::chmod(("/proc/self/fd/" + std::to_string(fd)).c_str(), mode) == 0;
    struct stat now {};
    if (!changed || ::fstat(fd, &now) != 0 || (now.st_mode & of_others) != 0)
      return refused(path, "can be read by others, and its rights cannot be changed" +
                               (changed ? std::string(": its disk keeps none")
                                        : ": " + std::string(std::strerror(errno))));
    ++(S_ISDIR(about.st_mode) ? done_so_far.folders : done_so_far.files);
    return done{};
  }

  /// What lies in an open folder. `linked`: a link led here, so others may have things here, too.
  auto mend_all_in(int folder, section where, bool linked, const std::string& path) -> result<done> {
    const auto names = names_in(folder);
    if (!names) return refused(path, "cannot be read: " + std::string(std::strerror(errno)));
    for (const auto& name : *names) {
      const bool ours = is_ours(where, name);
      struct stat about {};
      if (::fstatat(folder, name.c_str(), &about, AT_SYMLINK_NOFOLLOW) != 0) continue;
      // The data directory is closed to others: what is not ours in it needs no change.
      if (!ours &&
          (linked || where == section::data || about.st_uid != ::geteuid() || S_ISLNK(about.st_mode)))
        continue;
      if (auto mended = mend_entry(folder, name, about, where, linked, path + "/" + name); !mended)
        return mended;
    }
    return done{};
  }

 private:
  auto mend_entry(int folder, const std::string& name, const struct stat& itself, section where, bool linked,
                  const std::string& path) -> result<done> {
    const bool is_link = S_ISLNK(itself.st_mode);
    // Somebody else's link could lead us to change the rights of anything.
    if (is_link && itself.st_uid != ::geteuid() && itself.st_uid != 0)
      return belongs_to_another(path, itself.st_uid);
    if (is_link && where == section::secrets) return refused(path, "is a link, and a key has to be a file");
    const bool fine =
        S_ISREG(itself.st_mode) && itself.st_uid == ::geteuid() && (itself.st_mode & of_others) == 0;
    if (fine) return done{};
    const descriptor entry(::openat(folder, name.c_str(), O_PATH | O_CLOEXEC | (is_link ? 0 : O_NOFOLLOW)));
    struct stat about {};
    if (!entry.good() || ::fstat(entry.get(), &about) != 0)
      return is_link ? dangling(where, path) : result<done>(done{});
    if (S_ISDIR(about.st_mode))
      return mend_folder(entry.get(), about, section_of(where, name), linked || is_link, path);
    if (S_ISREG(about.st_mode)) return mend(entry.get(), about, 0600, path);
    // An upload that is none is found by who reads it; a store that is none could keep us waiting for ever.
    if (where == section::imports || where == section::owner || where == section::files) return done{};
    return refused(path, "is neither a file nor a folder");
  }

  static auto dangling(section where, const std::string& path) -> result<done> {
    const bool is_part = where == section::data || where == section::imports || where == section::owner;
    if (!is_part) return done{};
    return refused(path, "is a link that leads nowhere (is its disk there?)");
  }

  auto mend_folder(int fd, const struct stat& about, section what, bool linked, const std::string& path)
      -> result<done> {
    if (about.st_uid != ::geteuid()) return belongs_to_another(path, about.st_uid);
    // A folder behind a link may hold other things that others use. Files of ours are closed all the same.
    if (!linked || !is_shared(fd, what))
      if (auto mended = mend(fd, about, 0700, path); !mended) return mended;
    return mend_all_in(fd, what, linked, path);
  }

  static auto is_shared(int folder, section what) -> bool {
    const auto names = names_in(folder);
    return names && std::any_of(names->begin(), names->end(), [what](const auto& name) {
             return !is_ours(what, name) && name != "lost+found";
           });
  }
};

}  // namespace

auto make_directory_private(const std::string& directory) -> result<mended_rights> {
  std::error_code failed;
  const bool made = fs::create_directories(directory, failed);
  const descriptor open(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  struct stat about {};
  if (!open.good() || ::fstat(open.get(), &about) != 0)
    return error{errc::unavailable, "The data directory '" + directory + "' cannot be used: " +
                                        (failed ? failed.message() : std::string(std::strerror(errno))) +
                                        "."};
  if (about.st_uid == ::geteuid() && (about.st_mode & S_ISVTX) != 0 && (about.st_mode & of_others) != 0)
    return refused(directory, "is a folder that all users share. Give Waybill one of its own");
  mender rights;
  if (auto mended = rights.mend(open.get(), about, 0700, directory); !mended) return std::move(mended).why();
  return made ? mended_rights{} : rights.done_so_far;
}

auto make_contents_private(const std::string& directory) -> result<mended_rights> {
  const descriptor open(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!open.good()) return refused(directory, "cannot be read: " + std::string(std::strerror(errno)));
  mender rights;
  if (auto mended = rights.mend_all_in(open.get(), section::data, false, directory); !mended)
    return std::move(mended).why();
  return rights.done_so_far;
}

}  // namespace waybill
