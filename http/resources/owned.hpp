// What belongs to somebody, a user or a project: every handler asks here whether the caller may.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"
#include "projections/import_row.hpp"

namespace waybill::http {

/// The import that the path names first, for who may do what takes that role with its owner's things.
/// Errors: not_found, forbidden.
auto import_of(const context& asks, const request& call, member_role takes) -> result<import_row>;

/// Who asks, with the things of the project in the parameter `project`, or with their own. Errors: not_found,
/// forbidden.
auto acting_in(const context& asks, const request& call, member_role takes) -> result<acting>;

/// The project that the path names first, for its members of that role. Errors: not_found, forbidden.
auto project_of(const context& asks, const request& call, member_role takes) -> result<seen_project>;

/// From now on the call ends when this credential is gone. Of calls that last. Errors: unauthorized.
auto hold_credential(const context& asks, request& call, const opened& what) -> result<done>;

/// From now on the call ends also when the caller may not do that any more. Of calls that last. Errors:
/// not_found, forbidden.
auto hold_role(const context& asks, const request& call, const owner_id& owner, member_role takes)
    -> result<done>;

/// From now on the call ends also when the import is removed. Of calls that last. Errors: not_found.
auto hold_import(const context& asks, request& call, const import_id& id) -> result<done>;

}  // namespace waybill::http
