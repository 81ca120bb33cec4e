// Rows of the route table beside imports and what kinds have: one's own account, administration, the web
// app's pages.
#pragma once

#include <vector>

#include "http/route_lines.hpp"

namespace waybill::http {

auto own_account_lines() -> std::vector<route_lines::line>;
auto administration_lines() -> std::vector<route_lines::line>;
auto page_lines() -> std::vector<route_lines::line>;

}  // namespace waybill::http
