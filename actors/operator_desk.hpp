// What operators may do that no user may: the whole server's imports, its seats, its end. Who they are is
// asked before, by who makes the connection.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "actors/commit_meter.hpp"
#include "actors/log_check.hpp"
#include "actors/stalled.hpp"
#include "events/account/state.hpp"
#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/import_row.hpp"
#include "projections/operations_model.hpp"

namespace caf {
class actor_system;
}

namespace waybill {

/// A command, as the log keeps it.
struct operator_order {
  std::string verb;
  std::string subject{};  ///< an import's id; "": the whole server
  std::string value{};
};

struct seat_figures {
  std::uint64_t running = 0;
  std::uint64_t waiting = 0;
  std::uint64_t seats = 0;  ///< of imports that compute
  bool draining = false;
};

class projection_rebuild;

/// Every call may be made from any thread, and blocks until there is an answer.
class operator_desk {
 public:
  virtual ~operator_desk() = default;
  /// Where actors for operators live. They end before the engine stops.
  virtual auto actors() -> caf::actor_system& = 0;
  /// To be called before the command has an effect. Errors: bad_value (no name, see `is_operator_name`),
  /// storage_full, unavailable.
  virtual auto record(std::string_view name, const operator_order& what) -> result<done> = 0;
  /// Errors: timeout, unavailable, as of all that follows.
  virtual auto seats() -> result<seat_figures> = 0;
  /// True: no new imports are taken (unavailable); those that were taken are worked on.
  virtual auto set_draining(bool on) -> result<done> = 0;
  /// Who has a seat keeps it. Until the next start. Errors: bad_value (1 to 256).
  virtual auto set_seats(std::uint64_t count) -> result<done> = 0;
  /// Ends the import's actor and has it started again from the log. Answers what it was doing, as the lists
  /// show it. Errors: not_found (nobody works on it).
  virtual auto kick(const import_id& id) -> result<import_row> = 0;
  /// Does not wait.
  [[nodiscard]] virtual auto commits() const -> commit_figures = 0;
  /// Imports that are at work and do not move, at most 100. Errors: corrupt, unavailable.
  virtual auto stalled() -> result<std::vector<stalled_import>> = 0;
  /// The one that verifies this engine's log.
  virtual auto check_of_log() -> log_check& = 0;
  virtual auto projections() -> projection_rebuild& = 0;
  /// What operators did, newest first. Errors: bad_value (cursor), corrupt, unavailable.
  virtual auto operations(std::size_t limit, const std::string& cursor) -> result<page<operation>> = 0;
  /// All accounts, with their sessions and tokens. Errors: corrupt, unavailable.
  virtual auto accounts() -> result<std::vector<account_state>> = 0;
};

/// 1 to 64 letters, digits, `-`, `_` and `.`.
auto is_operator_name(std::string_view name) -> bool;

}  // namespace waybill
