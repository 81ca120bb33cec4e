#include "cli/live/history.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "cli/text.hpp"
#include "events/log/descriptor.hpp"

namespace waybill::cli::live {
namespace {

namespace fs = std::filesystem;

auto open_ours(const std::string& path, int how) -> descriptor {
  constexpr mode_t ours_alone = 0600;
  descriptor file{::open(path.c_str(), how | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, ours_alone)};
  struct stat about {};
  if (!file.good() || ::fstat(file.get(), &about) != 0 || !S_ISREG(about.st_mode) ||
      about.st_uid != ::geteuid())
    return descriptor{-1};
  ::fchmod(file.get(), ours_alone);
  return file;
}

auto write_all(const descriptor& to, const std::string& bytes) -> bool {
  return ::write(to.get(), bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
}

}  // namespace

auto history_path() -> std::string {
  const char* const state = std::getenv("XDG_STATE_HOME");
  const char* const home = std::getenv("HOME");
  // The XDG specification: what is not absolute is as if it were not set.
  if (state != nullptr && *state == '/') return std::string(state) + "/waybill/console_history";
  if (home != nullptr && *home == '/') return std::string(home) + "/.local/state/waybill/console_history";
  return {};
}

history_file::history_file(std::string path) : path_(std::move(path)) {
  if (path_.empty()) return;
  const auto file = open_ours(path_, O_RDONLY);
  if (!file.good()) return;
  std::string text;
  std::array<char, 16'384> bytes{};
  constexpr std::size_t most_bytes = 16 << 20;
  for (ssize_t got = 0;
       text.size() < most_bytes && (got = ::read(file.get(), bytes.data(), bytes.size())) > 0;)
    text.append(bytes.data(), static_cast<std::size_t>(got));
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    auto line = text.substr(at, end - at);
    if (!line.empty() && printable(line) == line) lines_.push_back(std::move(line));
    at = end + 1;
  }
  if (lines_.size() <= most_lines) return;
  lines_.erase(lines_.begin(), lines_.end() - static_cast<std::ptrdiff_t>(most_lines));
  shorten();
}

void history_file::add(const std::string& line) {
  if (line.empty() || line.front() == ' ' || printable(line) != line) return;
  if (!lines_.empty() && lines_.back() == line) return;
  lines_.push_back(line);
  if (path_.empty()) return;
  std::error_code failed;
  // For their owner alone, as all that we make (cli/output.hpp).
  fs::create_directories(fs::path(path_).parent_path(), failed);
  const auto file = open_ours(path_, O_WRONLY | O_CREAT | O_APPEND);
  if (file.good()) static_cast<void>(write_all(file, line + "\n"));
}

void history_file::shorten() const {
  const auto fresh = path_ + ".new";
  std::string text;
  for (const auto& line : lines_) text += line + "\n";
  ::unlink(fresh.c_str());
  const auto file = open_ours(fresh, O_WRONLY | O_CREAT | O_EXCL);
  if (file.good() && write_all(file, text)) ::rename(fresh.c_str(), path_.c_str());
}

}  // namespace waybill::cli::live
