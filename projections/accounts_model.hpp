// Read model of accounts: `accounts: <user> -> account_state`. The accounts actor begins with it.
#pragma once

#include <memory>
#include <vector>

#include "events/account/state.hpp"
#include "projections/read_model.hpp"

namespace waybill {

auto make_accounts_model(projection_store& store) -> std::unique_ptr<read_model>;

/// All accounts. Errors: corrupt, unavailable.
auto load_accounts(const projection_store& store) -> result<std::vector<account_state>>;

}  // namespace waybill
