// Writes tables of separated values: the one writer of the product. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace waybill::formats::csv {

/// What a table begins with: without it spreadsheets take UTF-8 for something else.
inline constexpr std::string_view byte_order_mark = "\uFEFF";

/// Source: RFC 4180. A cell that a spreadsheet would run as a formula gets an apostrophe in front (OWASP,
/// "CSV Injection"), and one where it could be taken for several cells; numbers and telephone numbers do not.
/// What looks as if it was written so gets one more, so that `as_meant` gives every cell back.
void append_cell(std::string_view cell, std::string& out);
/// A whole row with its line end. A row of one empty cell is no empty line.
void append_row(std::span<const std::string_view> cells, std::string& out);

/// The cell that `append_cell` wrote so: without its apostrophes. Only of files that are ours: in others they
/// are somebody's own. The answer stands in `cell`, or in `room`.
auto as_meant(std::string_view cell, std::string& room) -> std::string_view;

}  // namespace waybill::formats::csv
