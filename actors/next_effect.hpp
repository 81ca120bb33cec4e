// What an import's actor does next: what is owed (events/import/state.hpp), given what the actor has at hand.
// Pure.
#pragma once

#include <optional>
#include <variant>

#include "events/import/state.hpp"

namespace waybill {

/// What an actor has, beside what the log says.
struct at_hand {
  bool seat = false;             ///< it has one
  std::optional<error> unfit{};  ///< why this import cannot be worked on: all that is left is to fail
  bool interrupted = false;  ///< the server ended in the middle of its work, and the log does not say so yet
  bool verdict = false;      ///< the file was checked as it came in
};

/// Nothing, until somebody commands it.
struct stand_still {};
/// Nobody has to be there for it any more.
struct go_to_rest {};
struct ask_for_seat {};
/// Give itself a command.
struct command_itself {
  import_command what;
};
/// Go by the verdict at hand.
struct settle_check {};

/// `check_file` and `apply_records` want a reader.
using actor_effect = std::variant<stand_still, go_to_rest, ask_for_seat, command_itself, settle_check,
                                  check_file, apply_records>;

[[nodiscard]] auto next_effect(const import_state& import, const at_hand& has) -> actor_effect;

[[nodiscard]] auto is_at_work(import_status status) -> bool;

/// Every record has its outcome: only the last word is owed.
[[nodiscard]] auto is_done(const import_state& import) -> bool;

}  // namespace waybill
