#include "events/log/closed_files.hpp"

#include <rocksdb/db.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "events/log/record_format.hpp"
#include "events/log/sync_folder.hpp"
#include "events/words.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

constexpr const char* note_name = "CLOSED";
constexpr const char* current_name = "CURRENT";

using file_sizes = std::map<std::string, std::uint64_t>;

/// Of the files of which RocksDB does not know how long they were, or does not look when it opens them.
auto sizes_in(const std::string& directory) -> result<file_sizes> {
  file_sizes sizes;
  std::error_code failed;
  for (fs::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed)) {
    const auto name = at->path().filename().string();
    const auto kind = at->path().extension();
    const bool is_told = kind == ".sst" || kind == ".log" || kind == ".blob" || name == current_name ||
                         name.starts_with("MANIFEST-");
    std::error_code unknown;
    // A folder with such a name is somebody's.
    if (is_told && !at->is_directory(unknown)) sizes[name] = at->file_size(failed);
    if (failed) break;
  }
  if (failed) return {errc::unavailable, directory + " cannot be read: " + failed.message() + "."};
  return sizes;
}

auto text_of(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  // A disk that fails leaves the text empty or short. An iterator would throw.
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

auto seal_line(const std::string& lines) -> std::string {
  return "seal " + to_hex(seal_of({}, {}, lines)) + '\n';
}

/// Nothing when it was cut off or changed: then it is worth nothing.
auto read_note(const std::string& text) -> file_sizes {
  const auto lines = text.substr(0, text.rfind("seal "));
  if (text != lines + seal_line(lines)) return {};
  file_sizes sizes;
  std::istringstream words(lines);
  std::string name;
  for (std::uint64_t size = 0; words >> name >> size;) sizes[name] = size;
  return sizes;
}

/// Whoever opens a database to write begins another list of files.
auto was_written_since(const std::string& directory, const file_sizes& noted) -> bool {
  auto list = text_of(directory + "/" + current_name);
  if (!list.empty()) list.pop_back();
  std::error_code failed;
  return !list.empty() && !noted.contains(list) && fs::exists(directory + "/" + list, failed);
}

auto difference(const std::string& directory, const file_sizes& noted, const file_sizes& found)
    -> std::string {
  for (const auto& [file, size] : noted) {
    const auto there = found.find(file);
    if (there == found.end()) return directory + "/" + file + " is gone.";
    if (there->second != size)
      return directory + "/" + file + " has " + std::to_string(there->second) +
             " bytes; it was closed with " + std::to_string(size) + ", says " + note_name + " beside it.";
  }
  return {};
}

}  // namespace

auto failed_in_background(rocksdb::DB& open) -> bool {
  std::uint64_t errors = 0;
  return !open.GetIntProperty(rocksdb::DB::Properties::kBackgroundErrors, &errors) || errors > 0;
}

void note_closed_files(const std::string& directory) noexcept try {
  const auto sizes = sizes_in(directory);
  if (!sizes) return;
  std::string lines;
  for (const auto& [name, size] : *sizes) lines += name + ' ' + std::to_string(size) + '\n';
  const auto path = directory + "/" + note_name;
  {
    std::ofstream note(path + ".new", std::ios::binary);
    note << lines << seal_line(lines);
    note.flush();
    if (!note) return;
  }
  std::error_code ignored;
  fs::rename(path + ".new", path, ignored);
} catch (const std::exception&) {
  // Without a note nothing is compared.
}

auto check_closed_files(const std::string& directory) -> result<done> {
  const auto path = directory + "/" + note_name;
  const auto text = text_of(path);
  const auto noted = read_note(text);
  if (noted.empty() || was_written_since(directory, noted)) return done{};
  const auto found = sizes_in(directory);
  if (!found) return found.why();
  const auto what = difference(directory, noted, *found);
  // A server that started meanwhile took the note away.
  if (what.empty() || text_of(path) != text) return done{};
  return {errc::corrupt, what};
}

auto take_closed_files(const std::string& directory) -> result<done> {
  if (auto whole = check_closed_files(directory); !whole) return whole;
  const auto path = directory + "/" + note_name;
  std::error_code failed;
  // Also on the disk: after a power cut it would say what was true before the last start.
  if (!fs::remove(path, failed) && !failed) return done{};
  if (!failed && sync_folder(directory)) return done{};
  return {errc::unavailable, path + " cannot be removed."};
}

}  // namespace waybill
