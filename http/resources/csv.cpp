#include "http/resources/csv.hpp"

namespace waybill::http {

void append_cell(std::string_view cell, std::string& out) {
  const bool formula =
      !cell.empty() && std::string_view("=+-@\t\r").find(cell.front()) != std::string_view::npos;
  const bool quoted =
      cell.find_first_of(",\"\r\n") != std::string_view::npos || cell.starts_with(' ') || cell.ends_with(' ');
  if (quoted) out.push_back('"');
  if (formula) out.push_back('\'');
  for (const char c : cell) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  if (quoted) out.push_back('"');
}

auto csv_header() -> std::string { return "record,outcome,code,message,warnings,url,title\r\n"; }

void append_csv(const record_outcome& one, std::string& out) {
  out.append(std::to_string(one.record)).push_back(',');
  out.append(name_of(one.what)).push_back(',');
  append_cell(one.code, out);
  out.push_back(',');
  append_cell(one.message, out);
  out.push_back(',');
  std::string warnings;
  for (const auto& name : one.warnings) warnings.append(warnings.empty() ? "" : " ").append(name);
  append_cell(warnings, out);
  out.push_back(',');
  append_cell(one.url, out);
  out.push_back(',');
  append_cell(one.title, out);
  out.append("\r\n");
}

}  // namespace waybill::http
