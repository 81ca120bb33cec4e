// Outcomes as CSV. Pure.
#pragma once

#include <string>
#include <string_view>

#include "formats/csv/writer.hpp"
#include "projections/views.hpp"

namespace waybill::http {

using formats::csv::append_cell;

auto csv_header(const shown_columns& columns) -> std::string;
void append_csv(const record_outcome& one, const shown_columns& columns, std::string& out);

}  // namespace waybill::http
