// One process that a handler is: how it is started, what it is given, and how it ends.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill::handlers {

/// The environment of every child beside WAYBILL_IMPORT_ID: it has no other.
inline constexpr std::string_view child_path = "/usr/local/bin:/usr/bin:/bin";
inline constexpr std::string_view child_language = "C.UTF-8";
inline constexpr std::string_view import_variable = "WAYBILL_IMPORT_ID";

struct child_limits {
  std::uint64_t open_files = 64;                          ///< RLIMIT_NOFILE
  std::uint64_t memory_bytes = std::uint64_t{512} << 20;  ///< RLIMIT_DATA; 0: none
  std::uint64_t cpu_s = 0;                                ///< RLIMIT_CPU; 0: none
};

struct child_order {
  std::vector<std::string> words;  ///< the program and what it is told; a name without `/` is looked for
  std::string folder;              ///< where it begins, and relative paths with it
  std::string import;
  child_limits limits{};
  std::string notes;  ///< folder of notes about living children (leftovers.hpp); "": none are kept
};

/// Could a program be started now from this folder? Errors: handler_refused, as when it is.
auto check_program(const std::string& word, const std::string& folder) -> result<done>;

/// A running process with pipes to its standard input, output and error. It leads a session and a group of
/// its own; when this goes, all of them are gone. One thread at a time.
class child {
 public:
  /// Errors: handler_refused, with what is wrong with the command.
  static auto start(const child_order& order) -> result<std::unique_ptr<child>>;
  child(const child&) = delete;
  auto operator=(const child&) -> child& = delete;
  ~child();

  /// Descriptors; none of them blocks.
  [[nodiscard]] auto input() const -> int { return input_; }
  [[nodiscard]] auto output() const -> int { return output_; }
  [[nodiscard]] auto errors() const -> int { return errors_; }
  /// Can be read once it has ended, whoever holds its output; -1 where the kernel has none.
  [[nodiscard]] auto death() const -> int { return death_; }
  [[nodiscard]] auto id() const -> pid_t { return id_; }
  void close_input();
  /// Ends it, if it lives, and says how it ended: `ended with status 3`, `was ended by signal 9`.
  auto end() -> std::string;

 private:
  child() = default;

  pid_t id_ = -1;
  int input_ = -1;
  int output_ = -1;
  int errors_ = -1;
  int death_ = -1;
  std::string note_;
  std::string import_;
  std::uint64_t mark_ = 0;
  std::string ended_;  ///< how; "": it was not waited for yet
};

}  // namespace waybill::handlers
