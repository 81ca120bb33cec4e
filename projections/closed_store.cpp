#include "projections/closed_store.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <vector>

#include "events/log/sync_folder.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

auto failed_with(const std::error_code& why) -> error {
  return {errc::unavailable, "The old projections cannot be replaced: " + why.message() + ".", {}};
}

auto store_files_in(const fs::path& folder, std::error_code& failed) -> std::vector<fs::path> {
  std::vector<fs::path> files;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    if (is_store_file(at->path().filename().string())) files.push_back(at->path());
  return files;
}

auto set_mark(const fs::path& directory) -> result<done> {
  std::ofstream mark(directory / damage_mark);
  mark << "they were being replaced" << std::endl;
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

auto is_store_file(std::string_view name) -> bool {
  constexpr std::array beginnings{"CURRENT", "LOCK", "LOG", "IDENTITY", "MANIFEST-", "OPTIONS-", "CLOSED"};
  constexpr std::array ends{".sst", ".blob", ".log", ".dbtmp", ".bulk"};
  return std::any_of(beginnings.begin(), beginnings.end(), [&](auto one) { return name.starts_with(one); }) ||
         std::any_of(ends.begin(), ends.end(), [&](auto one) { return name.ends_with(one); });
}

auto empty_store(const std::string& directory) -> result<done> {
  if (auto marked = set_mark(directory); !marked) return marked;
  if (auto gone = remove_files(directory); !gone) return gone;
  std::error_code failed;
  fs::remove_all(fs::path(directory) / rebuilt_folder, failed);
  return take_mark_away(directory);
}

auto take_rebuilt(const std::string& directory) -> result<done> {
  const auto folder = fs::path(directory) / rebuilt_folder;
  if (auto marked = set_mark(directory); !marked) return marked;
  if (auto gone = remove_files(directory); !gone) return gone;
  std::error_code failed;
  for (const auto& file : store_files_in(folder, failed)) {
    fs::rename(file, directory / file.filename(), failed);
    if (failed) break;
  }
  if (failed) return failed_with(failed);
  fs::remove_all(folder, failed);
  return take_mark_away(directory);
}

}  // namespace waybill
