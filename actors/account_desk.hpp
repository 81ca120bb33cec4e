// Accounts as the layers above see them: checks and hashes here, asks the accounts actor for the rest.
#pragma once

#include <memory>

#include "actors/engine.hpp"
#include "actors/held_rights.hpp"
#include "actors/user_names.hpp"
#include "actors/vocabulary.hpp"

namespace waybill {

auto make_account_desk(caf::actor_system& system, accounts_actor accounts, clock_ptr clock,
                       const settings& config, std::shared_ptr<held_rights> rights,
                       std::shared_ptr<const known_names> names) -> std::unique_ptr<account_desk>;

}  // namespace waybill
