#include "cli/live/prompt_signals.hpp"

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <utility>

namespace waybill::cli::live {
namespace {

// As in terminal.cpp: used by handlers at any moment, so plain data and async-signal-safe calls alone.
constexpr std::array ending{SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
termios as_it_was{};
std::array<struct sigaction, ending.size()> before{};
struct sigaction interrupt_before {
}, size_before{};
std::array<int, 2> news{-1, -1};
std::atomic<console::client*> working{nullptr};
static_assert(std::atomic<console::client*>::is_always_lock_free);

void tell(char what) {
  const int kept = errno;
  static_cast<void>(!::write(news[1], &what, 1));
  errno = kept;
}

void interrupt_by(int) {
  const int kept = errno;
  // No more than shutdown(2) on its socket.
  if (auto* const server = working.load()) server->hang_up();
  errno = kept;
  tell('i');
}

void size_by(int) { tell('w'); }

void end_by(int signal) {
  ::tcsetattr(STDIN_FILENO, TCSANOW, &as_it_was);
  static_cast<void>(!::write(STDOUT_FILENO, "\r\n", 2));
  for (std::size_t i = 0; i < ending.size(); ++i)
    if (ending[i] == signal) ::sigaction(signal, &before[i], nullptr);
  ::raise(signal);
}

void handle(int signal, void (*how)(int), struct sigaction& was) {
  struct sigaction now {};
  now.sa_handler = how;
  sigfillset(&now.sa_mask);
  ::sigaction(signal, &now, &was);
  if (was.sa_handler == SIG_IGN && signal != SIGINT) ::sigaction(signal, &was, nullptr);
}

}  // namespace

prompt_signals::prompt_signals() {
  if (::pipe2(news.data(), O_CLOEXEC | O_NONBLOCK) != 0) std::abort();
  ::tcgetattr(STDIN_FILENO, &as_it_was);
  for (std::size_t i = 0; i < ending.size(); ++i) handle(ending[i], end_by, before[i]);
  handle(SIGINT, interrupt_by, interrupt_before);
  handle(SIGWINCH, size_by, size_before);
}

prompt_signals::~prompt_signals() {
  for (std::size_t i = 0; i < ending.size(); ++i) ::sigaction(ending[i], &before[i], nullptr);
  ::sigaction(SIGINT, &interrupt_before, nullptr);
  ::sigaction(SIGWINCH, &size_before, nullptr);
  ::tcsetattr(STDIN_FILENO, TCSANOW, &as_it_was);
  for (auto& one : news) ::close(std::exchange(one, -1));
}

auto prompt_signals::changes() const -> int { return news[0]; }

auto prompt_signals::take() const -> char {
  char what = 0;
  return ::read(news[0], &what, 1) == 1 ? what : '\0';
}

void prompt_signals::at_work(console::client* server) { working.store(server); }

}  // namespace waybill::cli::live
