// A file on its way into an import.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "actors/file_shelf.hpp"
#include "events/fault_point.hpp"
#include "events/import/state.hpp"
#include "events/log/descriptor.hpp"
#include "events/log/sync_folder.hpp"
#include "formats/recognise.hpp"

namespace waybill {

auto file_shelf::take(const user_id& who, const file_id& id) -> result<std::unique_ptr<taken_file>> {
  auto file = find_of(who, id);
  if (!file) return {errc::not_found, "There is no such file."};
  return std::make_unique<taken_file>(*this, std::move(file));
}

taken_file::taken_file(file_shelf& shelf, shelved_ptr file)
    : shelf_(shelf), file_(std::move(file)), hold_(file_->work) {
  look();
}

taken_file::~taken_file() {
  if (file_->state.phase != file_phase::confirmed) return;
  if (is_moved_ && !file_->doubt) static_cast<void>(move_to(file_->state.owner));
  // The import did not come to be: its bytes are the file's again, whatever the quota says.
  if (!handed_over_) return;
  file_->counted = file_->state.length;
  shelf_.plan().usage->hold_what_is_there(file_->state.owner.value, file_->counted);
}

void taken_file::look() {
  if (file_->gone) {
    refusal_ = error{errc::not_found, "There is no such file.", {}};
    return;
  }
  if (file_->doubt) {
    const auto head = shelf_.plan().log->head(import_stream(*file_->doubt));
    if (head && head->version > 0) {
      keep_for(*file_->doubt);
    } else {
      refusal_ = error{errc::unavailable, "It is not known yet whether an import took the file.", {}};
      return;
    }
  }
  if (file_->state.phase == file_phase::used)
    refusal_ = error{errc::file_used, "An import has taken this file; upload it anew for another one.", {}};
  else if (file_->state.phase != file_phase::confirmed)
    refusal_ = error{errc::wrong_status, "The file is not confirmed yet.", {}};
}

auto taken_file::info() const -> uploaded_file {
  const auto& state = file_->state;
  return {state.name, state.path, state.length, state.sha256};
}

auto taken_file::move_to(const owner_id& owner) -> result<done> {
  namespace fs = std::filesystem;
  const auto moved = [&](const std::string& path) {
    return "imports/" + owner.value + "/" + fs::path(path).filename().string();
  };
  auto next = file_->state;
  next.path = moved(next.path);
  next.stem = moved(next.stem);
  if (next.path == file_->state.path) return done{};
  const auto from = shelf_.full_path(file_->state.path);
  const auto to = shelf_.full_path(next.path);
  const auto folder = fs::path(to).parent_path();
  std::error_code failed;
  fs::create_directories(folder, failed);
  // Names are made once: nothing stands there. A folder on another disk is left where it is.
  if (failed || ::rename(from.c_str(), to.c_str()) != 0) return done{};
  fault_point("file.moved");
  const bool safe =
      sync_folder(folder) && sync_folder(fs::path(from).parent_path()) && sync_folder(folder.parent_path());
  auto changed = safe ? shelf_.change(*file_, std::move(next))
                      : result<done>{errc::unavailable, "The file cannot be made safe on disk now."};
  if (!changed && ::rename(to.c_str(), from.c_str()) != 0) {
    // A full disk may refuse the way back as well. It lies there now, and a start looks for it.
    file_->state.path = moved(file_->state.path);
    file_->state.stem = moved(file_->state.stem);
  }
  is_moved_ = changed.ok();
  return changed;
}

auto taken_file::first_bytes() const -> result<std::string> {
  const descriptor file{
      ::open(shelf_.full_path(file_->state.path).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  if (!file.good() && errno == ENOENT) return {errc::file_missing, "The uploaded file is no longer there."};
  std::string first(formats::recognised_bytes, '\0');
  const auto got = file.good() ? ::pread(file.get(), first.data(), first.size(), 0) : -1;
  if (got < 0) return {errc::unavailable, "The uploaded file cannot be read now."};
  first.resize(static_cast<std::size_t>(got));
  return first;
}

void taken_file::hand_over() {
  handed_over_ = true;
  shelf_.plan().usage->release(file_->state.owner.value, std::exchange(file_->counted, 0));
}

void taken_file::keep_for(const import_id& import) {
  fault_point("file.taken");
  auto next = file_->state;
  next.phase = file_phase::used;
  next.import = import;
  next.touched_at = shelf_.plan().clock->now();
  file_->doubt.reset();
  shelf_.plan().usage->release(next.owner.value, std::exchange(file_->counted, 0));
  // The log knows it: a start that finds the old state there looks whose file it is.
  if (!shelf_.change(*file_, next)) file_->state = next;
}

void taken_file::leave_in_doubt(const import_id& import) { file_->doubt = import; }

}  // namespace waybill
