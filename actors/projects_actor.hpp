// Who decides what becomes of projects: one change after the other, each in the log before it is in the book.
#pragma once

#include "actors/project_book.hpp"
#include "actors/usage_book.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

struct projects_plan {
  log_actor writer;
  registry_actor registry;  ///< asked before a project goes, and told when it is gone
  clock_ptr clock;
  std::shared_ptr<project_book> book;
  const event_log* log = nullptr;  ///< must outlive the actor, as the following
  usage_book* usage = nullptr;     ///< what projects set counts in their quota; null: no quota
};

auto spawn_projects_actor(caf::actor_system& system, projects_plan plan) -> projects_actor;

}  // namespace waybill
