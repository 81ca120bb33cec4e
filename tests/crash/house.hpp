// A server on a data directory of its own that may die at any time, and what is done about it: it is started
// again, and whoever asked asks again.
#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tests/system/server.hpp"

namespace waybill::crash {

namespace st = system_test;

/// Something is not as it would have been: the text says what.
struct lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A data directory with two accounts and a project of theirs, made once and copied for every round.
struct model_home {
  st::temp_directory here;
  st::account alice, bob;
  std::string project;  ///< its id; alice is its manager, bob an editor
  model_home();
};

/// How the processes of a round are started.
struct conditions {
  std::string binary;
  std::uint64_t seed = 0;
  st::variables settings;
  /// The fault of the next process (WAYBILL_TEST_FAULT), which is to run this verb; empty: none.
  std::function<std::string(const std::string& verb)> next_fault = [](const std::string&) {
    return std::string();
  };
  /// Codes that an import may fail with; it has to come to its end all the same.
  std::set<std::string> may_fail_with;
  std::string trace;     ///< files for the passings of points: this name, a dot, the verb
  std::string limit_kb;  ///< of address space; empty: none
  /// A disk that fails is mended after so many requests.
  std::uint64_t requests_until_mended = 50;
  /// Looks at the data directory before every start, while nobody serves it. May throw `lost`.
  std::function<void(const st::fs::path& data)> before_start = [](const st::fs::path&) {};
  /// Beside the data directory, by name; `w.conf` is the file of settings.
  std::map<std::string, std::string> files;
  /// Settings that are folders beside the data directory, by their names.
  st::variables beside;
  bool watched_disk = true;  ///< names the disk to the process: counted, and able to lose its power
};

class house {
 public:
  house(const model_home& from, conditions how);
  ~house();
  /// Where the data directory and the journals of a lost round are kept; without it they go with the house.
  static void keep_lost_in(const st::fs::path& folder);
  house(const house&) = delete;
  auto operator=(const house&) -> house& = delete;

  [[nodiscard]] auto data() const -> st::fs::path { return here_ / "data"; }
  auto alice() -> st::person& { return alice_; }
  auto bob() -> st::person& { return bob_; }
  [[nodiscard]] auto project() const -> const std::string& { return project_; }
  [[nodiscard]] auto may_fail_with() const -> const std::set<std::string>& { return how_.may_fail_with; }

  void start();
  /// Asks until there is an answer; starts the server again as often as it dies. 503, 507 and 429 are asked
  /// again too: they say that nothing happened.
  auto insist(const std::function<st::answer()>& ask) -> st::answer;
  /// SIGTERM, and its end: by itself, or by a fault.
  void stop();
  /// `waybill ARGUMENTS --data ...` on the directory nobody serves, again until no fault ends it.
  auto offline(std::vector<std::string> arguments) -> st::ended;
  /// SIGKILL now, whatever it does; from any thread.
  void kill();

  /// Lets a full or broken disk work again.
  void mend_disk();
  [[nodiscard]] auto deaths() const -> std::uint64_t { return deaths_; }
  [[nodiscard]] auto errors() -> std::string;
  /// How often the fault of each point struck.
  [[nodiscard]] auto struck() const -> std::map<std::string, std::uint64_t>;

 private:
  auto environment(const std::string& verb) -> st::variables;
  auto command(std::vector<std::string> arguments) const -> std::vector<std::string>;
  auto start_once() -> bool;
  void bury();
  void judge(const st::ended& end);
  void keep();

  st::temp_directory here_;
  conditions how_;
  st::person alice_, bob_;
  std::string project_;
  std::mutex mutex_;  ///< over `process_`: the killer is another thread
  std::unique_ptr<st::process> process_;
  std::uint64_t deaths_ = 0;
  std::uint64_t asked_ = 0;  ///< requests since the last start
  bool armed_ = false;       ///< the process that runs has a fault before it
  std::atomic<bool> killed_ = false;
  std::string past_errors_;
  int exceptions_before_ = std::uncaught_exceptions();
};

/// Sends SIGKILL after a while, from a thread of its own: whatever is asked meanwhile is in flight.
class killer {
 public:
  killer(house& whom, std::chrono::microseconds after)
      : thread_([&whom, after] {
          std::this_thread::sleep_for(after);
          whom.kill();
        }) {}
  ~killer() { thread_.join(); }
  killer(const killer&) = delete;
  auto operator=(const killer&) -> killer& = delete;

 private:
  std::thread thread_;
};

}  // namespace waybill::crash
