// Outcomes as CSV. Pure.
#pragma once

#include <string>
#include <string_view>

#include "projections/views.hpp"

namespace waybill::http {

/// Source: RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP,
/// "CSV Injection"), and one where it could be taken for several cells.
void append_cell(std::string_view cell, std::string& out);
auto csv_header(const shown_columns& columns) -> std::string;
void append_csv(const record_outcome& one, const shown_columns& columns, std::string& out);

}  // namespace waybill::http
