#include <iostream>

#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "cli/summary.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

auto import_path(const std::string& id) -> std::string {
  return "/api/v1/imports/" + text::percent_encoded(id);
}

auto print_failed(client& api, const show_options& options) -> result<int> {
  const auto import = api.get(import_path(options.id), "status");
  if (!import) return import.why();
  std::string cursor;
  do {
    auto path = import_path(options.id) + "/records?outcome=failed&limit=100";
    if (!cursor.empty()) path += "&cursor=" + text::percent_encoded(cursor);
    const auto page = api.get(path, "items");
    if (!page) return page.why();
    for (const auto& record : member_at(*page, "items"))
      std::cout << (options.json ? json_line(record) : record_line(record, text_at(*import, "kind"))) << "\n";
    cursor = text_at(*page, "next_cursor");
  } while (!cursor.empty() && output::flush());
  return exit_good;
}

/// How a file is read, as its check found out.
void print_findings(const json& found) {
  std::string text;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty())
      text.append(text.empty() ? "" : ", ").append(name).append(" ").append(printable(value));
  };
  const auto& dialect = member_at(found, "dialect");
  add("encoding", text_at(dialect, "encoding"));
  if (const auto sign = text_at(dialect, "delimiter"); !sign.empty())
    add("delimiter", sign == "\t" ? "tab" : "'" + sign + "'");
  if (member_at(dialect, "header_row").is_number())
    add("header rows", grouped(number_at(dialect, "header_row")));
  add("sheet", text_at(found, "sheet"));
  if (const auto blank = number_at(found, "skipped_blank"); blank > 0) add("blank rows", grouped(blank));
  const auto& format = member_at(found, "format_found");
  add("evidence:", text_at(format, "evidence"));
  if (const auto left = number_at(found, "left_out"); left > 0)
    add("left out:", grouped(left) + " (separators, queries, what lies in a trash)");
  for (const auto& warning : member_at(found, "warnings"))
    if (warning.is_string()) add("warning", warning.get<std::string>());
  if (!text.empty()) std::cout << "  found: " << text << "\n";
}

void print_details(const json& import) {
  const auto& file = member_at(import, "file");
  std::cout << summary_of(import) << "  file: " << printable(text_at(file, "name")) << ", "
            << grouped(number_at(file, "size_bytes")) << " bytes, SHA-256 "
            << printable(text_at(file, "sha256")) << "\n"
            << "  kind: " << printable(text_at(import, "kind"))
            << ", format: " << printable(text_at(import, "format"))
            << ", options: " << printable(json_line(member_at(import, "options"))) << "\n"
            << "  attempt: " << number_at(import, "attempt") << "\n";
  print_findings(member_at(import, "findings"));
  for (const std::string_view key : {"created_at", "started_at", "finished_at"})
    if (const auto at = text_at(import, key); !at.empty())
      std::cout << "  " << key.substr(0, key.find('_')) << ": " << printable(at) << "\n";
  std::string possible;
  for (const auto& action : member_at(import, "actions"))
    if (action.is_string()) possible += (possible.empty() ? "" : ", ") + printable(action.get<std::string>());
  std::cout << "  possible now: " << (possible.empty() ? "nothing" : possible) << "\n" << std::flush;
}

}  // namespace

auto run(const show_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  auto& api = (*to)->api();
  if (options.failed) return print_failed(api, options);
  const auto import = api.get(import_path(options.id), "status");
  if (!import) return import.why();
  if (options.json)
    std::cout << json_line(*import) << "\n" << std::flush;
  else
    print_details(*import);
  return exit_good;
}

}  // namespace waybill::cli
