// How much each owner keeps, and whether more may come. The rows show what the projection has folded; what
// was written behind that is remembered here, so that a quick succession of imports cannot slip through. Any
// thread.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "projections/read_model.hpp"
#include "projections/usage_model.hpp"

namespace waybill {

/// 0: no limit.
struct usage_limits {
  std::uint64_t stored_bytes = 0;
  std::uint64_t records = 0;
};

class usage_book {
 public:
  /// `rows` and `shown` (which folds the usage model into them) must outlive it.
  usage_book(const projection_store& rows, const projection_runner& shown, usage_limits limits)
      : rows_(rows), shown_(shown), limits_(limits) {}

  /// What the owner keeps, with all that was written. Errors: corrupt, unavailable.
  [[nodiscard]] auto used(std::string_view owner) -> result<usage_row>;
  /// May the owner keep so much more? Errors: quota_exceeded (with figures), corrupt, unavailable.
  [[nodiscard]] auto admit(std::string_view owner, const usage_row& more) -> result<done>;
  /// The same of what is written so that records go: who is at the limit can still delete, up to half of it
  /// above.
  [[nodiscard]] auto admit_deletion(std::string_view owner, const usage_row& more) -> result<done>;
  /// The log has it, at `at`.
  void wrote(std::string_view owner, const usage_row& more, position at);
  /// Bytes that the log knows nothing of count from now on: admitted and held at once. Errors: as `admit`.
  auto hold(std::string_view owner, std::uint64_t bytes) -> result<done>;
  /// The same, of bytes that are there already.
  void hold_what_is_there(std::string_view owner, std::uint64_t bytes);
  void release(std::string_view owner, std::uint64_t bytes);

 private:
  struct fresh {
    position at = 0;
    std::string owner;
    usage_row what;
  };

  auto sum_of(std::string_view owner) -> result<usage_row>;  ///< with the lock
  auto judge(std::string_view owner, const usage_row& more, const usage_limits& limits)
      -> result<done>;  ///< with the lock

  const projection_store& rows_;
  const projection_runner& shown_;
  usage_limits limits_;
  std::mutex mutex_;
  std::deque<fresh> fresh_;                                 ///< not folded yet, oldest first
  std::map<std::string, std::uint64_t, std::less<>> held_;  ///< bytes, by owner
};

}  // namespace waybill
