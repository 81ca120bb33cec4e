#include <sys/resource.h>

#include <condition_variable>
#include <iostream>
#include <map>
#include <mutex>

#include "cli/connection.hpp"
#include "cli/signals.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "http/server.hpp"

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

/// The first account's password; "" when there are accounts already.
auto first_account(engine& core) -> result<std::string> {
  const auto users = core.accounts().users();
  if (!users) return users.why();
  if (!(*users).empty()) return std::string();
  auto password = random_password();
  const auto made = core.accounts().add_user("admin", password, role::admin, "system");
  if (!made) return made.why();
  return password;
}

void say_what_next(const std::string& url, const std::string& password) {
  std::cout << "\nWhat to do next, in another terminal:\n\n"
            << "  csrf=$(curl -s -c cookies.txt --json '{\"username\":\"admin\",\"password\":\"" << password
            << "\"}' " << url << "/api/v1/session | grep -o '\"csrf_token\":\"[^\"]*' | cut -d'\"' -f4)\n"
            << "  export WAYBILL_TOKEN=$(curl -s -b cookies.txt -H \"X-CSRF-Token: $csrf\" --json "
               "'{\"name\":\"first\"}' "
            << url << "/api/v1/tokens | grep -o 'wbt_[A-Za-z0-9_-]*')\n"
            << "  curl -H \"Authorization: Bearer $WAYBILL_TOKEN\" -F file=@docs/examples/bookmarks.json "
            << url << "/api/v1/imports\n"
            << "  curl -H \"Authorization: Bearer $WAYBILL_TOKEN\" " << url << "/api/v1/bookmarks\n\n"
            << "or, with a file of yours: waybill import FILE --server " << url << "\n"
            << std::flush;
}

}  // namespace

auto run(const serve_options& options) -> result<int> {
  bell ending;
  const signal_watch signals([&ending] { ending.ring(); });
  std::map<std::string, std::string> flags;
  if (!options.data.empty()) flags["data.directory"] = options.data;
  if (!options.listen.empty()) flags["http.listen"] = options.listen;
  const auto loaded = load(options.config.empty() ? std::nullopt : std::optional(options.config), flags,
                           process_environment());
  if (!loaded) return loaded.why();
  raise_descriptor_limit();
  const auto here = open_here((*loaded).values);
  if (!here) return here.why();
  auto& core = *(*here).core;
  const auto password = first_account(core);
  if (!password) return password.why();
  // Before anything else can go wrong: it stands nowhere but here.
  if (!(*password).empty())
    std::cout << "The first account was made; its password is shown this once:\n\n  user: admin\n  password: "
              << *password << "\n\n"
              << std::flush;
  const auto server = http_server::start(core, (*here).values);
  if (!server) return server.why();
  const auto url = "http://" + (*server)->address();
  std::cout << "listening on " << url << "\n" << std::flush;
  if (!(*password).empty()) say_what_next(url, *password);
  ending.wait();
  (*server)->stop();
  core.stop();
  return exit_good;
}

}  // namespace waybill::cli
