#include "domains/rows/findings.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "domains/rows/table_source.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

using json = nlohmann::ordered_json;

auto part_of(const table_findings& from, std::string_view part) -> const formats::table_finding* {
  const auto found =
      std::find_if(from.parts.begin(), from.parts.end(), [&](const auto& one) { return one.part == part; });
  return found == from.parts.end() ? nullptr : &*found;
}

auto value_of(const table_findings& from, std::string_view part) -> json {
  const auto* const found = part_of(from, part);
  return found == nullptr ? json(nullptr) : json(found->value);
}

auto header_row_of(const table_findings& from) -> json {
  const auto* const found = part_of(from, "header_row");
  if (found == nullptr) return nullptr;
  unsigned rows = 0;
  std::from_chars(found->value.data(), found->value.data() + found->value.size(), rows);
  return rows;
}

auto sheets_of(const table_findings& from, std::size_t most) -> json {
  constexpr std::size_t most_bytes = 1 << 20;
  if (from.sheets.empty()) return nullptr;
  auto list = json::array();
  std::size_t bytes = 0;
  for (const auto& [name, state] : from.sheets) {
    bytes += name.size();
    if (list.size() == most || bytes > most_bytes) break;
    list.push_back({{"name", name}, {"state", state}});
  }
  return list;
}

auto names_of(const std::vector<std::string>& sheets) -> json {
  constexpr std::size_t most_told = 20;
  if (sheets.empty()) return nullptr;
  return std::vector(sheets.begin(),
                     sheets.begin() + static_cast<std::ptrdiff_t>(std::min(most_told, sheets.size())));
}

/// Names of columns stand in the log with every import: not when they are longer than all they are good for.
auto columns_of(const table_findings& from) -> json {
  constexpr std::size_t most_bytes = 64 << 10;
  std::size_t bytes = 0;
  for (const auto& name : from.columns) bytes += name.size();
  return bytes > most_bytes ? json(nullptr) : json(from.columns);
}

}  // namespace

auto findings_text(const table_findings& from, std::size_t most_sheets) -> std::string {
  json dialect;
  for (const auto* const part : {"encoding", "delimiter", "quote", "line_end"})
    dialect[part] = value_of(from, part);
  dialect["header_row"] = header_row_of(from);
  dialect["evidence"] = evidence_of(from.parts);
  if (from.with) dialect["spelled"] = formats::csv::spelled(*from.with);
  json all{{"dialect", std::move(dialect)}, {"sheet", nullptr}, {"sheets", sheets_of(from, most_sheets)}};
  all["sheet_count"] = from.sheets.empty() ? json(nullptr) : json(from.sheets.size());
  if (from.sheet < from.sheets.size()) all["sheet"] = from.sheets[from.sheet].name;
  all["further_sheets"] = names_of(from.further_sheets);
  all["other_sheets"] = names_of(from.other_sheets);
  all["columns"] = columns_of(from);
  all["skipped_blank"] = from.skipped_blank ? json(*from.skipped_blank) : json(nullptr);
  all["warnings"] = from.warnings;
  return all.dump(-1, ' ', false, json::error_handler_t::replace);
}

auto columns_in(std::string_view findings) -> std::optional<std::vector<std::string>> {
  const auto all = json::parse(findings, nullptr, false);
  if (!all.is_object() || !all.contains("columns") || !all["columns"].is_array()) return std::nullopt;
  std::vector<std::string> columns;
  for (const auto& one : all["columns"]) columns.push_back(one.is_string() ? one.get<std::string>() : "");
  return columns;
}

void tell_lost_header(const table_head& head, table_findings& into) {
  if (!head.headers.empty() && head.headers.back().empty()) into.warnings.emplace_back("header_unread");
}

auto has_header(std::string_view findings) -> bool {
  const auto all = json::parse(findings, nullptr, false);
  if (!all.is_object() || !all.contains("dialect") || !all["dialect"].is_object()) return false;
  const auto rows = all["dialect"].find("header_row");
  return rows != all["dialect"].end() && rows->is_number_unsigned() && rows->get<std::uint64_t>() > 0;
}

auto warning_of_name(std::string_view file_name, std::string_view format) -> std::string_view {
  const auto dot = file_name.rfind('.');
  if (dot == std::string_view::npos) return {};
  const auto end = file_name.substr(dot + 1);
  const auto is = [&](std::string_view other) { return text::equals_ignoring_case(end, other); };
  const bool says_workbook = is("xlsx") || is("xlsm") || is("xls") || is("xltx");
  const bool says_text = is("csv") || is("tsv") || is("txt") || is("tab");
  const bool is_workbook = format == "xlsx";
  return (is_workbook && says_text) || (!is_workbook && says_workbook) ? "wrong_extension"
                                                                       : std::string_view{};
}

auto warnings_of_file(std::string_view findings, std::string_view file_name, std::string_view format)
    -> std::vector<std::string> {
  std::vector<std::string> all;
  const auto found = json::parse(findings, nullptr, false);
  if (!found.is_object()) return all;
  if (const auto listed = found.find("warnings"); listed != found.end() && listed->is_array())
    for (const auto& one : *listed)
      if (one.is_string()) all.push_back(one.get<std::string>());
  if (const auto warning = warning_of_name(file_name, format); !warning.empty()) all.emplace_back(warning);
  return all;
}

}  // namespace waybill::rows
