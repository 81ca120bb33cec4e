// One import that is not finished: asks for a seat, has its file checked, hands chunks to the store, answers
// commands at chunk borders. What it does next is always what `owed` says (events/import/state.hpp).
#pragma once

#include <functional>

#include "actors/derived_files.hpp"
#include "actors/look_board.hpp"
#include "actors/vocabulary.hpp"
#include "config/settings.hpp"

namespace waybill {

class file_desk;

/// What an owner has set for a kind of import, now; "": nothing. Any thread.
using settings_asker = std::function<std::string(const owner_id&, std::string_view kind)>;

/// What every import actor is given.
struct import_surroundings {
  log_actor log;
  store_actor store;
  registry_actor registry;
  janitor_actor janitor;
  clock_ptr clock;
  std::string data_directory;
  import_limits limits;
  reading_limits reading;
  std::size_t chunks_in_flight = 4;
  settings_asker settings{};                         ///< may be empty
  std::shared_ptr<const kind_surroundings> kinds{};  ///< null: no groups
  derived_files* derived = nullptr;                  ///< null: nobody counts them
  std::shared_ptr<look_board> looks{};               ///< null: nobody asks how far looks are
  const file_desk* files = nullptr;                  ///< knows what was written here; null: nobody does
};

/// An import as the log has it.
struct recovered_import {
  import_state state;
  std::uint64_t version = 0;  ///< of its stream
  position accepted_at = 0;   ///< its first event
  position last_at = 0;       ///< its last event
  bool interrupted = false;   ///< the server ended in the middle of its work: its story has to say so
  /// What checking the file has found; null: it has to be read for that.
  std::shared_ptr<const result<file_summary>> verdict = nullptr;
};

/// With `give_up` it does nothing but fail for that reason: its actor died too often.
auto spawn_import_actor(caf::actor_system& system, std::shared_ptr<const import_surroundings> around,
                        recovered_import what, std::optional<error> give_up = {}) -> import_actor;

}  // namespace waybill
