// Who may: names, tokens and sessions, answered from memory; every change goes through the log first.
#pragma once

#include "actors/held_rights.hpp"
#include "actors/user_names.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

struct accounts_plan {
  log_actor writer;
  clock_ptr clock;
  std::vector<account_state> accounts;
  std::chrono::minutes session_idle{7 * 24 * 60};
  std::shared_ptr<known_names> names;   ///< told of every account
  std::shared_ptr<held_rights> rights;  ///< told of every right that ends
};

auto spawn_accounts_actor(caf::actor_system& system, accounts_plan plan) -> accounts_actor;

}  // namespace waybill
