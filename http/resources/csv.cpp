#include "http/resources/csv.hpp"

#include "http/shape_parts.hpp"

namespace waybill::http {
namespace {

/// As JSON: a row of one import may have other columns than one of the next.
auto cells_text(const record_outcome& one) -> std::string {
  std::string text;
  json_text to{text};
  to.begin_object();
  write_cells(to, one);
  to.end_object();
  return text;
}

}  // namespace

auto csv_header(const shown_columns& columns) -> std::string {
  std::string line(formats::csv::byte_order_mark);
  line += columns.fields ? "record,row,outcome,code,field,message,warnings"
                         : "record,outcome,code,message,warnings";
  for (const auto name : columns.names) line.append(",").append(name);
  if (columns.by_file) line.append(",cells");
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
  if (columns.by_file) add(cells_text(one));
  out.append("\r\n");
}

}  // namespace waybill::http
