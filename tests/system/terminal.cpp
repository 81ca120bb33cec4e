#include "tests/system/terminal.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace waybill::system_test {
namespace {

auto pointers(std::vector<std::string>& texts) -> std::vector<char*> {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

auto without_ours(const variables& more) -> std::vector<std::string> {
  std::vector<std::string> all;
  // The first of a name counts, so ours come first.
  for (const auto& [name, value] : more) all.push_back(name + "=" + value);
  for (char** at = environ; *at != nullptr; ++at)
    if (!std::string_view(*at).starts_with("WAYBILL_") && !std::string_view(*at).starts_with("XDG_"))
      all.emplace_back(*at);
  return all;
}

}  // namespace

on_terminal::on_terminal(const std::vector<std::string>& arguments, unsigned short columns,
                         unsigned short rows, const variables& environment) {
  winsize size{rows, columns, 0, 0};
  if (::openpty(&master_, &slave_, nullptr, nullptr, &size) != 0) throw std::runtime_error("no terminal");
  ::fcntl(master_, F_SETFD, FD_CLOEXEC);
  ::fcntl(slave_, F_SETFD, FD_CLOEXEC);
  ::tcgetattr(slave_, &before_);
  auto texts = arguments;
  texts.insert(texts.begin(), WAYBILL_BINARY);
  auto variables_of_child = without_ours(environment);
  const auto words = pointers(texts), settings = pointers(variables_of_child);
  pid_ = ::fork();
  if (pid_ == 0) {
    // Only what may be called between fork and exec.
    ::setsid();
    ::ioctl(slave_, TIOCSCTTY, 0);
    for (int standard = 0; standard < 3; ++standard) ::dup2(slave_, standard);
    // Whoever runs the tests may ignore some; a shell on a terminal does not.
    for (const int one : {SIGPIPE, SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGTSTP}) ::signal(one, SIG_DFL);
    ::execve(words[0], words.data(), settings.data());
    ::_exit(127);
  }
  if (pid_ < 0) throw std::runtime_error("no process");
}

on_terminal::~on_terminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  close_window();
}

void on_terminal::press(std::string_view keys) const {
  if (::write(master_, keys.data(), keys.size()) != static_cast<ssize_t>(keys.size()))
    throw std::runtime_error("keys are not taken");
}

auto on_terminal::read_some(int wait_ms) -> bool {
  pollfd one{master_, POLLIN, 0};
  if (::poll(&one, 1, wait_ms) <= 0) return false;
  char bytes[65536];
  const auto got = ::read(master_, bytes, sizeof bytes);
  if (got > 0) seen_.append(bytes, static_cast<std::size_t>(got));
  return got > 0;
}

auto on_terminal::drawn_until(std::string_view text) -> std::string {
  constexpr int look_ms = 100;
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    if (const auto at = seen_.find(text); at != std::string::npos) {
      auto drawn = seen_.substr(0, at + text.size());
      seen_.erase(0, at + text.size());
      return drawn;
    }
    if (std::chrono::steady_clock::now() > until)
      throw std::runtime_error("'" + std::string(text) + "' was not drawn; so far: " + seen_);
    read_some(look_ms);
  }
}

void on_terminal::resize(unsigned short columns, unsigned short rows) const {
  const winsize size{rows, columns, 0, 0};
  ::ioctl(master_, TIOCSWINSZ, &size);
}

void on_terminal::signal(int number) const { ::kill(pid_, number); }

void on_terminal::close_window() {
  for (auto* one : {&slave_, &master_})
    if (*one >= 0) ::close(std::exchange(*one, -1));
}

auto on_terminal::wait() -> ended {
  constexpr int look_ms = 20;
  const auto until = std::chrono::steady_clock::now() + patience;
  int how = 0;
  while (::waitpid(pid_, &how, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) throw std::runtime_error("it did not end: " + seen_);
    // Its words have to be taken, or it waits for that.
    if (master_ < 0)
      breathe();
    else
      read_some(look_ms);
  }
  pid_ = -1;
  while (master_ >= 0 && read_some(0)) continue;
  return {WIFEXITED(how) ? WEXITSTATUS(how) : 128 + WTERMSIG(how), seen_, ""};
}

auto on_terminal::stopped() const -> bool {
  // The third field, behind a name that may hold anything.
  const auto about = read_file("/proc/" + std::to_string(pid_) + "/stat");
  return about.substr(about.rfind(')') + 2, 1) == "T";
}

auto on_terminal::as_it_was() const -> bool {
  termios now{};
  ::tcgetattr(slave_, &now);
  return now.c_iflag == before_.c_iflag && now.c_oflag == before_.c_oflag && now.c_cflag == before_.c_cflag &&
         now.c_lflag == before_.c_lflag && std::memcmp(now.c_cc, before_.c_cc, sizeof now.c_cc) == 0;
}

}  // namespace waybill::system_test
