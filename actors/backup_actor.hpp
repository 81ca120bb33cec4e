// Makes the backups that the desk and the clock ask for, one at a time, and writes down how each ended.
#pragma once

#include <memory>
#include <mutex>

#include "actors/backups.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

struct backup_plan {
  log_actor writer;
  const event_log* log = nullptr;
  clock_ptr clock;
  settings config;
  std::shared_ptr<backup_state> state;
  std::mutex* removals = nullptr;  ///< held by who removes uploaded files; outlives the actor
};

/// Detached: it waits for the disk. What is under way ends soon after `state` is told to stop.
auto spawn_backup_actor(caf::actor_system& system, backup_plan plan) -> backup_actor;

/// Sends what is asked of it to the actor.
auto make_backup_desk(backup_actor to, backup_plan plan) -> std::unique_ptr<backup_desk>;

}  // namespace waybill
