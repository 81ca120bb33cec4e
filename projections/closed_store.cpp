#include "projections/closed_store.hpp"

#include <filesystem>
#include <fstream>
#include <vector>

#include "events/log/sync_folder.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

auto not_ours(const std::string& directory) -> error {
  return {
      errc::unavailable,
      "The old projections cannot be replaced: '" + directory + "' holds something else than projections.",
      {}};
}

auto failed_with(const std::error_code& why) -> error {
  return {errc::unavailable, "The old projections cannot be replaced: " + why.message() + ".", {}};
}

/// A link is removed, not what it leads to.
auto can_be_removed(const fs::path& file) -> bool {
  std::error_code failed;
  const auto kind = fs::symlink_status(file, failed).type();
  return kind == fs::file_type::regular || kind == fs::file_type::symlink;
}

auto store_files_in(const fs::path& folder, std::error_code& failed) -> std::vector<fs::path> {
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (is_store_file(at->path().filename().string()) && can_be_removed(at->path()))
      files.push_back(at->path());
  return files;
}

auto set_mark(const fs::path& directory) -> result<done> {
  std::ofstream mark(directory / damage_mark);
  mark << being_replaced << std::flush;
  if (mark && sync_folder(directory)) return done{};
  return {errc::unavailable, "The old projections cannot be replaced: their disk cannot be written."};
}

auto remove_files(const fs::path& directory) -> result<done> {
  std::error_code failed;
  for (const auto& file : store_files_in(directory, failed)) {
    fs::remove(file, failed);
    if (failed) break;
  }
  if (failed) return failed_with(failed);
  return done{};
}

auto take_mark_away(const fs::path& directory) -> result<done> {
  std::error_code failed;
  // First the files for good, then the mark.
  if (!sync_folder(directory) || (fs::remove(directory / damage_mark, failed), failed))
    return failed_with(failed ? failed : std::make_error_code(std::errc::io_error));
  return done{};
}

}  // namespace

auto empty_store(const std::string& directory) -> result<done> {
  if (owner_of(directory) == folder_owner::others) return not_ours(directory);
  if (auto marked = set_mark(directory); !marked) return marked;
  if (auto gone = remove_files(directory); !gone) return gone;
  remove_store((fs::path(directory) / rebuilt_folder).string());
  return take_mark_away(directory);
}

auto take_rebuilt(const std::string& directory) -> result<done> {
  const auto folder = fs::path(directory) / rebuilt_folder;
  if (owner_of(directory) == folder_owner::others) return not_ours(directory);
  if (auto marked = set_mark(directory); !marked) return marked;
  if (auto gone = remove_files(directory); !gone) return gone;
  std::error_code failed;
  for (const auto& file : store_files_in(folder, failed)) {
    fs::rename(file, directory / file.filename(), failed);
    if (failed) break;
  }
  if (failed) return failed_with(failed);
  remove_store(folder.string());
  return take_mark_away(directory);
}

void remove_store(const std::string& directory) {
  const fs::path folder{directory};
  std::error_code failed;
  if (!fs::is_directory(fs::symlink_status(folder, failed)) || owner_of(directory) == folder_owner::others)
    return;
  if (fs::is_directory(fs::symlink_status(folder / rebuilt_folder, failed)))
    remove_store((folder / rebuilt_folder).string());
  if (!remove_files(folder)) return;
  if (can_be_removed(folder / damage_mark)) fs::remove(folder / damage_mark, failed);
  // The mark last: cut off half way, the folder is still known as ours. A folder that is not empty stays.
  if (others_in(directory).empty()) fs::remove(folder / folder_mark, failed);
  fs::remove(folder, failed);
}

}  // namespace waybill
