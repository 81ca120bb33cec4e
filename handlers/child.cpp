#include "handlers/child.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "handlers/launcher.hpp"
#include "handlers/leftovers.hpp"
#include "handlers/orphans.hpp"
#include "handlers/processes.hpp"

namespace waybill::handlers {
namespace {

auto refuse(const std::string& program, const std::string& why) -> error {
  return {errc::handler_refused, "The handler's program '" + program + "' cannot be started: " + why};
}

/// Where the program is, as the child's own PATH says; "" when it is nowhere. A path with a `/` is one from
/// the child's folder.
auto find_program(const std::string& word) -> std::string {
  if (word.find('/') != std::string::npos) return word;
  for (auto left = child_path; !left.empty();) {
    const auto folder = left.substr(0, left.find(':'));
    left.remove_prefix(std::min(folder.size() + 1, left.size()));
    auto path = std::string(folder) + "/" + word;
    if (access(path.c_str(), X_OK) == 0) return path;
  }
  return {};
}

/// So much of a batch lies ready for a child while nobody is here to give it more.
constexpr int input_bytes = 256 << 10;

/// Both ends of a pipe; ours does not block.
struct stream_ends {
  int ours = -1;
  int its = -1;
};

auto open_stream(bool it_reads, stream_ends& into) -> bool {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  into = it_reads ? stream_ends{ends[1], ends[0]} : stream_ends{ends[0], ends[1]};
  // Above the standard streams, which the child's end will be put on.
  const int above = fcntl(into.its, F_DUPFD_CLOEXEC, 10);
  if (above >= 0) {
    close(into.its);
    into.its = above;
  }
  return above >= 0 && fcntl(into.ours, F_SETFL, O_NONBLOCK) == 0;
}

void shut(int& descriptor) {
  if (descriptor >= 0) close(descriptor);
  descriptor = -1;
}

auto why_not(int fault) -> std::string {
  if (fault == ENOENT) return "there is no such program.";
  if (fault == EACCES) return "it may not be run.";
  if (fault == ENOEXEC) return "it is no program, and does not begin with #!.";
  return std::string(std::strerror(fault)) + ".";
}

auto told(int status) -> std::string {
  if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
  return "ended with status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

auto check_program(const std::string& word, const std::string& folder) -> result<done> {
  auto path = find_program(word);
  if (path.empty()) return refuse(word, why_not(ENOENT));
  if (!path.starts_with('/') && !folder.empty()) path.insert(0, folder + "/");
  struct stat at {};
  if (stat(path.c_str(), &at) != 0) return refuse(word, why_not(errno));
  if (S_ISDIR(at.st_mode) || access(path.c_str(), X_OK) != 0) return refuse(word, why_not(EACCES));
  return done{};
}

auto child::start(const child_order& order) -> result<std::unique_ptr<child>> {
  const auto& word = order.words.front();
  const auto program = find_program(word);
  if (program.empty()) return refuse(word, why_not(ENOENT));
  stream_ends in, out, err;
  const bool open = open_stream(true, in) && open_stream(false, out) && open_stream(false, err);
  // A system that grants less serves as well, slower.
  if (open) (void)fcntl(in.ours, F_SETPIPE_SZ, input_bytes);
  std::unique_ptr<child> made{new child};
  made->input_ = in.ours;
  made->output_ = out.ours;
  made->errors_ = err.ours;
  made->import_ = order.import;
  made->mark_ = new_mark();
  int fault = errno;
  if (open)
    made->id_ = launch_child(
        {&order, program, made->mark_, in.its, out.its, err.its},
        [&](pid_t id) {
          if (!order.notes.empty()) made->note_ = write_note(order.notes, id, order.import, made->mark_);
        },
        fault);
  for (auto* const end : {&in.its, &out.its, &err.its}) shut(*end);
  if (made->id_ < 0) return refuse(word, why_not(fault));
  made->death_ = static_cast<int>(syscall(SYS_pidfd_open, made->id_, 0));
  return made;
}

void child::close_input() { shut(input_); }

auto child::end() -> std::string {
  if (id_ < 0 || !ended_.empty()) return ended_;
  // One that has ended by itself keeps its status: it is looked at before anything is sent.
  kill(id_, SIGKILL);
  kill(-id_, SIGKILL);
  end_session(id_, import_, mark_);
  int status = 0;
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) continue;
  forget_leader(id_);
  bury_orphans();
  return ended_ = told(status);
}

child::~child() {
  end();
  if (!note_.empty()) unlink(note_.c_str());
  shut(input_);
  shut(output_);
  shut(errors_);
  shut(death_);
}

}  // namespace waybill::handlers
