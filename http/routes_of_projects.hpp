// The rows of the route table that speak of projects.
#pragma once

#include <vector>

#include "http/route_lines.hpp"

namespace waybill::http {

auto project_lines() -> std::vector<route_lines::line>;

}  // namespace waybill::http
