// Real processes for tests: the binary itself, with its output, its exit status and its end by any signal.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/sanitizer.hpp"

namespace waybill::system_test {

namespace fs = std::filesystem;
using variables = std::vector<std::pair<std::string, std::string>>;

/// For everything that is waited for: generous, since busy machines are slow; passing it fails the test.
inline constexpr std::chrono::seconds patience = tests::patience_of(std::chrono::seconds{120});

/// Gone with all that is in it when it goes out of scope.
class temp_directory {
 public:
  temp_directory();
  ~temp_directory();
  temp_directory(const temp_directory&) = delete;
  auto operator=(const temp_directory&) -> temp_directory& = delete;
  [[nodiscard]] auto path() const -> const fs::path& { return path_; }
  [[nodiscard]] auto operator/(std::string_view name) const -> fs::path { return path_ / name; }

 private:
  fs::path path_;
};

struct ended {
  int status = -1;  ///< the exit status; 128 + the signal that ended it
  std::string out;
  std::string err;
};

/// A child; killed when it goes out of scope. Standard error goes to a file.
class process {
 public:
  process(const std::vector<std::string>& arguments, const variables& environment, const std::string& input);
  ~process();
  process(const process&) = delete;
  auto operator=(const process&) -> process& = delete;

  /// Standard output up to and with the line that holds `text`. Throws when it ends or the time is over
  /// before.
  auto read_until(std::string_view text) -> std::string;
  void signal(int number) const;
  /// Whether it has ended. Its status is still to be waited for.
  [[nodiscard]] auto over() const -> bool;
  /// Returns when it has ended, however long that takes. What it says meanwhile is not read.
  void await_end() const;
  /// Waits for its end. Throws when the time is over.
  auto wait() -> ended { return wait_at_most(patience); }
  auto wait_at_most(std::chrono::seconds time) -> ended;
  [[nodiscard]] auto pid() const -> pid_t { return pid_; }
  [[nodiscard]] auto errors() const -> std::string;

 private:
  auto read_some(std::chrono::steady_clock::time_point until) -> bool;
  /// -1: waits for ever.
  auto ends_within(int milliseconds) const -> bool;

  temp_directory files_;
  pid_t pid_ = -1;
  int out_ = -1;
  std::string seen_;
  int status_ = -1;
};

/// `waybill ARGUMENTS`, to its end. WAYBILL_ variables of the test's own environment are not passed on.
auto run_waybill(const std::vector<std::string>& arguments, const std::string& input = "",
                 const variables& environment = {}) -> ended;

auto read_file(const fs::path& path) -> std::string;
void write_file(const fs::path& path, std::string_view text);

/// Asks again and again until it is true; false when the time is over. For what another process shows: no
/// event of ours tells of it. Ask only for what stays so once it is, then it does not matter when it is
/// asked.
template <class Question>
auto eventually(Question question) -> bool;

/// A little time for others, between two questions.
void breathe();

template <class Question>
auto eventually(Question question) -> bool {
  for (const auto end = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < end;
       breathe())
    if (question()) return true;
  return false;
}

}  // namespace waybill::system_test
