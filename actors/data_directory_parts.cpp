#include "actors/data_directory_parts.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "events/visible.hpp"
#include "projections/store_folder.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

/// What a folder is, under whatever name.
using inode = std::pair<dev_t, ino_t>;

auto refused(const std::string& why) -> error {
  return {errc::unavailable, "The data directory cannot be used: " + why, {}};
}

auto quoted(const std::string& path) -> std::string { return "'" + path + "'"; }

/// One folder and all that it lies in, from itself to the root.
struct folder {
  std::string path;
  std::vector<inode> chain;
  bool below_imports = false;  ///< a user's or project's folder

  [[nodiscard]] auto is(const folder& other) const -> bool { return chain.front() == other.chain.front(); }
  [[nodiscard]] auto lies_in(const folder& other) const -> bool {
    return std::find(chain.begin() + 1, chain.end(), other.chain.front()) != chain.end();
  }
};

/// Nothing when there is no such folder.
auto find_folder(const std::string& path) -> std::optional<folder> {
  std::error_code failed;
  auto at = fs::canonical(path, failed);
  folder found{path, {}};
  for (; !failed; at = at.parent_path()) {
    struct stat about {};
    if (::stat(at.c_str(), &about) != 0) return std::nullopt;
    found.chain.emplace_back(about.st_dev, about.st_ino);
    if (at == at.parent_path()) return found;
  }
  return std::nullopt;
}

/// A link that leads nowhere is left to who follows it.
auto check_folder(const std::string& path) -> result<done> {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || S_ISDIR(about.st_mode)) return done{};
  return refused(quoted(path) + " is no folder, and has to be one. Move it away.");
}

/// `usr_` or `prj_` and 26 characters: nobody else gives a folder such a name.
auto is_owners_folder(const std::string& name) -> bool {
  constexpr std::size_t id_length = 30;
  return name.size() == id_length && (name.starts_with("usr_") || name.starts_with("prj_"));
}

class parts {
 public:
  explicit parts(std::string directory) : data_(std::move(directory)) {}

  auto check() -> result<done> {
    for (const auto* name : {"log", "projections", "imports", "secrets", "files"})
      if (auto fine = check_folder(data_ + "/" + name); !fine) return fine;
    if (auto fine = look_at_owners(); !fine) return fine;
    for (const auto* name :
         {"log", "projections", "imports", "secrets", "files", "projections.new", "projections.old"})
      if (auto found = find_folder(data_ + "/" + name)) folders_.push_back(*std::move(found));
    if (auto fine = check_apart(); !fine) return fine;
    return check_owners();
  }

 private:
  auto look_at_owners() -> result<done> {
    std::error_code failed;
    const auto imports = data_ + "/imports";
    for (fs::directory_iterator at(imports, failed), end; !failed && at != end; at.increment(failed)) {
      const auto name = at->path().filename().string();
      std::error_code unknown;
      if (!is_owners_folder(name) || (at->is_directory(unknown) && !at->is_symlink(unknown))) continue;
      const auto path = imports + "/" + name;
      if (auto fine = check_folder(path); !fine) return fine;
      auto found = find_folder(path);
      if (!found) return refused(quoted(path) + " is a link that leads nowhere (is its disk there?).");
      found->below_imports = true;
      folders_.push_back(*std::move(found));
    }
    return done{};
  }

  auto check_apart() -> result<done> {
    const auto whole = find_folder(data_);
    if (!whole) return done{};
    for (const auto& one : folders_) {
      if (one.is(*whole)) return refused(quoted(one.path) + " is the data directory itself." + remedy);
      if (whole->lies_in(one)) return refused("it lies in its own part " + quoted(one.path) + "." + remedy);
    }
    for (const auto& one : folders_)
      for (const auto& other : folders_)
        if (auto fine = check_pair(one, other); !fine) return fine;
    return done{};
  }

  static auto check_pair(const folder& one, const folder& other) -> result<done> {
    // Owners may share a folder: files of uploads have names that nobody has twice.
    if (&one == &other || (one.below_imports && other.below_imports)) return done{};
    if (one.is(other))
      return refused(quoted(one.path) + " and " + quoted(other.path) + " are the same folder." + remedy);
    const bool at_home = one.below_imports && other.path.ends_with("/imports");
    if (!one.lies_in(other) || at_home) return done{};
    return refused(quoted(one.path) + " leads into " + quoted(other.path) + "." + remedy);
  }

  [[nodiscard]] auto check_owners() const -> result<done> {
    const auto models = data_ + "/projections";
    if (owner_of(models) == folder_owner::others) return folder_of_others(models);
    const auto log = data_ + "/log";
    if (is_there(log + "/" + std::string(folder_mark)))
      return refused(quoted(log) + " holds projections, and no event log. Lead it to the log's folder.");
    if (is_there(log + "/CURRENT")) return done{};
    // RocksDB would begin a log here, and remove what it takes for its own.
    const auto names = others_in(log);
    if (names.empty()) return done{};
    return refused(quoted(log) + " holds no event log, but files that are not Waybill's ('" +
                   visible(names.front()) + "'). Lead it to the log's folder, or to an empty one.");
  }

  static constexpr const char* remedy = " Each part needs a folder of its own.";

  std::string data_;
  std::vector<folder> folders_;
};

}  // namespace

auto check_parts(const std::string& directory) -> result<done> { return parts(directory).check(); }

}  // namespace waybill
