// The sheets behind the one that is read: those that go on with its table, and those that are left out.
// Internal to this folder.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "domains/rows/workbook.hpp"
#include "formats/table.hpp"

namespace waybill::rows {

/// So many rows a sheet of Excel has. Rows of the next sheet are counted on from there.
inline constexpr std::uint64_t rows_of_a_sheet = 1'048'576;

struct sheets_beside {
  std::vector<std::size_t> further;  ///< they have the same header, in a workbook that was written here
  std::vector<std::string>
      left_out;  ///< the first names of those that are seen, hold cells, and are not read
};
/// None where a sheet was asked for. What is wrong with the others is not told. `head` is that of the sheet.
auto look_beside(const chosen_sheet& of, const formats::table_head& head, const import_options& with)
    -> sheets_beside;

/// Into the findings.
void tell_beside(const chosen_sheet& of, sheets_beside from, table_findings& into);

}  // namespace waybill::rows
