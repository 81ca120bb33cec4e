#include "handlers/launcher.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <queue>
#include <thread>
#include <utility>

#include "handlers/orphans.hpp"
#include "handlers/processes.hpp"

namespace waybill::handlers {
namespace {

/// All that the child needs, as the kernel takes it.
struct ready {
  const char* program = nullptr;
  std::vector<char*> words;
  std::vector<char*> variables;
  const char* folder = nullptr;
  std::array<int, 3> streams{};
  int go = -1;     ///< says that it may begin
  int fault = -1;  ///< takes errno of what went wrong
  child_limits limits;
  std::uint64_t mark = 0;
  pid_t parent = 0;
};

constexpr int first_other = 4;
constexpr int most_open_files = 65'536;

// --- between fork and exec: only calls that a signal handler might make ---

[[noreturn]] void give_up(int fault) {
  const int why = errno;
  (void)!write(fault, &why, sizeof why);
  _exit(127);
}

void limit(int what, std::uint64_t most, int fault) {
  if (most == 0) return;
  const struct rlimit both { most, most };
  if (setrlimit(static_cast<__rlimit_resource>(what), &both) != 0) give_up(fault);
}

void close_others() {
  if (close_range(first_other, ~0U, 0) == 0) return;
  for (int other = first_other; other < most_open_files; ++other) close(other);
}

/// Standard streams, and behind them only the pipe for the fault, which exec closes.
auto take_streams(const ready& with) -> int {
  for (int stream = 0; stream < 3; ++stream)
    if (dup2(with.streams[static_cast<std::size_t>(stream)], stream) < 0) give_up(with.fault);
  if (dup3(with.fault, 3, O_CLOEXEC) < 0) give_up(with.fault);
  close_others();
  return 3;
}

void forget_signals() {
  for (int one = 1; one < NSIG; ++one) signal(one, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void become(const ready& with) {
  // First of all: whatever waits here may wait for the dead.
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != with.parent) _exit(127);
  char sign = 0;
  if (read(with.go, &sign, 1) != 1) _exit(127);
  const int fault = take_streams(with);
  forget_signals();
  if (setsid() < 0) give_up(fault);
  // A program with rights of its own would lose that signal, and could not be ended.
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up(fault);
  if (*with.folder != 0 && chdir(with.folder) != 0) give_up(fault);
  carry_mark(with.mark);
  const struct rlimit no_core {};
  setrlimit(RLIMIT_CORE, &no_core);
  limit(RLIMIT_NOFILE, with.limits.open_files, fault);
  limit(RLIMIT_CPU, with.limits.cpu_s, fault);
  // Not RLIMIT_AS: Node and others reserve far more addresses than they use memory.
  limit(RLIMIT_DATA, with.limits.memory_bytes, fault);
  execve(with.program, with.words.data(), with.variables.data());
  give_up(fault);
}

// --- the thread that forks ---

class launcher {
 public:
  static auto get() -> launcher& {
    static std::mutex only_one;
    static launcher* the_launcher = nullptr;  // its thread ends with the process
    static pid_t owner = 0;
    const std::lock_guard lock{only_one};
    // A process that was forked has the memory of this one, and none of its threads.
    if (std::exchange(owner, getpid()) != getpid()) the_launcher = new launcher;
    return *the_launcher;
  }

  auto fork_for(const ready& with, int& fault) -> pid_t {
    task mine{&with};
    std::unique_lock lock{mutex_};
    waiting_.push(&mine);
    changed_.notify_all();
    changed_.wait(lock, [&] { return mine.is_done; });
    fault = mine.fault;
    return mine.made;
  }

 private:
  struct task {
    const ready* with = nullptr;
    bool is_done = false;
    pid_t made = -1;
    int fault = 0;
  };

  launcher() {
    // Who reads no more is seen by what it says: that is no reason to end.
    struct sigaction pipe {};
    if (sigaction(SIGPIPE, nullptr, &pipe) == 0 && pipe.sa_handler == SIG_DFL) signal(SIGPIPE, SIG_IGN);
    adopt_orphans();
    // No signal of the server's is for it.
    sigset_t all;
    sigset_t before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    std::thread{[this] { run(); }}.detach();
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }

  [[noreturn]] void run() {
    constexpr std::chrono::seconds between_looks{1};
    std::unique_lock lock{mutex_};
    for (;;) {
      const auto is_asked = [&] { return !waiting_.empty(); };
      if (!has_leaders()) {
        changed_.wait(lock, is_asked);
      } else if (!changed_.wait_for(lock, between_looks, is_asked)) {
        bury_orphans();
        continue;
      }
      make_next();
    }
  }
  void make_next() {
    auto& next = *waiting_.front();
    waiting_.pop();
    next.made = make_leader([&] {
      const auto id = fork();
      if (id == 0) become(*next.with);
      next.fault = errno;
      return id;
    });
    next.is_done = true;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::queue<task*> waiting_;
};

/// Two ends, closed with it. They stand above the standard streams.
struct pipe_pair {
  std::array<int, 2> ends{-1, -1};
  pipe_pair() {
    if (pipe2(ends.data(), O_CLOEXEC) != 0) return;
    for (auto& end : ends) {
      const int above = fcntl(end, F_DUPFD_CLOEXEC, first_other);
      close(end);
      end = above;
    }
  }
  pipe_pair(const pipe_pair&) = delete;
  auto operator=(const pipe_pair&) -> pipe_pair& = delete;
  ~pipe_pair() {
    shut(0);
    shut(1);
  }
  void shut(std::size_t which) {
    if (ends[which] >= 0) close(ends[which]);
    ends[which] = -1;
  }
  [[nodiscard]] auto good() const -> bool { return ends[0] >= 0 && ends[1] >= 0; }
};

auto as_pointers(std::vector<std::string>& texts) -> std::vector<char*> {
  std::vector<char*> all;
  for (auto& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

}  // namespace

auto launch_child(const launch& what, const std::function<void(pid_t)>& made, int& fault) -> pid_t {
  auto words = what.order->words;
  std::vector<std::string> variables{"PATH=" + std::string(child_path), "LANG=" + std::string(child_language),
                                     std::string(import_variable) + "=" + what.order->import};
  pipe_pair go;
  pipe_pair said;
  if (!go.good() || !said.good()) {
    fault = errno;
    return -1;
  }
  const ready with{what.program.c_str(),
                   as_pointers(words),
                   as_pointers(variables),
                   what.order->folder.c_str(),
                   {what.input, what.output, what.errors},
                   go.ends[0],
                   said.ends[1],
                   what.order->limits,
                   what.mark,
                   getpid()};
  const auto id = launcher::get().fork_for(with, fault);
  if (id < 0) return -1;
  made(id);
  go.shut(0);
  said.shut(1);
  (void)!write(go.ends[1], "g", 1);
  int why = 0;
  ssize_t got = 0;
  while ((got = read(said.ends[0], &why, sizeof why)) < 0 && errno == EINTR) continue;
  if (got == 0) return id;
  while (waitpid(id, nullptr, 0) < 0 && errno == EINTR) continue;
  forget_leader(id);
  fault = got == sizeof why ? why : EIO;
  return -1;
}

}  // namespace waybill::handlers
