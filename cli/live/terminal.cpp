#include "cli/live/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <string>
#include <utility>

namespace waybill::cli::live {
namespace {

// Signals use all of this, at any moment: plain data that is ready before a handler is set, and calls that
// are async-signal-safe (signal-safety(7)): write, tcsetattr, raise, sigaction.
constexpr std::string_view enter_sequence = "\x1b[?1049h\x1b[?25l\x1b[?7l\x1b[H\x1b[2J";
constexpr std::string_view leave_sequence = "\x1b[0m\x1b[?7h\x1b[?25h\x1b[?1049l";
constexpr std::array ending{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
termios as_it_was{}, as_we_want{};
std::array<struct sigaction, ending.size()> before{};
struct sigaction stop_before {
}, size_before{}, go_on_before{};
std::array<int, 2> wake{-1, -1};
std::atomic<bool> ours{false};
static_assert(std::atomic<bool>::is_always_lock_free);

auto put(std::string_view bytes) -> bool {
  while (!bytes.empty()) {
    const auto gone = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (gone > 0) bytes.remove_prefix(static_cast<std::size_t>(gone));
    if (gone < 0 && errno == EAGAIN) {
      pollfd one{STDOUT_FILENO, POLLOUT, 0};
      ::poll(&one, 1, -1);
    } else if (gone < 0 && errno != EINTR) {
      return false;
    }
  }
  return true;
}

void take_screen() {
  ::tcsetattr(STDIN_FILENO, TCSANOW, &as_we_want);
  static_cast<void>(put(enter_sequence));
}

void give_back() {
  if (!ours.exchange(false)) return;
  static_cast<void>(put(leave_sequence));
  ::tcsetattr(STDIN_FILENO, TCSANOW, &as_it_was);
}

void tell_change() {
  const int kept = errno;
  static_cast<void>(!::write(wake[1], "x", 1));
  errno = kept;
}

/// Gives the screen back, and then does what would have been done without us.
void end_by(int signal) {
  give_back();
  for (std::size_t i = 0; i < ending.size(); ++i)
    if (ending[i] == signal) ::sigaction(signal, &before[i], nullptr);
  ::raise(signal);
}

void stop_by(int) {
  const int kept = errno;
  give_back();
  ::raise(SIGSTOP);
  ours.store(true);
  take_screen();
  tell_change();
  errno = kept;
}

void change_by(int) { tell_change(); }

/// Whoever stopped the process may have used the terminal meanwhile.
void go_on_by(int) {
  const int kept = errno;
  if (ours.load()) take_screen();
  tell_change();
  errno = kept;
}

void handle(int signal, void (*how)(int), struct sigaction& was, int flags) {
  struct sigaction now {};
  now.sa_handler = how;
  now.sa_flags = flags;
  sigfillset(&now.sa_mask);
  ::sigaction(signal, &now, &was);
  // What whoever started us ignores stays ignored.
  if (was.sa_handler == SIG_IGN) ::sigaction(signal, &was, nullptr);
}

}  // namespace

auto on_terminal() -> bool { return ::isatty(STDIN_FILENO) == 1 && ::isatty(STDOUT_FILENO) == 1; }

full_screen::full_screen() {
  if (::pipe2(wake.data(), O_CLOEXEC | O_NONBLOCK) != 0) std::abort();
  ::tcgetattr(STDIN_FILENO, &as_it_was);
  as_we_want = as_it_was;
  as_we_want.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO | ISIG | IEXTEN);
  as_we_want.c_iflag &= ~static_cast<tcflag_t>(IXON);
  as_we_want.c_cc[VMIN] = 1;
  as_we_want.c_cc[VTIME] = 0;
  ours.store(true);
  for (std::size_t i = 0; i < ending.size(); ++i) handle(ending[i], end_by, before[i], 0);
  handle(SIGTSTP, stop_by, stop_before, SA_RESTART);
  handle(SIGWINCH, change_by, size_before, SA_RESTART);
  handle(SIGCONT, go_on_by, go_on_before, SA_RESTART);
  take_screen();
}

full_screen::~full_screen() {
  give_back();
  for (std::size_t i = 0; i < ending.size(); ++i) ::sigaction(ending[i], &before[i], nullptr);
  ::sigaction(SIGTSTP, &stop_before, nullptr);
  ::sigaction(SIGWINCH, &size_before, nullptr);
  ::sigaction(SIGCONT, &go_on_before, nullptr);
  for (auto& one : wake) ::close(std::exchange(one, -1));
}

auto full_screen::size() const -> screen_size {
  winsize window{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) != 0 || window.ws_col == 0 || window.ws_row == 0) return {};
  return {window.ws_col, window.ws_row};
}

auto full_screen::show(const std::vector<std::string>& lines) const -> bool {
  std::string all = "\x1b[H";
  for (std::size_t i = 0; i < lines.size(); ++i) all += (i == 0 ? "" : "\r\n") + lines[i] + "\x1b[K";
  return put(all + "\x1b[J");
}

auto full_screen::changes() const -> int { return wake[0]; }

void full_screen::take_changes() const {
  std::array<char, 64> bytes{};
  while (::read(wake[0], bytes.data(), bytes.size()) > 0) continue;
}

void full_screen::suspend() const { ::raise(SIGTSTP); }

}  // namespace waybill::cli::live
