#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <map>
#include <mutex>

#include "cli/connection.hpp"
#include "cli/kinds/room.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "console/gateway.hpp"
#include "http/server.hpp"
#include "projections/views.hpp"

namespace waybill::cli {
namespace {

/// What the signals' thread tells the main one.
class bell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      rung_ = true;
    }
    changed_.notify_all();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return rung_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool rung_ = false;
};

/// Streams and uploads hold a descriptor each, and a shell's soft limit of 1,024 is soon used up.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  constexpr rlim_t wanted = 65'536;
  limit.rlim_cur = limit.rlim_max == RLIM_INFINITY ? wanted : std::min(limit.rlim_max, wanted);
  setrlimit(RLIMIT_NOFILE, &limit);
}

/// Programs that work on rows run as the same user: they are not to read this one's memory, environment and
/// open files, which hold the secrets of others.
void close_to_others() { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

/// Threads and caches reserve more than they use. With less than this some thread would not get its memory,
/// at a moment when nobody can say so any more.
auto check_address_space() -> result<done> {
  constexpr rlim_t least_mib = 192, mib = 1 << 20;
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY ||
      limit.rlim_cur >= least_mib * mib)
    return done{};
  return {errc::unavailable, "The address space is limited to " + std::to_string(limit.rlim_cur / mib) +
                                 " MiB (see ulimit -v); a server needs at least " +
                                 std::to_string(least_mib) + " MiB."};
}

/// The import to begin with: the example of the source tree, or a document that needs no file.
auto first_import(const std::string& waybill, const first_steps& begin) -> std::string {
  std::error_code unknown;
  if (std::filesystem::exists(begin.example, unknown))
    return waybill + " import " + std::string(begin.example);
  return "echo '" + std::string(begin.document) + "' | " + waybill + " import -";
}

void say_what_next(const std::string& program, const std::string& url, const std::string& password) {
  const auto waybill = shell_word(program);
  const auto& begin = kind_rooms().front().begin;
  std::cout << "\nWhat to do next: paste this into another terminal, in the same folder:\n\n"
            << "  export WAYBILL_SERVER=" << url << "\n"
            << "  export WAYBILL_TOKEN=$(echo " << password << " | " << waybill
            << " token add first --user admin --password-stdin | tail -n 1)\n"
            << "  " << first_import(waybill, begin) << "\n"
            << "  curl -s -H \"Authorization: Bearer $WAYBILL_TOKEN\" $WAYBILL_SERVER" << begin.list << "\n\n"
            << std::flush;
}

}  // namespace

namespace {

/// EX_TEMPFAIL of sysexits.h: who starts it again later may have more luck, as systemd does by itself.
constexpr int exit_not_now = 75;

auto serve(const serve_options& options) -> result<int> {
  if (auto fine = check_address_space(); !fine) return std::move(fine).why();
  bell ending;
  std::atomic<bool> has_begun{false};
  const signal_watch signals([&] {
    // Settings may be a pipe that nobody writes to.
    if (!has_begun.load()) ::_exit(exit_good);
    ending.ring();
  });
  std::map<std::string, std::string> flags;
  if (!options.data.empty()) flags["data.directory"] = options.data;
  if (!options.listen.empty()) flags["http.listen"] = options.listen;
  const auto loaded = load(options.config.empty() ? std::nullopt : std::optional(options.config), flags,
                           process_environment(), group_types());
  if (!loaded) return loaded.why();
  has_begun.store(true);
  // As the journal: a pipe that nobody reads does not keep it from ending.
  output::wait_at_most(std::chrono::seconds{1});
  raise_descriptor_limit();
  close_to_others();
  const auto here = open_here((*loaded).values);
  if (!here) return here.why();
  auto& core = *(*here).core;
  // Listens before there is an account: a port that is taken must not swallow the password. Until then,
  // whoever asks gets 401.
  const auto server = http_server::start(core, (*here).values);
  if (!server) return server.why();
  const auto console =
      console::gateway::start(core, (*here).values, {version_text(), [&ending] { ending.ring(); }});
  if (!console) return console.why();
  const auto password = make_first_account(core);
  if (!password) return password.why();
  if (!(*password).empty()) say_first_account(std::cout, *password);
  if (!(*password).empty() && output::lost())
    std::cerr
        << "waybill: The first account was made, but its password could not be shown. Stop this server, and "
           "set one with 'waybill user password admin'.\n";
  const auto url = "http://" + (*server)->address();
  std::cout << "listening on " << url << "\n" << std::flush;
  if (!(*password).empty()) say_what_next(options.program, url, *password);
  // Nobody may listen any more; the server goes on.
  output::forgive();
  ending.wait();
  (*server)->stop();
  if (*console) (*console)->stop();
  core.stop();
  return exit_good;
}

}  // namespace

auto run(const serve_options& options) -> result<int> {
  auto ended = serve(options);
  // Reasons that pass without a change of settings or of the store: room on the disk, a verb or another
  // server that still works in the directory, an address that is still another's or not there yet.
  const auto passes = [](errc code) {
    return code == errc::storage_full || code == errc::locked || code == errc::busy;
  };
  if (ended.ok() || !passes(ended.why().code)) return ended;
  std::cerr << "waybill: " << printable(ended.why().message) << "\n" << std::flush;
  return exit_not_now;
}

}  // namespace waybill::cli
