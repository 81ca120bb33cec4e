#include "actors/upload_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <utility>

#include "actors/derived_files.hpp"
#include "actors/upload_disk.hpp"
#include "actors/usage_book.hpp"
#include "events/fault_point.hpp"
#include "events/hash.hpp"
#include "events/log/sync_folder.hpp"
#include "formats/extension.hpp"

namespace waybill {
namespace {

constexpr std::uint64_t count_every_bytes = 1 << 20;

class file_upload final : public upload {
 public:
  file_upload(const upload_folder& in, owner_id owner, std::string stem, int fd)
      : folder_(in),
        owner_(std::move(owner)),
        path_(stem + std::string(unfinished_upload_end)),
        stem_(std::move(stem)),
        fd_(fd) {}
  ~file_upload() override {
    if (fd_ >= 0) ::close(fd_);
    if (!kept_) ::unlink(full_path().c_str());
    count_no_more();
  }
  file_upload(const file_upload&) = delete;
  auto operator=(const file_upload&) -> file_upload& = delete;

  auto write(std::string_view bytes) -> result<done> override {
    if (size_ + bytes.size() > folder_.limit_bytes)
      return {errc::too_large,
              "The file is larger than the limit of " + std::to_string(folder_.limit_bytes) + " bytes."};
    if (size_ / look_at_room_every_bytes != (size_ + bytes.size()) / look_at_room_every_bytes)
      if (auto room = look_for_room(fd_, folder_.min_free_bytes); !room) return room;
    if (auto fine = count(size_ + bytes.size()); !fine) return fine;
    if (first_.size() < formats::recognised_bytes)
      first_.append(bytes.substr(0, formats::recognised_bytes - first_.size()));
    hash_.update(bytes);
    if (check_) check_->feed(bytes);
    size_ += bytes.size();
    if (fault_point("upload.write")) return upload_error(EIO);
    if (!write_all(fd_, bytes)) return upload_error(errno);
    return done{};
  }

  auto finish(const std::string& client_name) -> result<uploaded_file> override {
    if (size_ == 0) return {errc::empty_file, "The file is empty."};
    if (fault_point("upload.written")) return upload_error(EIO);
    if (::fsync(fd_) != 0) return upload_error(errno);
    fault_point("upload.synced");
    const int fd = fd_;
    fd_ = -1;
    if (::close(fd) != 0) return upload_error(errno);
    const auto part = full_path();
    auto whole = stem_ + "." + std::string(formats::extension_of(first_));
    const auto folder = std::filesystem::path(folder_.data_directory + "/" + whole).parent_path();
    std::error_code no_folder;
    std::filesystem::create_directories(folder, no_folder);
    if (no_folder) return upload_error(no_folder.value());
    std::swap(path_, whole);
    if (::rename(part.c_str(), full_path().c_str()) != 0) {
      const int failed = errno;
      std::swap(path_, whole);
      return upload_error(failed);
    }
    if (!sync_folder(folder) || !sync_folder(folder.parent_path()) || !sync_folder(folder_.data_directory))
      return {errc::unavailable, "The file cannot be made safe on disk now."};
    fault_point("upload.folders_synced");
    return uploaded_file{client_name, path_, size_, hash_.finish()};
  }

  void expect(std::string_view kind) override {
    expected_ = kind_named(kind.empty() ? default_kind() : kind);
    check_ = expected_ == nullptr ? nullptr : expected_->checker();
  }

  void give_to(const owner_id& owner) override {
    if (owner != owner_) count_no_more();
    owner_ = owner;
    stem_ = "imports/" + owner.value + stem_.substr(stem_.rfind('/'));
  }

  void keep() { kept_ = true; }
  void count_no_more() {
    if (folder_.usage != nullptr) folder_.usage->release(owner_.value, std::exchange(counted_, 0));
  }
  auto verdict(const kind_module& kind, const std::string& options)
      -> std::shared_ptr<const result<file_summary>> {
    // What is read from its end is read by the import, not by the call that brought it.
    if (&kind != expected_ || !kind.is_checked_without(options) || check_->needs_file()) return nullptr;
    auto found = check_->finish();
    if (found)
      if (auto fine = kind.fits(options, found->findings); !fine) found = std::move(fine).why();
    return std::make_shared<const result<file_summary>>(std::move(found));
  }
  [[nodiscard]] auto first() const -> std::string_view { return first_; }

 private:
  [[nodiscard]] auto full_path() const -> std::string { return folder_.data_directory + "/" + path_; }

  /// Many uploads at once must not pass the quota together: it would be asked when they are whole.
  auto count(std::uint64_t bytes) -> result<done> {
    if (folder_.usage == nullptr || bytes / count_every_bytes == size_ / count_every_bytes) return done{};
    if (auto held = folder_.usage->hold(owner_.value, bytes - counted_); !held) return held;
    counted_ = bytes;
    return done{};
  }

