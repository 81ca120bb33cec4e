#include "cli/resumable.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <thread>

#include "events/hash.hpp"

namespace waybill::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t piece_bytes = 64 << 20;  ///< in one call; what it brought is kept if it breaks off
constexpr std::chrono::milliseconds first_pause{250};
constexpr std::chrono::milliseconds longest_pause{5'000};
constexpr std::chrono::seconds patience{60};  ///< with a server that does not answer

auto interrupted() -> error { return {errc::unavailable, "Interrupted.", {}}; }

auto state_folder() -> fs::path {
  const auto* const state = std::getenv("XDG_STATE_HOME");
  const auto* const home = std::getenv("HOME");
  if (state != nullptr && *state == '/') return fs::path(state) / "waybill" / "uploads";
  if (home != nullptr && *home == '/') return fs::path(home) / ".local" / "state" / "waybill" / "uploads";
  return {};
}

/// What is remembered of an upload: its path at the server, in a file of its own. Losing it costs nothing but
/// time.
class upload_note {
 public:
  upload_note(const std::string& server, const std::string& digest, std::uint64_t size) {
    const auto folder = state_folder();
    if (folder.empty()) return;
    at_ = folder / to_hex(sha256_of(server + "\n" + digest + "\n" + std::to_string(size)));
  }
  [[nodiscard]] auto read() const -> std::string {
    std::string path;
    std::error_code unknown;
    // A FIFO would wait for its other end.
    if (fs::is_regular_file(at_, unknown)) std::getline(std::ifstream(at_), path);
    return path.starts_with("/api/v1/uploads/") ? path : "";
  }
  void write(const std::string& path) const {
    if (at_.empty()) return;
    std::error_code failed;
    fs::create_directories(at_.parent_path(), failed);
    auto beside = at_;
    beside += "." + std::to_string(::getpid());
    const int fd = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) return;
    const auto line = path + "\n";
    const bool good = ::write(fd, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    if (::close(fd) == 0 && good) fs::rename(beside, at_, failed);
    fs::remove(beside, failed);
  }
  void forget() const {
    std::error_code failed;
    if (!at_.empty()) fs::remove(at_, failed);
  }
  [[nodiscard]] auto path() const -> std::string { return at_.string(); }

 private:
  fs::path at_;
};

/// Waits longer each time that nothing moved, and not for ever.
class patient {
 public:
  /// False: it lasts too long.
  auto pause(const client& api) -> bool {
    const auto now = std::chrono::steady_clock::now();
    if (now - moved_at_ > patience) return false;
    for (auto left = pause_; left.count() > 0 && !api.stopped(); left -= first_pause)
      std::this_thread::sleep_for(std::min(left, first_pause));
    pause_ = std::min(2 * pause_, longest_pause);
    return !api.stopped();
  }
  void moved() {
    moved_at_ = std::chrono::steady_clock::now();
    pause_ = first_pause;
  }

 private:
  std::chrono::steady_clock::time_point moved_at_ = std::chrono::steady_clock::now();
  std::chrono::milliseconds pause_ = first_pause;
};

/// May the same be tried again soon?
auto is_passing(const error& why) -> bool {
  return why.code == errc::unavailable || why.code == errc::timeout || why.code == errc::request_timeout ||
         why.code == errc::too_many_requests || why.code == errc::upload_locked ||
         why.code == errc::wrong_offset;
}

class one_upload {
 public:
  one_upload(client& api, const local_file& file, const std::string& purpose, const upload_note& note)
      : api_(api), file_(file), purpose_(purpose), note_(note) {}

  auto run() -> result<std::string> {
    path_ = note_.read();
    if (!path_.empty()) {
      auto place = again([this] { return api_.find_upload(path_); });
      if (!place && place.why().code != errc::not_found && place.why().code != errc::bad_value)
        return std::move(place).why();
      if (place) {
        at_ = *place;
        std::cerr << "Going on with an upload at byte " << grouped(at_.offset) << " of "
                  << grouped(file_.size()) << ".\n";
      }
      if (!place) path_.clear();
    }
    if (path_.empty())
      if (auto begun = begin(); !begun) return std::move(begun).why();
    while (at_.file_id.empty())
      if (auto sent = send(); !sent) return std::move(sent).why();
    return at_.file_id;
  }

 private:
  /// Asks until there is an answer.
  template <class Ask>
  auto again(Ask ask) -> decltype(ask()) {
    for (;;) {
      auto went = ask();
      if (went.ok() || !is_passing(went.why())) return went;
      if (api_.stopped()) return interrupted();
      if (!wait_.pause(api_)) return went;
    }
  }

  auto begin() -> result<done> {
    auto made = again([this] { return api_.begin_upload(file_.size(), {file_.name(), purpose_}); });
    if (!made) return std::move(made).why();
    path_ = std::move(*made);
    note_.write(path_);
    wait_.moved();
    return done{};
  }

  auto send() -> result<done> {
    const auto size = std::min(piece_bytes, file_.size() - std::min(at_.offset, file_.size()));
    auto sent = api_.go_on_with_upload(
        path_, at_.offset, size,
        [this](std::uint64_t offset, char* to, std::size_t most) { return file_.read(offset, to, most); });
    if (!sent && !is_passing(sent.why())) return std::move(sent).why();
    if (!sent && (api_.stopped() || !wait_.pause(api_)))
      return api_.stopped() ? interrupted() : std::move(sent).why();
    // What broke off was kept as far as it came.
    if (!sent) sent = again([this] { return api_.find_upload(path_); });
    if (!sent) return std::move(sent).why();
    if (sent->offset > at_.offset) wait_.moved();
    at_ = *sent;
    return done{};
  }

  client& api_;
  const local_file& file_;
  const std::string& purpose_;
  const upload_note& note_;
  std::string path_;
  upload_place at_;
  patient wait_;
};

}  // namespace

