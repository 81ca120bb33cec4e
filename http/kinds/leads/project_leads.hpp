// A project's leads, for who may read them, or more. Of the handlers of leads.
#pragma once

#include <memory>

#include "domains/leads/options.hpp"
#include "http/context.hpp"
#include "http/exchange.hpp"
#include "http/kinds/leads/people.hpp"
#include "projections/leads/lead_views.hpp"

namespace waybill::http {

struct seen_leads {
  acting who;
  std::shared_ptr<const lead_people> people;
  leads::project_settings settings;
  std::shared_ptr<const lead_views> views;
};

/// Of the project that the path names first; shows all that happened to its leads before the call. Errors:
/// not_found, forbidden, those of reading.
auto leads_of(const context& asks, const request& call, member_role takes) -> result<seen_leads>;

/// The parameters q, status, assigned_to and import. Errors: bad_value, no_such_user.
auto lead_wish_of(const request& call, const seen_leads& seen) -> result<lead_wish>;

}  // namespace waybill::http
