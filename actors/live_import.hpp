// What the registry knows of an import that somebody works on.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "actors/vocabulary.hpp"

namespace waybill {

/// An import somebody works on.
struct live_import {
  import_actor actor;
  owner_id owner;
  user_id started_by;
  std::string kind;
  digest file{};  ///< of its bytes
  position accepted_at = 0;
  bool outside = false;   ///< it waits for others, who work on its records
  std::size_t asked = 0;  ///< commands it has not answered yet
  std::size_t deaths = 0;
  bool kicked = false;  ///< its actor was ended by a person: no death that counts
};

using live_imports = std::map<std::string, live_import>;  ///< by id

inline auto live_with_actor(live_imports& live, const caf::actor_addr& who) -> live_imports::iterator {
  return std::find_if(live.begin(), live.end(),
                      [&](const auto& entry) { return entry.second.actor.address() == who; });
}

/// The import, if that is the actor that works on it now.
inline auto live_with_actor(live_imports& live, const import_id& id, const caf::actor_addr& who)
    -> live_imports::iterator {
  const auto found = live.find(id.value);
  const bool is_his = found != live.end() && found->second.actor && found->second.actor.address() == who;
  return is_his ? found : live.end();
}

/// Of the commands that it was asked.
inline void one_answered(live_imports& live, const std::string& id) {
  if (const auto found = live.find(id); found != live.end() && found->second.asked > 0) --found->second.asked;
}

/// Those that somebody works on now.
inline auto live_of(const live_imports& live, const owner_id& owner) -> std::vector<std::string> {
  std::vector<std::string> ids;
  for (const auto& [id, entry] : live)
    if (entry.owner == owner && entry.actor) ids.push_back(id);
  return ids;
}

/// Ends its actor, whatever that is doing. Errors: not_found (there is none; who asked for it has words).
inline auto kick_live(live_imports& live, const import_id& id) -> result<done> {
  const auto found = live.find(id.value);
  if (found == live.end() || !found->second.actor) return {errc::not_found, {}};
  found->second.kicked = true;
  caf::anon_send_exit(found->second.actor, caf::exit_reason::kill);
  return done{};
}

/// Before an actor that died is started again: each time twice as long.
inline auto pause_after(std::size_t deaths, std::chrono::milliseconds first) -> std::chrono::milliseconds {
  constexpr std::size_t most_doublings = 6;
  return first * (1U << std::min(deaths - 1, most_doublings));
}

/// Why its next actor is to fail at once; nothing as long as it may try.
inline auto give_up_after(const live_import& import) -> std::optional<error> {
  constexpr std::size_t most_deaths = 5;
  if (import.deaths < most_deaths) return std::nullopt;
  return error{
      errc::internal, "The import ended unexpectedly " + std::to_string(import.deaths) + " times.", {}};
}

/// Why no import is taken while operators let those that were taken end.
inline auto drained() -> error {
  // Until when the server may have been restarted. Nobody knows.
  constexpr std::uint32_t again_s = 60;
  return {errc::unavailable, "The server takes no new imports at the moment; try again later.", {}, again_s};
}

/// What the lists may not show yet: an import with the same file is on its way. Nothing: there is none.
inline auto live_with_file(const live_imports& live, const import_submitted& what) -> std::optional<error> {
  for (const auto& [id, entry] : live) {
    if (entry.owner != what.owner || entry.kind != what.kind || entry.file != what.file.sha256) continue;
    error why{errc::duplicate_file, "An import of the same file is here already.", {}};
    why.details = R"({"import":{"id":")" + id + R"("}})";
    return why;
  }
  return std::nullopt;
}

}  // namespace waybill