local_file::local_file(std::string path, int fd, std::uint64_t size)
    : path_(std::move(path)), fd_(fd), size_(size) {}
local_file::local_file(local_file&& other) noexcept
    : path_(std::move(other.path_)), fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}
local_file::~local_file() {
  if (fd_ >= 0) ::close(fd_);
}

auto local_file::open(const std::string& path) -> result<local_file> {
  const auto refused = [&](const std::string& why) -> error {
    return {errc::bad_value, "The file " + printable(path) + " " + why, {}};
  };
  // A FIFO would keep us waiting for its other end.
  const int fd = path == "-" ? -1 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (path == "-") return refused("is standard input: only a regular file can be sent piece by piece.");
  if (fd < 0) return refused(std::string("cannot be read: ") + std::strerror(errno) + ".");
  struct stat about {};
  local_file file{path, fd, 0};
  if (::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
    return refused("is no regular file: only such a one can be sent piece by piece.");
  file.size_ = static_cast<std::uint64_t>(about.st_size);
  if (file.size_ == 0) return error{errc::empty_file, "The file " + printable(path) + " is empty.", {}};
  return file;
}

auto local_file::name() const -> std::string { return fs::path(path_).filename().string(); }

auto local_file::read(std::uint64_t offset, char* to, std::size_t most) const -> result<std::size_t> {
  for (;;) {
    const auto got = ::pread(fd_, to, most, static_cast<off_t>(offset));
    if (got > 0) return static_cast<std::size_t>(got);
    if (got == 0) return error{errc::file_changed, "The file became shorter while it was read.", {}};
    if (errno != EINTR)
      return error{errc::bad_value,
                   "The file " + printable(path_) + " cannot be read: " + std::strerror(errno) + ".",
                   {}};
  }
}

auto local_file::hash(const std::function<bool()>& keep_on) const -> result<std::string> {
  sha256 made;
  std::string piece(1 << 20, '\0');
  for (std::uint64_t at = 0; at < size_;) {
    const auto got = read(at, piece.data(), std::min<std::uint64_t>(piece.size(), size_ - at));
    if (!got) return got.why();
    made.update(std::string_view(piece).substr(0, *got));
    at += *got;
    if (!keep_on()) return interrupted();
  }
  return to_hex(made.finish());
}

auto is_large_file(const std::string& path) -> bool {
  struct stat about {};
  return path != "-" && ::stat(path.c_str(), &about) == 0 && S_ISREG(about.st_mode) &&
         static_cast<std::uint64_t>(about.st_size) > resumable_from_bytes;
}

auto upload_resumably(connection& to, const local_file& file, const std::string& purpose)
    -> result<finished_upload> {
  auto& api = to.api();
  const auto digest = file.hash([&api] { return !api.stopped(); });
  if (!digest) return digest.why();
  const upload_note note{to.flags(), *digest, file.size()};
  auto id = one_upload{api, file, purpose, note}.run();
  if (!id) return std::move(id).why();
  const auto kept = api.get("/api/v1/files/" + *id, "sha256");
  if (!kept) return kept.why();
  if (text_at(*kept, "sha256") == *digest)
    return finished_upload{*id, text_at(*kept, "status") == "used", note.path()};
  static_cast<void>(api.remove("/api/v1/files/" + *id));
  note.forget();
  return error{errc::file_changed, "The file changed while it was sent, so it is not kept.", {}};
}

void forget_upload(const finished_upload& what) {
  std::error_code failed;
  if (!what.kept_at.empty()) fs::remove(what.kept_at, failed);
}

}  // namespace waybill::cli
