#include "tests/system/processes.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace waybill::system_test {
namespace {

// A server that refuses a body closes the connection: then sending fails, it does not end the tests.
const auto ignored_pipe = std::signal(SIGPIPE, SIG_IGN);

auto child_environment(const variables& more) -> std::vector<std::string> {
  std::vector<std::string> all;
  for (char** at = environ; *at != nullptr; ++at)
    if (!std::string_view(*at).starts_with("WAYBILL_")) all.emplace_back(*at);
  for (const auto& [name, value] : more) all.push_back(name + "=" + value);
  return all;
}

auto pointers(std::vector<std::string>& texts) -> std::vector<char*> {
  std::vector<char*> list;
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

void end_at_report(const std::string& said) {
  for (const auto* sign :
       {"ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "WARNING: ThreadSanitizer", "runtime error: "})
    if (said.find(sign) != std::string::npos) {
      std::cerr << "A sanitizer's report of a process under test:\n" << said << std::endl;
      std::_Exit(1);
    }
}

}  // namespace

temp_directory::temp_directory() {
  auto name = (fs::temp_directory_path() / "waybill-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory can be made");
  path_ = name;
}

temp_directory::~temp_directory() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

process::process(const std::vector<std::string>& arguments, const variables& environment,
                 const std::string& input) {
  write_file(files_ / "in", input);
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  out_ = ends[0];
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, (files_ / "in").c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_addopen(&actions, 2, (files_ / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  auto texts = arguments;
  auto variables_of_child = child_environment(environment);
  const int failed = posix_spawnp(&pid_, texts[0].c_str(), &actions, nullptr, pointers(texts).data(),
                                  pointers(variables_of_child).data());
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  if (failed != 0) throw std::runtime_error("cannot start " + texts[0]);
}

process::~process() {
  if (pid_ > 0) {
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  close(out_);
  // Ended by a sanitizer, it may have been taken for one that was killed, or that refused.
  if (tests::slowness > 1) end_at_report(errors());
}

auto process::read_some(std::chrono::steady_clock::time_point until) -> bool {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
  if (left.count() <= 0) throw std::runtime_error("nothing more came in time; so far: " + seen_ + errors());
  pollfd one{out_, POLLIN, 0};
  if (poll(&one, 1, static_cast<int>(left.count())) <= 0) return true;
  char bytes[65536];
  const auto got = read(out_, bytes, sizeof bytes);
  if (got <= 0) return false;
  seen_.append(bytes, static_cast<std::size_t>(got));
  return true;
}

auto process::read_until(std::string_view text) -> std::string {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const auto at = seen_.find(text);
    const auto end = at == std::string::npos ? at : seen_.find('\n', at);
    if (end != std::string::npos) return seen_.substr(0, end + 1);
    if (!read_some(until))
      throw std::runtime_error("it ended without '" + std::string(text) + "': " + seen_ + errors());
  }
}

void process::signal(int number) const {
  if (pid_ > 0) kill(pid_, number);
}

auto process::over() const -> bool { return ends_within(0); }

void process::await_end() const { ends_within(-1); }

auto process::ends_within(int milliseconds) const -> bool {
  if (pid_ <= 0) return true;
  // No pidfd_open(): the header of glibc 2.36 does not say that it is C.
  const auto handle = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
  if (handle < 0) throw std::runtime_error("a process cannot be watched: " + std::to_string(errno));
  pollfd one{handle, POLLIN, 0};
  int ready = 0;
  do ready = poll(&one, 1, milliseconds);
  while (ready < 0 && errno == EINTR);
  close(handle);
  return ready > 0;
}

auto process::wait_at_most(std::chrono::seconds time) -> ended {
  const auto until = std::chrono::steady_clock::now() + time;
  while (read_some(until)) {
  }
  if (pid_ > 0) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (!ends_within(static_cast<int>(std::max<std::int64_t>(left.count(), 0))))
      throw std::runtime_error("it closed its output, but did not end");
    int status = 0;
    waitpid(pid_, &status, 0);
    status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    pid_ = -1;
  }
  return {status_, seen_, errors()};
}

auto process::errors() const -> std::string { return read_file(files_ / "err"); }

auto run_waybill(const std::vector<std::string>& arguments, const std::string& input,
                 const variables& environment) -> ended {
  std::vector<std::string> all{WAYBILL_BINARY};
  all.insert(all.end(), arguments.begin(), arguments.end());
  return process(all, environment, input).wait();
}

auto read_file(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

void write_file(const fs::path& path, std::string_view text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(text.data(), static_cast<std::streamsize>(text.size()));
  file.close();
  if (!file) throw std::runtime_error("cannot write " + path.string());
}

void breathe() { std::this_thread::sleep_for(std::chrono::milliseconds{2}); }

}  // namespace waybill::system_test
