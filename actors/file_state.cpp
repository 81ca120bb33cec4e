#include "actors/file_state.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>

#include "actors/journal.hpp"
#include "actors/upload_disk.hpp"
#include "actors/written_files.hpp"
#include "events/codec.hpp"
#include "events/fault_point.hpp"
#include "events/hash.hpp"
#include "events/log/descriptor.hpp"
#include "events/log/replace_file.hpp"
#include "events/log/sync_folder.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view mark = "waybill.file.v1\n";
constexpr off_t most_bytes = 64 << 10;

auto is_id(std::string_view name) -> bool {
  constexpr std::string_view begin = "fil_";
  std::array<std::uint8_t, 16> ignored{};
  return name.starts_with(begin) && read_id_characters(name.substr(begin.size()), ignored);
}

/// A mark, the fields, and the digest of both.
auto text_of(const file_state& what) -> std::string {
  std::string text(mark);
  encode(what, text);
  const auto seal = sha256_of(text);
  return text.append(reinterpret_cast<const char*>(seal.data()), seal.size());
}

auto read_state(std::string_view text) -> std::optional<file_state> {
  if (!text.starts_with(mark) || text.size() < mark.size() + sizeof(digest)) return std::nullopt;
  const auto said = text.substr(0, text.size() - sizeof(digest));
  const auto seal = sha256_of(said);
  if (text.substr(said.size()) != std::string_view(reinterpret_cast<const char*>(seal.data()), seal.size()))
    return std::nullopt;
  file_state what;
  if (!decode(said.substr(mark.size()), what)) return std::nullopt;
  return what;
}

auto load(const std::string& path) -> std::optional<file_state> {
  const descriptor file{::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)};
  struct stat about {};
  if (!file.good() || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) ||
      about.st_size > most_bytes)
    return std::nullopt;
  std::string text(static_cast<std::size_t>(about.st_size), '\0');
  if (::read(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) return std::nullopt;
  return read_state(text);
}

void take(const fs::path& folder, const std::string& name, std::vector<file_state>& to) {
  if (is_of_written_files(name)) return;
  const bool cut_off =
      name.ends_with(unfinished_end) && is_id(name.substr(0, name.size() - unfinished_end.size()));
  std::error_code ignored;
  if (cut_off) {
    fs::remove(folder / name, ignored);
    return;
  }
  auto state = is_id(name) ? load(folder / name) : std::nullopt;
  if (state && state->id.value == name)
    to.push_back(*std::move(state));
  else
    journal::warn("file.left", {{"file", "files/" + name}, {"what", "it cannot be read, so it stays"}});
}

}  // namespace

auto name_of(file_phase phase) -> std::string_view {
  constexpr std::array<std::string_view, 4> names{"waiting", "uploaded", "confirmed", "used"};
  return names[static_cast<std::size_t>(phase)];
}

auto load_file_states(const std::string& folder) -> result<std::vector<file_state>> {
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return upload_error(errno);
  std::vector<file_state> all;
  std::error_code failed;
  for (fs::directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed))
    take(folder, at->path().filename().string(), all);
  if (failed) return {errc::unavailable, "What is known of uploaded files cannot be read."};
  return all;
}

auto save_file_state(const std::string& folder, const file_state& what) -> result<done> {
  if (fault_point("file.save")) return upload_error(EIO);
  if (!replace_file(folder + "/" + what.id.value, text_of(what))) return upload_error(errno);
  fault_point("file.saved");
  if (!sync_folder(folder)) return {errc::unavailable, "The file cannot be made safe on disk now."};
  return done{};
}

auto remove_file_state(const std::string& folder, const file_id& id) -> result<done> {
  if (::unlink((folder + "/" + id.value).c_str()) != 0 && errno != ENOENT) return upload_error(errno);
  if (!sync_folder(folder)) return {errc::unavailable, "The file cannot be removed now."};
  return done{};
}

}  // namespace waybill
