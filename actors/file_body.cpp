#include "actors/file_body.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "actors/upload_disk.hpp"
#include "events/fault_point.hpp"
#include "events/hash.hpp"
#include "events/log/descriptor.hpp"
#include "events/log/sync_folder.hpp"
#include "formats/extension.hpp"
#include "formats/recognise.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

auto too_large(std::uint64_t limit) -> error {
  return {errc::too_large, "The file is larger than the limit of " + std::to_string(limit) + " bytes.", {}};
}

class whole_body final : public file_writer {
 public:
  whole_body(file_shelf& shelf, shelved_ptr file, descriptor fd)
      : shelf_(shelf), file_(std::move(file)), fd_(std::move(fd)) {}

  ~whole_body() override {
    const std::unique_lock work{file_->work};
    file_->busy = false;
    if (finished_) return;
    ::unlink(shelf_.part_of(file_->state).c_str());
    if (!file_->gone) static_cast<void>(shelf_.count(*file_, 0));
  }
  whole_body(const whole_body&) = delete;
  auto operator=(const whole_body&) -> whole_body& = delete;

  auto write(std::string_view bytes) -> result<done> override {
    const auto& config = shelf_.plan().config;
    const auto after = size_ + bytes.size();
    if (after > config.imports_file_limit_bytes) return too_large(config.imports_file_limit_bytes);
    if (size_ / look_at_room_every_bytes != after / look_at_room_every_bytes)
      if (auto room = look_for_room(fd_.get(), config.storage_min_free_bytes); !room) return room;
    if (auto fine = count(after); !fine) return fine;
    if (first_.size() < formats::recognised_bytes)
      first_.append(bytes.substr(0, formats::recognised_bytes - first_.size()));
    hash_.update(bytes);
    size_ = after;
    if (fault_point("file.write")) return upload_error(EIO);
    if (!write_all(fd_.get(), bytes)) return upload_error(errno);
    return done{};
  }

  auto finish() -> result<kept_file> override {
    if (size_ == 0) return {errc::empty_file, "The file is empty."};
    if (::fsync(fd_.get()) != 0) return upload_error(errno);
    if (const int failed = fd_.close(); failed != 0) return upload_error(failed);
    fault_point("file.synced");
    const std::unique_lock work{file_->work};
    if (file_->gone) return {errc::not_found, "There is no such file."};
    if (auto fine = shelf_.count(*file_, size_); !fine) return std::move(fine).why();
    if (auto placed = place(); !placed) return std::move(placed).why();
    finished_ = true;
    return shelf_.shown(*file_);
  }

 private:
  /// What was announced counts already.
  auto count(std::uint64_t bytes) -> result<done> {
    const std::unique_lock work{file_->work};
    if (file_->gone) return {errc::not_found, "There is no such file."};
    return bytes <= file_->counted ? result<done>{done{}} : shelf_.count(*file_, bytes);
  }

  auto place() -> result<done> {
    auto next = file_->state;
    next.phase = file_phase::uploaded;
    next.path = next.stem + "." + std::string(formats::extension_of(first_));
    next.length = next.offset = size_;
    next.sha256 = hash_.finish();
    next.touched_at = shelf_.plan().clock->now();
    return place_file(shelf_, *file_, std::move(next));
  }

  file_shelf& shelf_;
  shelved_ptr file_;
  descriptor fd_;
  std::uint64_t size_ = 0;
  std::string first_;
  sha256 hash_;
  bool finished_ = false;
};

}  // namespace

auto place_file(file_shelf& shelf, shelved_file& file, file_state next) -> result<done> {
  const auto before = file.state;
  const auto part = shelf.part_of(before);
  const auto whole = shelf.full_path(next.path);
  const auto path = next.path;
  // The state first: a start that finds it gives the bytes their name.
  if (auto changed = shelf.change(file, std::move(next)); !changed) return changed;
  fault_point("file.state_says_whole");
  if (::rename(part.c_str(), whole.c_str()) != 0 ||
      !sync_upload_folders(shelf.plan().config.data_directory, path)) {
    const auto why = upload_error(errno);
    ::rename(whole.c_str(), part.c_str());
    if (!shelf.change(file, before)) file.state = before;
    return why;
  }
  fault_point("file.whole");
  return done{};
}

auto sync_upload_folders(const std::string& data_directory, const std::string& path) -> bool {
  const auto folder = fs::path(data_directory + "/" + path).parent_path();
  return sync_folder(folder) && sync_folder(folder.parent_path()) && sync_folder(data_directory);
}

auto begin_file_body(file_shelf& shelf, shelved_ptr file, std::optional<std::uint64_t> announced)
    -> result<std::unique_ptr<file_writer>> {
  const auto& config = shelf.plan().config;
  const std::unique_lock work{file->work};
  if (file->gone) return {errc::not_found, "There is no such file."};
  if (file->state.resumable || file->state.phase != file_phase::waiting)
    return {errc::wrong_status, "The file has been uploaded already."};
  if (file->busy) return {errc::busy, "The file is being uploaded just now."};
  if (announced.value_or(0) > config.imports_file_limit_bytes)
    return too_large(config.imports_file_limit_bytes);
  if (auto fine = shelf.count(*file, announced.value_or(1)); !fine) return std::move(fine).why();
  const auto part = shelf.part_of(file->state);
  std::error_code failed;
  fs::create_directories(fs::path(part).parent_path(), failed);
  descriptor fd{::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600)};
  auto room =
      fd.good() ? look_for_room(fd.get(), config.storage_min_free_bytes) : result<done>{upload_error(errno)};
  if (!room) {
    if (fd.good()) ::unlink(part.c_str());
    static_cast<void>(shelf.count(*file, 0));
    return std::move(room).why();
  }
  fault_point("file.begun");
  file->busy = true;
  return std::unique_ptr<file_writer>{std::make_unique<whole_body>(shelf, file, std::move(fd))};
}

}  // namespace waybill
