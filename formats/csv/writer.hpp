// Writes cells of tables. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace waybill::formats::csv {

/// Source: RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP,
/// "CSV Injection"), and one where it could be taken for several cells.
void append_cell(std::string_view cell, std::string& out);
/// Of a cell that `append_cell` wrote, without the apostrophe in front. Only of files that are ours: in
/// others it is somebody's own.
auto as_meant(std::string_view cell) -> std::string_view;

}  // namespace waybill::formats::csv
