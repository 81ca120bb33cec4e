// Calls for leads.
#pragma once

#include "http/context.hpp"
#include "http/exchange.hpp"

namespace waybill::http {

auto list_leads(context& asks, request& call) -> result<answer>;
auto get_lead(context& asks, request& call) -> result<answer>;
auto lead_history(context& asks, request& call) -> result<answer>;
auto change_lead(context& asks, request& call) -> result<answer>;
auto delete_lead(context& asks, request& call) -> result<answer>;
auto export_leads_csv(context& asks, request& call) -> result<answer>;
auto export_leads_xlsx(context& asks, request& call) -> result<answer>;
auto lead_template_csv(context& asks, request& call) -> result<answer>;
auto lead_template_xlsx(context& asks, request& call) -> result<answer>;

}  // namespace waybill::http
