// Tables and their rows as JSON.
#pragma once

#include "http/json_text.hpp"
#include "projections/rows/table_views.hpp"

namespace waybill::http {

void write(json_text& to, const table_item& one);
void write(json_text& to, const row_item& one);
void write(json_text& to, const table_change_item& one);

}  // namespace waybill::http
