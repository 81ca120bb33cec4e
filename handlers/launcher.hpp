// Makes processes. Internal to the room.
#pragma once

#include <sys/types.h>

#include <functional>
#include <string>
#include <vector>

#include "handlers/child.hpp"

namespace waybill::handlers {

/// What the new process is, made ready before there is one: behind a fork nothing may be asked for memory.
struct launch {
  const child_order* order = nullptr;
  std::string program;     ///< its path
  std::uint64_t mark = 0;  ///< processes.hpp
  int input = -1;          ///< what it reads, writes, and writes of its faults
  int output = -1;
  int errors = -1;
};

/// Forks on the one thread of the process that does: the kernel kills children with the thread that made
/// them, so that has to be one that lives as long as the process. `made` is called before the program runs,
/// with its id; whatever happens, the program has not begun before. Answers the id, or -1 with errno in
/// `fault`. Any thread.
auto launch_child(const launch& what, const std::function<void(pid_t)>& made, int& fault) -> pid_t;

}  // namespace waybill::handlers
