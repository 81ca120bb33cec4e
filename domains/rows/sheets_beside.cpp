#include "domains/rows/sheets_beside.hpp"

#include <utility>

#include "formats/xlsx/table.hpp"

namespace waybill::rows {
namespace {

namespace xlsx = formats::xlsx;

constexpr std::size_t most_looked_at = 1'000;
constexpr std::size_t most_left_out = 20;

auto is_ours(const chosen_sheet& of, const formats::table_head& head) -> bool {
  if (head.header.empty()) return false;
  if (head_from_sheet(head).has_error_column) return true;
  xlsx::fault unread;
  return of.of->was_written_here(unread);
}

auto has_same_header(const chosen_sheet& of, std::size_t sheet, const formats::table_head& head) -> bool {
  xlsx::sheet_table table(of.of, sheet, static_cast<unsigned>(head.header.size()));
  return table.head().header == head.header;
}

}  // namespace

auto look_beside(const chosen_sheet& of, const formats::table_head& head, const import_options& with)
    -> sheets_beside {
  sheets_beside found;
  if (!with.sheet.empty()) return found;
  const bool may_go_on = is_ours(of, head);
  const auto& sheets = of.of->sheets();
  std::size_t looked_at = 0;
  for (auto i = of.number + 1; i < sheets.size() && looked_at < most_looked_at; ++i) {
    if (!sheets[i].part || sheets[i].state != xlsx::visibility::visible) continue;
    ++looked_at;
    xlsx::fault why;
    if (!xlsx::holds_cell(*of.of, *sheets[i].part, why)) {
      if (why || of.of->was_cut()) break;
      continue;
    }
    if (may_go_on && has_same_header(of, i, head))
      found.further.push_back(i);
    else if (found.left_out.size() < most_left_out)
      found.left_out.push_back(sheets[i].name);
  }
  return found;
}

void tell_beside(const chosen_sheet& of, sheets_beside from, table_findings& into) {
  for (const auto one : from.further) into.further_sheets.push_back(of.of->sheets()[one].name);
  if (!from.left_out.empty()) into.warnings.emplace_back("other_sheets");
  into.other_sheets = std::move(from.left_out);
}

}  // namespace waybill::rows
