// Pieces of a file that comes one after the other: each goes on where the one before it ended.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "actors/file_body.hpp"
#include "actors/upload_disk.hpp"
#include "events/fault_point.hpp"
#include "events/log/descriptor.hpp"
#include "formats/extension.hpp"
#include "formats/recognise.hpp"

namespace waybill {
namespace {

namespace fs = std::filesystem;

/// Who is cut off in the middle of a long piece loses no more than this, client or server: many clients send
/// a whole file as one piece.
constexpr std::uint64_t safe_every_bytes = 4 << 20;
constexpr std::size_t block_bytes = 1 << 20;

/// The hash of the file's first `bytes`. Errors: unavailable.
auto hash_of(int fd, std::uint64_t bytes) -> result<sha256> {
  sha256 hash;
  const auto block = std::make_unique<char[]>(block_bytes);
  for (std::uint64_t at = 0; at < bytes;) {
    const auto got =
        ::pread(fd, block.get(), std::min<std::uint64_t>(block_bytes, bytes - at), static_cast<off_t>(at));
    if (got <= 0) return {errc::unavailable, "The file cannot be read now."};
    hash.update({block.get(), static_cast<std::size_t>(got)});
    at += static_cast<std::uint64_t>(got);
  }
  return hash;
}

class piece final : public file_writer {
 public:
  piece(file_shelf& shelf, shelved_ptr file, descriptor fd, bool all_or_nothing)
      : shelf_(shelf),
        file_(std::move(file)),
        fd_(std::move(fd)),
        all_or_nothing_(all_or_nothing),
        length_(file_->state.length),
        begin_(file_->state.offset),
        offset_(begin_),
        safe_(begin_),
        hash_(file_->hash) {}

  ~piece() override {
    // Of what came before it broke off as much as possible is kept.
    if (!finished_ && !all_or_nothing_ && offset_ > safe_) static_cast<void>(save());
    // The rest takes no room from others.
    if (offset_ > safe_) static_cast<void>(::ftruncate(fd_.get(), static_cast<off_t>(safe_)));
    const std::unique_lock work{file_->work};
    file_->busy = false;
    if (file_->gone) {
      ::unlink(shelf_.part_of(file_->state).c_str());
      return;
    }
    file_->hash = hash_;
    file_->hashed = offset_;
  }
  piece(const piece&) = delete;
  auto operator=(const piece&) -> piece& = delete;

  auto write(std::string_view bytes) -> result<done> override {
    const auto after = offset_ + bytes.size();
    if (after > length_) {
      all_or_nothing_ = true;  // what came of it is no part of this file
      return {errc::too_large, "The piece is longer than what is missing of the file."};
    }
    if (offset_ / look_at_room_every_bytes != after / look_at_room_every_bytes)
      if (auto room = look_for_room(fd_.get(), shelf_.plan().config.storage_min_free_bytes); !room)
        return room;
    if (fault_point("file.write_piece")) return upload_error(EIO);
    if (!write_all(fd_.get(), bytes)) return upload_error(errno);
    hash_.update(bytes);
    offset_ = after;
    if (all_or_nothing_ || offset_ - safe_ < safe_every_bytes || offset_ == length_) return done{};
    return save();
  }

  auto finish() -> result<kept_file> override {
    if (auto saved = save(); !saved) return std::move(saved).why();
    finished_ = true;
    const std::unique_lock work{file_->work};
    return shelf_.shown(*file_);
  }

 private:
  /// What came so far is safe, and counts. The last of it makes the file whole.
  auto save() -> result<done> {
    if (::fsync(fd_.get()) != 0) return upload_error(errno);
    fault_point("file.piece_synced");
    const std::unique_lock work{file_->work};
    if (file_->gone) return {errc::not_found, "There is no such file."};
    auto next = file_->state;
    next.offset = offset_;
    next.touched_at = shelf_.plan().clock->now();
    if (offset_ == length_) return make_whole(std::move(next));
    if (begin_ == 0 && safe_ == 0 && !sync_upload_folders(shelf_.plan().config.data_directory, next.stem))
      return {errc::unavailable, "The file cannot be made safe on disk now."};
    if (auto changed = shelf_.change(*file_, std::move(next)); !changed) return changed;
    safe_ = offset_;
    fault_point("file.piece_safe");
    return done{};
  }

  auto make_whole(file_state next) -> result<done> {
    std::string first(formats::recognised_bytes, '\0');
    const auto got = ::pread(fd_.get(), first.data(), first.size(), 0);
    if (got < 0) return upload_error(errno);
    first.resize(static_cast<std::size_t>(got));
    auto whole = hash_;
    next.sha256 = whole.finish();
    next.path = next.stem + "." + std::string(formats::extension_of(first));
    next.phase = file_phase::confirmed;
    if (auto placed = place_file(shelf_, *file_, std::move(next)); !placed) return placed;
    safe_ = offset_;
    return done{};
  }

  file_shelf& shelf_;
  shelved_ptr file_;
  descriptor fd_;
  bool all_or_nothing_;
  std::uint64_t length_;
  std::uint64_t begin_;
  std::uint64_t offset_;  ///< of the next byte
  std::uint64_t safe_;    ///< so much is promised
  sha256 hash_;           ///< of all before `offset_`
  bool finished_ = false;
};

}  // namespace

auto begin_file_piece(file_shelf& shelf, shelved_ptr file, const piece_wish& wish)
    -> result<std::unique_ptr<file_writer>> {
  const std::unique_lock work{file->work};
  const auto& state = file->state;
  if (file->gone || !state.resumable) return {errc::not_found, "There is no such file."};
  if (file->busy) return {errc::upload_locked, "Another piece of this upload is on its way."};
  if (wish.offset != state.offset || state.phase != file_phase::waiting)
    return {errc::wrong_offset, "The upload stands at byte " + std::to_string(state.offset) + "."};
  if (wish.announced.value_or(0) > state.length - state.offset)
    return {errc::too_large, "The piece is longer than what is missing of the file."};
  const auto part = shelf.part_of(state);
  std::error_code failed;
  fs::create_directories(fs::path(part).parent_path(), failed);
  // What was promised and is gone does not become zeros.
  const int may_begin = state.offset == 0 ? O_CREAT : 0;
  descriptor fd{::open(part.c_str(), O_RDWR | may_begin | O_NOFOLLOW | O_CLOEXEC, 0600)};
  if (!fd.good() && errno == ENOENT)
    return {errc::file_missing, "What came of this upload is no longer there; begin it anew."};
  // What stands behind the offset was never promised.
  const auto offset = static_cast<off_t>(state.offset);
  if (!fd.good() || ::ftruncate(fd.get(), offset) != 0 || ::lseek(fd.get(), offset, SEEK_SET) != offset)
    return upload_error(errno);
  if (auto room = look_for_room(fd.get(), shelf.plan().config.storage_min_free_bytes); !room)
    return std::move(room).why();
  if (file->hashed != state.offset) {
    auto hash = hash_of(fd.get(), state.offset);
    if (!hash) return std::move(hash).why();
    file->hash = *hash;
    file->hashed = state.offset;
  }
  fault_point("file.piece_begun");
  file->busy = true;
  return std::unique_ptr<file_writer>{
      std::make_unique<piece>(shelf, file, std::move(fd), wish.all_or_nothing)};
}

}  // namespace waybill
