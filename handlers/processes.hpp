// What the kernel says of processes, and the mark by which those of handlers are known. Internal to the room.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace waybill::handlers {

/// What /proc says of one process.
struct process {
  pid_t id = 0;
  char state = '?';
  pid_t parent = 0;
  pid_t session = 0;
  std::uint64_t threads = 0;
  std::uint64_t begun = 0;  ///< ticks since the machine started
  /// One whose first thread has ended may still live by the others.
  [[nodiscard]] auto is_dead() const -> bool { return (state == 'Z' && threads <= 1) || state == 'X'; }
};

auto read_process(pid_t id) -> std::optional<process>;
/// All that are there now, dead ones too; this process and threads of the kernel left out.
auto all_processes() -> std::vector<process>;

/// A handler carries a number, and all that it starts, and all that those start: it is a limit that the
/// kernel hands down and nothing looks at (RLIMIT_LOCKS), so whoever changes environment, session or parent
/// keeps it. No two are alike.
auto new_mark() -> std::uint64_t;
/// Of this process itself, for its descendants. Between fork and exec, too.
void carry_mark(std::uint64_t mark);
/// 0: it carries none. Of dead ones, too, until they are waited for.
auto mark_of(pid_t id) -> std::uint64_t;

/// What could be read of it: of a process that has ended meanwhile, or a file that is none, nothing.
auto text_of_file(const std::string& path) -> std::string;

}  // namespace waybill::handlers
