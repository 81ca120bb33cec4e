#include "http/resources/csv.hpp"

namespace waybill::http {

auto csv_header(const shown_columns& columns) -> std::string {
  std::string line = columns.fields ? "record,row,outcome,code,field,message,warnings"
                                    : "record,outcome,code,message,warnings";
  for (const auto name : columns.names) line.append(",").append(name);
  return line + "\r\n";
}

void append_csv(const record_outcome& one, const shown_columns& columns, std::string& out) {
  const auto add = [&out](std::string_view cell) {
    out.push_back(',');
    append_cell(cell, out);
  };
  out.append(std::to_string(one.record));
  if (columns.fields) out.append(",").append(std::to_string(one.line));
  out.append(",").append(name_of(one.what));
  add(one.code);
  if (columns.fields) add(one.faults.empty() ? std::string_view{} : one.faults.front().field);
  add(one.message);
  std::string warnings;
  for (const auto& name : one.warnings) warnings.append(warnings.empty() ? "" : " ").append(name);
  add(warnings);
  for (std::size_t i = 0; i < columns.names.size(); ++i)
    add(i < one.shown.size() ? std::string_view(one.shown[i]) : std::string_view{});
  out.append("\r\n");
}

}  // namespace waybill::http
