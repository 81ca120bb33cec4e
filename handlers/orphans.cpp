#include "handlers/orphans.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mutex>
#include <set>

#include "handlers/processes.hpp"

namespace waybill::handlers {
namespace {

struct known {
  std::mutex guard;
  std::set<pid_t> leaders;
};
auto here() -> known& {
  static known all;
  return all;
}

auto somebody_is_dead() -> bool {
  siginfo_t who{};
  return waitid(P_ALL, 0, &who, WEXITED | WNOHANG | WNOWAIT) == 0 && who.si_pid != 0;
}

}  // namespace

void adopt_orphans() { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

auto make_leader(const std::function<pid_t()>& fork) -> pid_t {
  const std::lock_guard lock{here().guard};
  const auto id = fork();
  if (id > 0) here().leaders.insert(id);
  return id;
}

void forget_leader(pid_t id) {
  const std::lock_guard lock{here().guard};
  here().leaders.erase(id);
}

auto has_leaders() -> bool {
  const std::lock_guard lock{here().guard};
  return !here().leaders.empty();
}

void bury_orphans() {
  const std::lock_guard lock{here().guard};
  if (!somebody_is_dead()) return;
  const auto self = getpid();
  for (const auto& one : all_processes())
    if (one.parent == self && one.is_dead() && !here().leaders.contains(one.id) &&
        (self == 1 || mark_of(one.id) != 0))
      waitpid(one.id, nullptr, WNOHANG);
}

}  // namespace waybill::handlers
