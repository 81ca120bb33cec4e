#include "actors/upload_sweep.hpp"

#include <sys/stat.h>

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "actors/derived_files.hpp"
#include "actors/journal.hpp"
#include "actors/upload_file.hpp"
#include "events/codec.hpp"
#include "events/fault_point.hpp"
#include "projections/accounts_model.hpp"
#include "projections/imports_model.hpp"
#include "projections/projects_model.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t told_at_most = 100;

/// A file that no unfinished import needs. Nothing is removed before all rows were asked about it.
struct candidate {
  bool alone = false;          ///< it has no second name (hard link)
  bool behind_a_link = false;  ///< the folder that it lies in may be somebody else's, too
  bool known = false;          ///< a row names it: the import is over
};

auto each_row(const projection_store& rows, const std::function<void(const import_row&)>& take)
    -> result<done> {
  bool whole = true;
  auto walked = rows.scan(family::imports, "r/", {}, [&](std::string_view, std::string_view value) {
    import_row row;
    whole = decode(value, row);
    if (whole) take(row);
    return whole;
  });
  if (walked && !whole)
    return {errc::corrupt, "A row of an import is damaged; 'waybill rebuild' makes it anew."};
  return walked;
}

/// Names in a folder. Nothing when it cannot be read.
auto names_in(const fs::path& folder) -> std::optional<std::set<std::string>> {
  std::set<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    names.insert(at->path().filename().string());
  if (failed) return std::nullopt;
  return names;
}

class sweep {
 public:
  sweep(std::string data_directory, std::set<std::string> needed)
      : data_(std::move(data_directory)), needed_(std::move(needed)) {}

  auto look(const projection_store& rows) -> result<done> {
    const auto projects = load_projects(rows);
    if (!projects) return projects.why();
    std::set<std::string> gone;
    for (const auto& project : *projects) {
      owners_.insert(project.id.value);
      if (project.deleted) gone.insert(project.id.value);
    }
    auto walked = each_row(rows, [&](const import_row& row) {
      if (keeps_file(row) && !gone.contains(row.owner.value)) {
        needed_.insert(row.file.path);
        for (auto& path : derived_of(row.file.path)) needed_.insert(std::move(path));
        report_.kept.emplace_back(row.file.path, row.owner);
      }
    });
    if (!walked) return walked;
    const auto accounts = load_accounts(rows);
    if (!accounts) return accounts.why();
    for (const auto& account : *accounts) owners_.insert(account.id.value);
    list_owners();
    if (candidates_.empty()) return done{};
    return each_row(rows, [this](const import_row& row) {
      auto paths = derived_of(row.file.path);
      paths.push_back(row.file.path);
      for (const auto& path : paths)
        if (const auto found = candidates_.find(path); found != candidates_.end()) found->second.known = true;
    });
  }

  auto clean() -> sweep_report {
    fault_point("sweep.before_remove");
    for (const auto& [path, what] : candidates_) {
      if (!is_ours(path, what)) {
        leave(path);
        continue;
      }
      fault_point("sweep.before_remove");
      std::error_code failed;
      if (fs::remove(data_ + "/" + path, failed))
        ++report_.removed;
      else if (failed)
        journal::warn("upload.not_removed", {{"file", path}, {"why", failed.message()}});
    }
    if (report_.left > told_at_most)
      journal::warn("upload.more_left", {{"files", std::to_string(report_.left - told_at_most)}});
    return report_;
  }

 private:
  static auto is_ours(const std::string& path, const candidate& what) -> bool {
    if (what.known) return true;
    if (!what.alone) return false;
    return is_unfinished_upload(path) || !what.behind_a_link;
  }

  void list_owners() {
    const auto linked = fs::is_symlink(fs::symlink_status(data_ + "/imports", ignored_));
    const auto folders = names_in(data_ + "/imports");
    if (!folders) return;
    for (const auto& name : *folders) {
      const auto path = "imports/" + name;
      const bool is_folder = fs::is_directory(fs::status(data_ + "/" + path, ignored_));
      if (is_folder && owners_.contains(name))
        list_files(path, linked || fs::is_symlink(fs::symlink_status(data_ + "/" + path, ignored_)));
      else
        leave(path);
    }
  }

  void list_files(const std::string& folder, bool behind_a_link) {
    const auto names = names_in(data_ + "/" + folder);
    if (!names) return leave(folder);
    for (const auto& name : *names) {
      const auto path = folder + "/" + name;
      if (needed_.contains(path)) continue;
      struct stat about {};
      if (!is_upload_path(path) || ::lstat((data_ + "/" + path).c_str(), &about) != 0 ||
          !S_ISREG(about.st_mode))
        leave(path);
      else
        candidates_[path] = {about.st_nlink == 1, behind_a_link, false};
    }
  }

  void leave(const std::string& path) {
    if (++report_.left <= told_at_most)
      journal::warn("upload.left",
                    {{"file", path}, {"what", "nobody needs it; it may not be Waybill's, so it stays"}});
  }

  std::string data_;
  std::set<std::string> needed_;
  std::set<std::string> owners_;
  std::map<std::string, candidate> candidates_;
  sweep_report report_;
  std::error_code ignored_;
};

}  // namespace

auto sweep_uploads(const settings& config, const projection_store& rows, const std::set<std::string>& needed,
                   derived_files* derived) -> result<sweep_report> {
  sweep all(config.data_directory, needed);
  if (auto looked = all.look(rows); !looked) return std::move(looked).why();
  auto report = all.clean();
  if (report.removed > 0) journal::info("uploads.swept", {{"files", std::to_string(report.removed)}});
  if (derived != nullptr)
    for (const auto& [upload, owner] : report.kept) derived->count_what_is_there(upload, owner);
  return report;
}

}  // namespace waybill
