// Read model of accounts: `accounts: <user> -> account_state`. The accounts actor begins with it.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "events/account/state.hpp"
#include "projections/read_model.hpp"

namespace waybill {

auto make_accounts_model(projection_store& store) -> std::unique_ptr<read_model>;

/// All accounts. Errors: corrupt, unavailable.
auto load_accounts(const projection_store& store) -> result<std::vector<account_state>>;
/// Nothing, where there is no such account. Errors: corrupt, unavailable.
auto load_account(const projection_store& store, const user_id& id) -> result<std::optional<account_state>>;

}  // namespace waybill
