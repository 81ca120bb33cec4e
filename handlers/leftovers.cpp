#include "handlers/leftovers.hpp"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "handlers/child.hpp"
#include "handlers/processes.hpp"

namespace waybill::handlers {
namespace {

namespace fs = std::filesystem;

auto is_of_our_user(pid_t id) -> bool {
  struct stat at {};
  return stat(("/proc/" + std::to_string(id)).c_str(), &at) == 0 && at.st_uid == geteuid();
}

/// Whether a process is one to end. One that is just becoming another program has no environment to look at:
/// nobody can say yet.
enum class verdict : std::uint8_t { spare, end, unsure };

/// Of the handler with this mark, or at least of this import's?
auto belongs(pid_t id, std::uint64_t mark, std::string_view import) -> verdict {
  if (const auto carried = mark_of(id); carried != 0 && mark != 0)
    return carried == mark ? verdict::end : verdict::spare;
  if (!is_of_our_user(id)) return verdict::spare;
  const auto variables = text_of_file("/proc/" + std::to_string(id) + "/environ");
  if (variables.empty()) return verdict::unsure;
  const auto variable = '\0' + std::string(import_variable) + "=" + std::string(import) + '\0';
  return ('\0' + variables).find(variable) != std::string::npos ? verdict::end : verdict::spare;
}

/// Ends every process that is to be, until there is none: one may make another while we look. Answers how
/// many.
auto end_all(const std::function<verdict(const process&)>& judge) -> std::size_t {
  constexpr int most_rounds = 40;
  constexpr std::chrono::milliseconds between{5};
  std::set<pid_t> ended;
  for (int round = 0; round < most_rounds; ++round) {
    bool again = false;
    for (const auto& one : all_processes()) {
      if (one.is_dead()) continue;
      const auto said = judge(one);
      again = again || said != verdict::spare;
      if (said == verdict::end && kill(one.id, SIGKILL) == 0) ended.insert(one.id);
    }
    if (!again) break;
    std::this_thread::sleep_for(between);
  }
  return ended.size();
}

/// Has it left the session, or was it made by one that did? Nobody's shell stands above it.
auto left_the_session(const process& one, std::uint64_t begun, std::uint64_t mark, std::string_view import)
    -> verdict {
  if (one.begun < begun) return verdict::spare;
  const auto is_ours = belongs(one.id, mark, import);
  if (is_ours != verdict::end || mark_of(one.id) != 0 || one.session == one.id) return is_ours;
  const auto leader = read_process(one.session);
  return !leader || leader->is_dead() ? verdict::end : belongs(one.session, mark, import);
}

/// Stands in a note: it is another one after each start of the machine.
auto start_of_machine() -> std::string {
  auto text = text_of_file("/proc/sys/kernel/random/boot_id");
  return text.substr(0, text.find('\n'));
}

/// A copy of a folder is another folder.
auto number_of(const std::string& folder) -> std::string {
  struct stat at {};
  if (stat(folder.c_str(), &at) != 0) return "none";
  return std::to_string(at.st_dev) + ":" + std::to_string(at.st_ino);
}

struct note {
  std::string machine, folder;
  pid_t leader = 0;
  std::uint64_t begun = 0;
  std::string import;
  std::uint64_t mark = 0;  ///< 0: it has none
};

auto read_note(const fs::path& path) -> std::optional<note> {
  std::ifstream file(path);
  note found;
  file >> found.machine >> found.folder >> found.leader >> found.begun >> found.import;
  if (!file) return std::nullopt;
  if (!(file >> found.mark)) found.mark = 0;
  if (found.leader <= 1 || found.import.empty()) return std::nullopt;
  return found;
}

}  // namespace

auto write_note(const std::string& folder, pid_t leader, const std::string& import, std::uint64_t mark)
    -> std::string {
  std::error_code fault;
  fs::create_directory(folder, fault);
  fs::permissions(folder, fs::perms::owner_all, fault);
  const auto self = read_process(leader);
  const auto path = folder + "/" + std::to_string(leader);
  std::ofstream file(path, std::ios::trunc);
  file << start_of_machine() << ' ' << number_of(folder) << ' ' << leader << ' ' << (self ? self->begun : 0)
       << ' ' << import << ' ' << mark << '\n';
  file.close();
  return file ? path : std::string();
}

void end_session(pid_t leader, std::string_view import, std::uint64_t mark) {
  const auto first = read_process(leader);
  const auto begun = first ? first->begun : 0;
  end_all([&](const process& one) {
    if (one.id == leader) return verdict::spare;
    if (one.session == leader) return verdict::end;
    return first ? left_the_session(one, begun, mark, import) : verdict::spare;
  });
}

auto end_leftovers(const std::string& folder) -> std::size_t {
  std::size_t ended = 0;
  std::error_code fault;
  std::vector<fs::path> notes;
  for (fs::directory_iterator at(folder, fault), end; !fault && at != end; at.increment(fault))
    notes.push_back(at->path());
  const auto machine = start_of_machine();
  const auto here = number_of(folder);
  for (const auto& path : notes) {
    const auto one = read_note(path);
    if (one && one->machine == machine && one->folder == here)
      ended += end_all([&](const process& each) {
        if (each.begun < one->begun) return verdict::spare;
        if (each.session == one->leader) return belongs(each.id, one->mark, one->import);
        return left_the_session(each, one->begun, one->mark, one->import);
      });
    fs::remove(path, fault);
  }
  return ended;
}

}  // namespace waybill::handlers
