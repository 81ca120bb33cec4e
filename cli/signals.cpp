#include "cli/signals.hpp"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
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

/// Only what is async-signal-safe (signal-safety(7)).
void end_by(int signal) {
  if (signal == SIGINT || signal == SIGTERM) end_interrupted();
  remove_doomed_file();
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
  constexpr std::string_view word = "Interrupted.\n";
  static_cast<void>(!::write(STDERR_FILENO, word.data(), word.size()));
  ::_exit(exit_interrupted);
}

doomed_file::doomed_file(int folder, const std::string& name) {
  name.copy(doomed_name.data(), doomed_name.size() - 1);
  doomed_name[std::min(name.size(), doomed_name.size() - 1)] = '\0';
  doomed_in.store(folder);
}

doomed_file::~doomed_file() { doomed_in.store(-1); }

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
      _exit(128 + static_cast<int>(info.ssi_signo));
    }
    on_first_();
  }
}

}  // namespace waybill::cli
