// What a start finds of files that wait for their import.
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "actors/file_shelf.hpp"
#include "actors/journal.hpp"
#include "actors/secret_file.hpp"
#include "actors/secrets.hpp"
#include "events/codec.hpp"
#include "events/log/sync_folder.hpp"
#include "projections/imports_model.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

/// Of the file that it is, or that it leads to: single uploads may be links to another disk.
auto size_of(const std::string& path) -> std::optional<std::uint64_t> {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  return static_cast<std::uint64_t>(about.st_size);
}

/// Also a link that leads nowhere now: what it led to may come back.
auto has_name(const std::string& path) -> bool {
  struct stat about {};
  return ::lstat(path.c_str(), &about) == 0;
}

/// Imports by the paths of their files.
auto imports_by_path(const projection_store& rows) -> result<std::map<std::string, import_id>> {
  std::map<std::string, import_id> all;
  auto walked = rows.scan(family::imports, "r/", {}, [&](std::string_view, std::string_view value) {
    import_row row;
    if (decode(value, row)) all[row.file.path] = row.id;
    return true;
  });
  if (!walked) return std::move(walked).why();
  return all;
}

}  // namespace

auto file_shelf::load(const projection_store& rows) -> result<done> {
  const auto key = secret_key_in(plan_.config.data_directory + "/secrets", "links.key");
  if (!key)
    journal::warn("file.no_key",
                  {{"what", "addresses for uploads end with this process"}, {"why", key.why().message}});
  key_ = key ? *key : random_key();
  auto states = load_file_states(states_folder());
  if (!states) return std::move(states).why();
  written_.load();
  // Both folders may be new.
  if (!sync_folder(plan_.config.data_directory))
    return {errc::unavailable, "The data directory cannot be made safe on disk now."};
  const auto is_free = [](const auto& one) { return one.phase == file_phase::confirmed; };
  std::map<std::string, import_id> imports;
  if (std::ranges::any_of(*states, is_free)) {
    auto found = imports_by_path(rows);
    if (!found) return std::move(found).why();
    imports = std::move(*found);
  }
  for (auto& state : *states) take_in(std::move(state), imports);
  return done{};
}

void file_shelf::find_moved(file_state& state) const {
  const bool whole = state.phase == file_phase::uploaded || state.phase == file_phase::confirmed;
  if (!whole || has_name(full_path(state.path)) || has_name(part_of(state))) return;
  std::error_code failed;
  for (fs::directory_iterator at(full_path("imports"), failed), end; !failed && at != end;
       at.increment(failed)) {
    const auto path =
        "imports/" + at->path().filename().string() + "/" + fs::path(state.path).filename().string();
    if (!size_of(full_path(path))) continue;
    state.path = path;
    state.stem = fs::path(path).parent_path() / fs::path(state.stem).filename();
    return;
  }
}

void file_shelf::take_in(file_state state, const std::map<std::string, import_id>& imports) {
  // Names are made once: the end cut off a move to the folder of a project.
  find_moved(state);
  const auto part = part_of(state);
  const auto folder = fs::path(part).parent_path();
  auto file = std::make_shared<shelved_file>(state);
  if (const auto by = imports.find(state.path); state.phase == file_phase::confirmed && by != imports.end()) {
    // The log had the import, and the process ended before the file's state said so.
    state.phase = file_phase::used;
    state.import = by->second;
    if (!change(*file, state)) file->state = state;
  }
  const bool whole = state.phase == file_phase::uploaded || state.phase == file_phase::confirmed;
  bool there = true;
  if (whole && !has_name(full_path(state.path))) {
    // Cut off between the state and the bytes' new name.
    there = size_of(part) == state.length && ::rename(part.c_str(), full_path(state.path).c_str()) == 0 &&
            sync_folder(folder);
  } else if (state.phase == file_phase::waiting && !state.resumable) {
    ::unlink(part.c_str());
  } else if (state.phase == file_phase::waiting && state.offset > 0) {
    there = size_of(part).value_or(0) >= state.offset;
  }
  std::error_code unknown;
  if (!there && fs::is_directory(folder, unknown)) {
    // Bytes of a confirmed file that are gone though their folder is there were removed, and the end cut that
    // off.
    if (state.phase != file_phase::uploaded) {
      static_cast<void>(drop(*file));
      return;
    }
    // The upload was not acknowledged: it may come again.
    state.phase = file_phase::waiting;
    state.path.clear();
    state.length = state.offset = 0;
    if (!change(*file, state)) file->state = state;
  }
  file->counted = state.phase == file_phase::used ? 0 : state.length;
  file->counts_as_waiting = state.phase != file_phase::used;
  plan_.usage->hold_what_is_there(state.owner.value, file->counted);
  put(file);
}

auto file_shelf::needed_paths() const -> std::set<std::string> {
  const std::scoped_lock lock{mutex_};
  std::set<std::string> paths;
  for (const auto& [id, file] : files_) {
    if (file->state.phase == file_phase::waiting)
      paths.insert(file->state.stem + std::string(unfinished_upload_end));
    else if (file->state.phase != file_phase::used)
      paths.insert(file->state.path);
  }
  return paths;
}

}  // namespace waybill
