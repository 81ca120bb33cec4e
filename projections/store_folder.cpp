#include "projections/store_folder.hpp"

#include <fcntl.h>
#include <rocksdb/db.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "events/log/descriptor.hpp"
#include "events/log/sync_folder.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark_text =
    "Waybill keeps projections in this folder, and removes files of a RocksDB database from it.\n";
constexpr std::size_t most_of_a_note = 4'096;

/// Empty when it is no small regular file. Never waits for the other end of a FIFO.
auto note_in(const fs::path& file) -> std::string {
  const descriptor note{::open(file.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)};
  struct stat about {};
  if (note.get() < 0 || ::fstat(note.get(), &about) != 0 || !S_ISREG(about.st_mode)) return {};
  std::string text(most_of_a_note, '\0');
  const auto size = ::read(note.get(), text.data(), text.size());
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  return text;
}

auto is_regular(const fs::path& file) -> bool {
  std::error_code failed;
  return fs::is_regular_file(file, failed);
}

/// What else a folder may hold that is empty to us: a mark that was not written to its end stands alone.
auto counts_for_nothing(const std::string& name) -> bool {
  return name == "lost+found" || name == folder_mark;
}

auto names_in(const std::string& directory) -> std::vector<std::string> {
  std::vector<std::string> names;
  std::error_code failed;
  for (fs::directory_iterator at(directory, failed), end; !failed && at != end; at.increment(failed))
    names.push_back(at->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Versions before the mark have made these families, and others beside them.
auto holds_our_families(const fs::path& directory) -> bool {
  auto list = note_in(directory / "CURRENT");
  if (list.empty() || list.back() != '\n') return false;
  list.pop_back();
  if (!list.starts_with("MANIFEST-") || list.find('/') != std::string::npos || !is_regular(directory / list))
    return false;
  std::vector<std::string> families;
  if (!rocksdb::DB::ListColumnFamilies({}, directory.string(), &families).ok()) return false;
  constexpr std::array ours{"imports", "chunks", "accounts", "places"};
  return std::all_of(ours.begin(), ours.end(), [&](const char* name) {
    return std::find(families.begin(), families.end(), name) != families.end();
  });
}

auto all_digits(std::string_view text) -> bool {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `000012` of `000012.sst`.
auto is_number(std::string_view text) -> bool { return text.size() >= 6 && all_digits(text); }

auto write_mark(const fs::path& directory) -> bool {
  const auto path = directory / folder_mark;
  const descriptor mark{
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600)};
  return mark.get() >= 0 &&
         ::write(mark.get(), mark_text.data(), mark_text.size()) == static_cast<ssize_t>(mark_text.size()) &&
         ::fsync(mark.get()) == 0 && sync_folder(directory);
}

}  // namespace

auto is_there(const std::string& path) -> bool {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0;
}

auto owner_of(const std::string& directory) -> folder_owner {
  const auto names = names_in(directory);
  if (std::all_of(names.begin(), names.end(), counts_for_nothing)) return folder_owner::nobody;
  // Read models have no such files, an event log has.
  if (std::any_of(names.begin(), names.end(), [](const auto& name) { return name.ends_with(".blob"); }))
    return folder_owner::others;
  const fs::path folder{directory};
  // RocksDB would stumble over it.
  const auto is_folder_in_the_way = [&folder](const std::string& name) {
    std::error_code failed;
    return is_store_file(name) && fs::is_directory(folder / name, failed);
  };
  if (std::any_of(names.begin(), names.end(), is_folder_in_the_way)) return folder_owner::others;
  const bool ours = note_in(folder / folder_mark) == mark_text ||
                    note_in(folder / damage_mark) == being_replaced || holds_our_families(folder);
  return ours ? folder_owner::waybill : folder_owner::others;
}

auto folder_of_others(const std::string& directory) -> error {
  return {errc::unavailable,
          "The data directory cannot be used: '" + directory +
              "' holds files that are not Waybill's, and read models would overwrite them. Move them away, "
              "or lead it to an empty folder: read models are folded again from the log."};
}

auto claim_folder(const std::string& directory) -> result<done> {
  std::error_code ignored;
  fs::create_directories(directory, ignored);
  const auto owner = owner_of(directory);
  if (owner == folder_owner::others) return folder_of_others(directory);
  if (note_in(fs::path(directory) / folder_mark) == mark_text || write_mark(directory)) return done{};
  // What lies there proves it as well.
  if (owner == folder_owner::waybill) return done{};
  const bool full = errno == ENOSPC || errno == EDQUOT;
  return {full ? errc::storage_full : errc::unavailable,
          "Projections cannot be kept in '" + directory + "': " + std::strerror(errno) + "."};
}

auto is_bulk_file(std::string_view name) -> bool {
  constexpr std::string_view kind = ".bulk";
  if (!name.ends_with(kind)) return false;
  const auto stem = name.substr(0, name.size() - kind.size());
  const auto dash = stem.rfind('-');
  return dash != std::string_view::npos && dash > 0 && all_digits(stem.substr(dash + 1)) &&
         stem.substr(0, dash).find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos;
}

auto is_store_file(std::string_view name) -> bool {
  constexpr std::array whole{"CURRENT", "LOCK", "LOG", "LOG.old", "IDENTITY", "CLOSED", "CLOSED.new"};
  if (std::find(whole.begin(), whole.end(), name) != whole.end()) return true;
  for (const std::string_view beginning : {"MANIFEST-", "OPTIONS-"})
    if (name.starts_with(beginning)) {
      const auto number = name.substr(beginning.size());
      return is_number(number) ||
             (number.ends_with(".dbtmp") && is_number(number.substr(0, number.size() - 6)));
    }
  constexpr std::string_view old_notes = "LOG.old.";
  if (name.starts_with(old_notes)) return all_digits(name.substr(old_notes.size()));
  const auto dot = name.rfind('.');
  if (dot == std::string_view::npos) return false;
  const auto kind = name.substr(dot);
  if (kind == ".bulk") return is_bulk_file(name);
  return (kind == ".sst" || kind == ".blob" || kind == ".log" || kind == ".dbtmp") &&
         is_number(name.substr(0, dot));
}

auto others_in(const std::string& directory) -> std::vector<std::string> {
  auto names = names_in(directory);
  const auto ours = [&directory](const std::string& name) {
    if (name == rebuilt_folder || name == "lost+found") return true;
    if (!is_store_file(name) && name != folder_mark && name != damage_mark) return false;
    std::error_code failed;
    const auto kind = fs::symlink_status(fs::path(directory) / name, failed).type();
    return kind == fs::file_type::regular || kind == fs::file_type::symlink;
  };
  names.erase(std::remove_if(names.begin(), names.end(), ours), names.end());
  return names;
}

}  // namespace waybill
