#include "handlers/processes.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <charconv>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

namespace waybill::handlers {
namespace {

namespace fs = std::filesystem;

/// The upper bits of every mark: nobody sets such a limit by chance.
constexpr std::uint64_t mark_beginning = 0x5742;
constexpr unsigned own_bits = 48;

}  // namespace

auto text_of_file(const std::string& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  // A process that ends while it is read is a fault of reading. An iterator would throw it.
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// proc(5): behind the name, which may hold anything, stand the other fields with blanks between them.
auto read_process(pid_t id) -> std::optional<process> {
  const auto all = text_of_file("/proc/" + std::to_string(id) + "/stat");
  const auto behind_name = all.rfind(')');
  if (behind_name == std::string::npos) return std::nullopt;
  std::istringstream fields(all.substr(behind_name + 1));
  int field = 3;
  const auto pass_to = [&](int next) {
    for (std::string passed; field < next; ++field) fields >> passed;
  };
  const auto take = [&](int at, auto& into) {
    pass_to(at);
    fields >> into;
    ++field;
  };
  process found{id};
  take(3, found.state);
  take(4, found.parent);
  take(6, found.session);
  take(20, found.threads);
  take(22, found.begun);
  if (!fields) return std::nullopt;
  return found;
}

auto all_processes() -> std::vector<process> {
  std::vector<process> all;
  std::error_code fault;
  for (fs::directory_iterator at("/proc", fault), end; !fault && at != end; at.increment(fault)) {
    const auto name = at->path().filename().string();
    pid_t id = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), id);
    if (read.ptr != name.data() + name.size() || id <= 1 || id == getpid()) continue;
    // Threads of the kernel have no session.
    const auto one = read_process(id);
    if (one && one->session != 0) all.push_back(*one);
  }
  return all;
}

auto new_mark() -> std::uint64_t {
  std::random_device chance;
  const auto number = std::uint64_t{chance()} << 32U | chance();
  return mark_beginning << own_bits | number >> (64U - own_bits);
}

void carry_mark(std::uint64_t mark) {
  // Where it is refused, session and environment still tell.
  const struct rlimit both { mark, mark };
  setrlimit(RLIMIT_LOCKS, &both);
}

auto mark_of(pid_t id) -> std::uint64_t {
  constexpr std::string_view line = "Max file locks";
  const auto limits = text_of_file("/proc/" + std::to_string(id) + "/limits");
  const auto at = limits.find(line);
  if (at == std::string::npos) return 0;
  const auto first = limits.find_first_not_of(' ', at + line.size());
  if (first == std::string::npos) return 0;
  std::uint64_t mark = 0;
  std::from_chars(limits.data() + first, limits.data() + limits.size(), mark);
  return mark >> own_bits == mark_beginning ? mark : 0;
}

}  // namespace waybill::handlers
