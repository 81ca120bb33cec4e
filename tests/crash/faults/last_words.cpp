// Where a process ended itself: a failed assertion of a library says what failed, and not on whose way.
#include <execinfo.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace {

extern "C" void tell_where(int signal) {
  std::array<void*, 64> frames{};
  backtrace_symbols_fd(frames.data(), backtrace(frames.data(), static_cast<int>(frames.size())),
                       STDERR_FILENO);
  // Handled once, so that it ends as it would have.
  raise(signal);
}

[[maybe_unused]] const bool listens = [] {
  // Called before, so that nothing has to be loaded while it goes down.
  std::array<void*, 1> frames{};
  backtrace(frames.data(), 1);
  struct sigaction act {};
  act.sa_handler = tell_where;
  act.sa_flags = SA_RESETHAND;
  return sigaction(SIGABRT, &act, nullptr) == 0;
}();

}  // namespace
