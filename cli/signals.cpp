#include "cli/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "cli/verbs.hpp"

namespace waybill::cli {
namespace {

auto ending_signals() -> sigset_t {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

/// Read by a handler, at any moment: the name is there before the folder is, and stays until the folder is
/// gone.
std::array<char, NAME_MAX + 1> doomed_name{};
std::atomic<int> doomed_in{-1};
static_assert(std::atomic<int>::is_always_lock_free);

void remove_doomed_file() {
  if (const int folder = doomed_in.exchange(-1); folder >= 0) ::unlinkat(folder, doomed_name.data(), 0);
}

std::atomic<bool> change_is_asked{false};

/// As the name above: the text is there before its length is.
std::array<char, 1024> last_words{};
std::atomic<std::size_t> last_words_size{0};

termios before_quiet{};
std::atomic<bool> is_quiet{false};

/// Not where nobody takes it: whoever ends us does not wait for a reader. A pipe that can be written takes 4
/// KiB.
void say(std::string_view word) {
  pollfd one{STDERR_FILENO, POLLOUT, 0};
  if (::poll(&one, 1, 0) == 1 && (one.revents & POLLOUT) != 0)
    static_cast<void>(!::write(STDERR_FILENO, word.data(), word.size()));
}

void let_terminal_speak() {
  if (is_quiet.exchange(false)) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_quiet);
}

/// What whoever ends the process cannot see elsewhere. False: there is nothing.
auto say_last_words(std::string_view before) -> bool {
  const auto size = last_words_size.load();
  const bool asked = change_is_asked.load();
  if (size == 0 && !asked) return false;
  say(before);
  if (size > 0)
    say({last_words.data(), size});
  else
    say("It ended before it was answered: what was asked for may have been done.");
  say("\n");
  return true;
}

/// Only what is async-signal-safe (signal-safety(7)).
void end_by(int signal) {
  if (signal == SIGINT || signal == SIGTERM) end_interrupted();
  remove_doomed_file();
  let_terminal_speak();
  say_last_words("waybill: ");
  // As if nobody had taken it: whoever waits for this process learns which signal it was.
  ::signal(signal, SIG_DFL);
  ::raise(signal);
}

}  // namespace

void take_ending_signals() {
  for (const int signal :
       {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2, SIGVTALRM, SIGPROF, SIGXCPU, SIGPWR}) {
    struct sigaction now {};
    if (::sigaction(signal, nullptr, &now) != 0 || now.sa_handler != SIG_DFL) continue;
    now.sa_handler = end_by;
    sigfillset(&now.sa_mask);
    ::sigaction(signal, &now, nullptr);
  }
}

void end_interrupted() {
  remove_doomed_file();
  let_terminal_speak();
  if (!say_last_words("Interrupted. ")) say("Interrupted.\n");
  ::_exit(exit_interrupted);
}

doomed_file::doomed_file(int folder, const std::string& name) {
  name.copy(doomed_name.data(), doomed_name.size() - 1);
  doomed_name[std::min(name.size(), doomed_name.size() - 1)] = '\0';
  doomed_in.store(folder);
}

doomed_file::~doomed_file() { doomed_in.store(-1); }

asked_change::asked_change() { change_is_asked.store(true); }

asked_change::~asked_change() { change_is_asked.store(false); }

void set_last_words(const std::string& sentence) {
  last_words_size.store(0);
  last_words_size.store(sentence.copy(last_words.data(), last_words.size()));
}

quiet_terminal::quiet_terminal() {
  if (::tcgetattr(STDIN_FILENO, &before_quiet) != 0) return;
  auto quiet = before_quiet;
  quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  is_quiet.store(true);
  if (::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet) != 0) is_quiet.store(false);
}

quiet_terminal::~quiet_terminal() {
  if (is_quiet.exchange(false)) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_quiet);
}

signal_watch::signal_watch(std::function<void()> on_first) : on_first_(std::move(on_first)) {
  const auto set = ending_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  signals_ = signalfd(-1, &set, SFD_CLOEXEC);
  wake_ = eventfd(0, EFD_CLOEXEC);
  // Without these the process could not be stopped gently; the machine is out of descriptors before it began.
  if (signals_ < 0 || wake_ < 0) std::abort();
  thread_ = std::thread([this] { watch(); });
}

signal_watch::~signal_watch() {
  const std::uint64_t one = 1;
  if (write(wake_, &one, sizeof one) != sizeof one) std::abort();
  thread_.join();
  close(signals_);
  close(wake_);
  const auto set = ending_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void signal_watch::watch() {
  for (;;) {
    pollfd fds[2] = {{signals_, POLLIN, 0}, {wake_, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0) continue;
    if (fds[1].revents != 0) return;
    signalfd_siginfo info{};
    if (read(signals_, &info, sizeof info) != sizeof info) continue;
    if (came_.exchange(true)) {
      remove_doomed_file();
      say_last_words("waybill: ");
      _exit(128 + static_cast<int>(info.ssi_signo));
    }
    on_first_();
  }
}

}  // namespace waybill::cli