  upload_folder folder_;
  owner_id owner_;             ///< in whose quota it counts
  std::uint64_t counted_ = 0;  ///< bytes of it
  std::string path_;           ///< as it is called now
  std::string stem_;
  int fd_;
  std::uint64_t size_ = 0;
  std::string first_;
  bool kept_ = false;
  const kind_module* expected_ = nullptr;
  std::unique_ptr<file_check> check_;  ///< of `expected_`
  sha256 hash_;
};

auto eight_of(const std::array<std::uint8_t, 10>& random) -> std::string {
  static constexpr std::string_view alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
  std::string text;
  for (std::size_t i = 2; i < 10; ++i) text.push_back(alphabet[random[i] % alphabet.size()]);
  return text;
}

/// `imports/<owner>/<date>-<time>-<8>`
auto stem_of(const owner_id& owner, instant now, std::string_view eight) -> std::string {
  const auto text = to_rfc3339_ms(now);
  return "imports/" + owner.value + "/" + text.substr(0, 10) + "-" + text.substr(11, 2) + text.substr(14, 2) +
         "-" + std::string(eight);
}

auto is_stem(std::string_view path) -> bool {
  // 0: a digit, a: a digit or a small letter.
  constexpr std::string_view shape = "/0000-00-00-0000-aaaaaaaa";
  if (!path.starts_with("imports/usr_") && !path.starts_with("imports/prj_")) return false;
  if (path.size() < shape.size()) return false;
  const auto name = path.substr(path.size() - shape.size());
  return std::equal(shape.begin(), shape.end(), name.begin(), [](char wanted, char c) {
    const bool digit = c >= '0' && c <= '9';
    if (wanted == '0') return digit;
    if (wanted == 'a') return digit || (c >= 'a' && c <= 'z');
    return c == wanted;
  });
}

/// Has any file this name already, whatever it is?
auto is_taken(const std::string& stem) -> bool {
  return std::any_of(formats::extensions.begin(), formats::extensions.end(), [&](std::string_view extension) {
    return ::access((stem + "." + std::string(extension)).c_str(), F_OK) == 0;
  });
}

}  // namespace

auto is_unfinished_upload(std::string_view path) -> bool { return path.ends_with(unfinished_upload_end); }

auto is_upload_path(std::string_view path) -> bool {
  if (const auto of = upload_of_derived(path); !of.empty()) return !of.ends_with('.') && is_upload_path(of);
  const bool unfinished = is_unfinished_upload(path);
  if (unfinished) path.remove_suffix(unfinished_upload_end.size());
  for (const auto extension : formats::extensions) {
    if (!path.ends_with(extension) || !path.substr(0, path.size() - extension.size()).ends_with('.'))
      continue;
    return is_stem(path.substr(0, path.size() - extension.size() - 1));
  }
  return unfinished && is_stem(path);
}

auto fresh_upload_stem(const upload_folder& in, const owner_id& owner, const clock_source& clock)
    -> std::string {
  // 2 to the 41 names a minute: that none of 16 is free does not happen.
  constexpr int attempts = 16;
  std::string stem;
  for (int i = 0; i < attempts; ++i) {
    stem = stem_of(owner, clock.now(), eight_of(clock.random()));
    if (!is_taken(in.data_directory + "/" + stem)) break;
  }
  return stem;
}

auto begin_upload_file(const upload_folder& in, const owner_id& owner, const clock_source& clock)
    -> result<std::unique_ptr<upload>> {
  std::error_code failed;
  std::filesystem::create_directories(in.data_directory + "/imports/" + owner.value, failed);
  if (failed) return upload_error(failed.value());
  constexpr int attempts = 16;
  for (int i = 0; i < attempts; ++i) {
    auto stem = stem_of(owner, clock.now(), eight_of(clock.random()));
    const auto full = in.data_directory + "/" + stem;
    if (is_taken(full)) continue;
    const auto part = full + std::string(unfinished_upload_end);
    const int fd = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0 && errno == EEXIST) continue;
    if (fd < 0) return upload_error(errno);
    fault_point("upload.created");
    auto made = std::make_unique<file_upload>(in, owner, std::move(stem), fd);
    if (auto room = look_for_room(fd, in.min_free_bytes); !room) return room.why();
    return std::unique_ptr<upload>{std::move(made)};
  }
  return {errc::unavailable, "No free name for the file was found."};
}

// Uploads are made here and nowhere else.
void keep_upload(upload& file) { static_cast<file_upload&>(file).keep(); }

void hand_over(upload& file) { static_cast<file_upload&>(file).count_no_more(); }

auto verdict_of(upload& file, const kind_module& kind, const std::string& options)
    -> std::shared_ptr<const result<file_summary>> {
  return static_cast<file_upload&>(file).verdict(kind, options);
}

auto first_bytes_of(const upload& file) -> std::string_view {
  return static_cast<const file_upload&>(file).first();
}

}  // namespace waybill
