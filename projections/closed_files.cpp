#include "projections/closed_files.hpp"

#include <filesystem>
#include <fstream>
#include <map>

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

}  // namespace

void note_closed_files(const std::string& directory) {
  const auto path = directory + note_name;
  {
    std::ofstream note(path + ".new");
    for (const auto& [name, size] : sizes_in(directory)) note << name << ' ' << size << '\n';
    note << "whole 0\n";
    note.flush();
    if (!note) return;
  }
  std::error_code ignored;
  fs::rename(path + ".new", path, ignored);
}

auto take_closed_files(const std::string& directory) -> result<done> {
  const auto path = directory + note_name;
  std::map<std::string, std::uint64_t> noted;
  {
    std::ifstream note(path);
    std::string name;
    std::uint64_t size = 0;
    while (note >> name >> size) noted[name] = size;
  }
  std::error_code ignored;
  fs::remove(path, ignored);
  // A note that was cut off says nothing.
  if (noted.erase("whole") == 0) return done{};
  const auto found = sizes_in(directory);
  for (const auto& [name, size] : noted) {
    const auto file = found.find(name);
    const auto where = directory + "/" + name;
    if (file == found.end()) return {errc::corrupt, where + " is gone."};
    if (file->second != size)
      return {errc::corrupt, where + " has " + std::to_string(file->second) + " bytes; it was closed with " +
                                 std::to_string(size) + "."};
  }
  return done{};
}

}  // namespace waybill
