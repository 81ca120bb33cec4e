// Who asks a server that may die at any time, and sees that nothing of what it answered is taken back.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/crash/house.hpp"

namespace waybill::crash {

/// All that can be seen in the end, without the names and times that differ from run to run.
struct ending {
  std::vector<std::string> parts;  ///< each begins with its name
};

/// Throws `lost` when they differ: says where first.
void compare(const ending& ours, const ending& expected);

/// Every call is made again until there is an answer. All throw `lost`.
class witness {
 public:
  explicit witness(house& at) : at_(at) {}

  /// Twice: what was accepted once is known then. `what` has an idempotency key, which is the import's name
  /// from now on. Answers the import's id.
  auto submit(st::person& who, const st::handed_in& what) -> std::string;
  /// What the import is called from now on, where ids differ from run to run.
  void knows(const std::string& id, const std::string& name) { names_[id] = name; }
  /// The import now: it counts no less than before, and fails for nothing but what may fail it.
  auto see(st::person& who, const std::string& id) -> st::json;
  /// A verb, and that its answer holds: whatever dies then, the status stays until somebody changes it.
  void order(st::person& who, const std::string& id, const std::string& verb, const std::string& then);
  void bring_to_end(st::person& who, const std::string& id);
  /// Until so many records have an outcome, or the import stands still.
  void wait_for_some(st::person& who, const std::string& id, std::uint64_t wanted);
  /// Deletes it, whatever it is; then it is gone.
  void remove(st::person& who, const std::string& path);
  auto ask(st::person& who, const std::string& path) -> st::json;
  /// All pages. `path` has a query.
  auto list(st::person& who, const std::string& path) -> st::json;
  /// What the engine measures of itself; not its requests.
  auto gauges() -> std::string;
  /// Nobody works or waits, and no file is left behind.
  void see_rest();

  /// Counts, outcomes and failures of an import: every record has one outcome, and its history is that of one
  /// import.
  void tell_import(ending& end, st::person& who, const std::string& id);
  /// Ids, positions and times differ from run to run: ids become the names the life gave them.
  [[nodiscard]] auto canonical(st::json value) const -> st::json;

 private:
  house& at_;
  std::map<std::string, std::string> names_;
  std::map<std::string, std::uint64_t> processed_;
};

/// Projections that are made anew, and a log that is whole; of a directory nobody serves.
void see_rebuilt(house& at);
void see_whole(house& at);

}  // namespace waybill::crash
