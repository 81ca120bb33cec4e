#include "events/log/closed_files.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "events/log/record_format.hpp"
#include "events/sync_folder.hpp"
#include "events/words.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

constexpr const char* note_name = "/CLOSED";

/// Of the files that hold rows, or say which do.
auto sizes_in(const std::string& directory) -> std::map<std::string, std::uint64_t> {
  std::map<std::string, std::uint64_t> sizes;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed)) {
    const auto name = entry.path().filename().string();
    const auto kind = entry.path().extension();
    if (kind == ".sst" || kind == ".log" || name == "CURRENT" || name.starts_with("MANIFEST-"))
      sizes[name] = entry.file_size(failed);
  }
  return sizes;
}

auto seal_line(const std::string& lines) -> std::string {
  return "seal " + to_hex(seal_of({}, {}, lines)) + '\n';
}

/// Nothing when there is none, or it was cut off or changed: then it is worth nothing.
auto read_note(const std::string& path) -> std::map<std::string, std::uint64_t> {
  std::ifstream note(path, std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(note), {}};
  const auto lines = text.substr(0, text.rfind("seal "));
  if (text != lines + seal_line(lines)) return {};
  std::map<std::string, std::uint64_t> sizes;
  std::istringstream words(lines);
  std::string name;
  for (std::uint64_t size = 0; words >> name >> size;) sizes[name] = size;
  return sizes;
}

}  // namespace

void note_closed_files(const std::string& directory) {
  std::string lines;
  for (const auto& [name, size] : sizes_in(directory)) lines += name + ' ' + std::to_string(size) + '\n';
  const auto path = directory + note_name;
  {
    std::ofstream note(path + ".new", std::ios::binary);
    note << lines << seal_line(lines);
    note.flush();
    if (!note) return;
  }
  std::error_code ignored;
  fs::rename(path + ".new", path, ignored);
}

auto check_closed_files(const std::string& directory) -> result<done> {
  const auto noted = read_note(directory + note_name);
  const auto found = sizes_in(directory);
  for (const auto& [file, size] : noted) {
    const auto there = found.find(file);
    const auto where = directory + "/" + file;
    if (there == found.end()) return {errc::corrupt, where + " is gone."};
    if (there->second != size)
      return {errc::corrupt, where + " has " + std::to_string(there->second) + " bytes; it was closed with " +
                                 std::to_string(size) + "."};
  }
  return done{};
}

auto forget_closed_files(const std::string& directory) -> result<done> {
  const auto path = directory + note_name;
  std::error_code failed;
  // Also on the disk: after a power cut it would say what was true before the last start.
  if (!fs::remove(path, failed) && !failed) return done{};
  if (!failed && sync_folder(directory)) return done{};
  return {errc::unavailable, path + " cannot be removed."};
}

}  // namespace waybill
