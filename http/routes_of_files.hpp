// Rows of the route table about files that are handed in before their import.
#pragma once

#include <vector>

#include "http/route_lines.hpp"

namespace waybill::http {

auto file_lines() -> std::vector<route_lines::line>;
auto upload_lines() -> std::vector<route_lines::line>;

}  // namespace waybill::http
