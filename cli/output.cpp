#include "cli/output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <iostream>
#include <streambuf>

#include "cli/signals.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli::output {
namespace {

/// Whoever ignores SIGPIPE and starts us wants to hear of a reader that went away.
bool pipe_was_ignored = false;

struct loss {
  std::string subject;
  int number = 0;  ///< errno; 0: nothing was lost
};

auto lost_so_far() -> loss& {
  static loss one;
  return one;
}

struct last_words {
  std::string sentence;
  bool irreplaceable = false;
};

auto words_when_lost() -> last_words& {
  static last_words one;
  return one;
}

int patience_ms = -1;  ///< for ever

/// Of a pipe that can be written so many bytes are taken at once.
constexpr std::ptrdiff_t sure_bytes = 4'096;

/// False: nobody takes anything, and errno is EAGAIN.
auto is_taken_in_time(int fd) -> bool {
  pollfd one{fd, POLLOUT, 0};
  int found = 0;
  while ((found = ::poll(&one, 1, patience_ms)) < 0 && errno == EINTR) continue;
  if (found == 0) errno = EAGAIN;
  return found != 0;
}

/// A terminal or a pipe may have been made non-blocking by whoever shares it.
auto wait_until_writable(int fd) -> bool {
  pollfd one{fd, POLLOUT, 0};
  return ::poll(&one, 1, -1) > 0 || errno == EINTR;
}

class standard_output final : public std::streambuf {
 public:
  standard_output() { setp(buffer_.data(), buffer_.data() + buffer_.size()); }

  auto write_all() -> bool {
    const char* at = pbase();
    while (at < pptr() && lost_so_far().number == 0) {
      const bool waits = patience_ms < 0;
      if (!waits && !is_taken_in_time(STDOUT_FILENO)) {
        note_loss("Standard output", errno);
        break;
      }
      const auto size = waits ? pptr() - at : std::min<std::ptrdiff_t>(pptr() - at, sure_bytes);
      const auto written = ::write(STDOUT_FILENO, at, static_cast<std::size_t>(size));
      if (written > 0) at += written;
      if (written > 0 || (written < 0 && errno == EINTR)) continue;
      if (written < 0 && errno == EAGAIN && wait_until_writable(STDOUT_FILENO)) continue;
      note_loss("Standard output", written < 0 ? errno : EIO);
    }
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return lost_so_far().number == 0;
  }

 protected:
  auto overflow(int_type c) -> int_type override {
    if (!write_all()) return traits_type::eof();
    if (traits_type::eq_int_type(c, traits_type::eof())) return traits_type::not_eof(c);
    *pptr() = traits_type::to_char_type(c);
    pbump(1);
    return c;
  }
  auto sync() -> int override { return write_all() ? 0 : -1; }

 private:
  std::array<char, 1 << 16> buffer_{};
};

/// Never taken down: std::cout is flushed once more when the process ends.
auto buffer() -> standard_output& {
  static auto* one = new standard_output;
  return *one;
}

/// Some file systems say only when a file is closed that it could not be written. A second descriptor is
/// enough for that.
void close_a_copy() {
  const int copy = ::dup(STDOUT_FILENO);
  if (copy >= 0 && ::close(copy) != 0 && errno != EINTR) note_loss("Standard output", errno);
}

[[noreturn]] void end_by_sigpipe() {
  std::signal(SIGPIPE, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  ::raise(SIGPIPE);
  ::_exit(128 + SIGPIPE);
}

}  // namespace

void prepare() {
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    if (::fcntl(fd, F_GETFD) >= 0 || errno != EBADF) continue;
    // The lowest free number is this one.
    if (::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) != fd) ::_exit(exit_failed);
  }
  pipe_was_ignored = std::signal(SIGPIPE, SIG_IGN) == SIG_IGN;
  std::signal(SIGXFSZ, SIG_IGN);
  ::umask(S_IRWXG | S_IRWXO);
}

void watch() { std::cout.rdbuf(&buffer()); }

auto flush() -> bool {
  std::cout << std::flush;
  if (has_lost()) return false;
  set_last_words("");
  return true;
}

auto has_lost() -> bool { return lost_so_far().number != 0; }

void say_when_lost(std::string sentence, importance how) {
  words_when_lost() = {std::move(sentence), how == importance::irreplaceable};
  // A reader that takes nothing keeps us waiting until somebody ends us.
  set_last_words(words_when_lost().irreplaceable ? words_when_lost().sentence : "");
}

void note_loss(std::string_view subject, int number) {
  if (lost_so_far().number == 0) lost_so_far() = {std::string(subject), number};
}

void wait_at_most(std::chrono::milliseconds time) { patience_ms = static_cast<int>(time.count()); }

void forgive() {
  flush();
  lost_so_far().number = 0;
}

auto finish(int status) -> int {
  if (flush()) close_a_copy();
  const auto& what = lost_so_far();
  if (what.number == 0) return status;
  const auto& [more, irreplaceable] = words_when_lost();
  if (what.number == EPIPE && !pipe_was_ignored && !irreplaceable) end_by_sigpipe();
  std::cerr << "waybill: " << what.subject << " cannot be written: " << std::strerror(what.number) << "."
            << (more.empty() ? "" : " ") << more << "\n";
  return exit_output_lost;
}

}  // namespace waybill::cli::output
