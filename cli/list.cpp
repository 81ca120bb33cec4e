#include <algorithm>
#include <iostream>

#include "cli/connection.hpp"
#include "cli/output.hpp"
#include "cli/project_name.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::uint64_t page_limit = 100;

auto padded(std::string text, std::size_t width) -> std::string {
  if (text.size() < width) text.append(width - text.size(), ' ');
  return text + "  ";
}

auto row_of(const json& import) -> std::string {
  const auto& progress = member_at(import, "progress");
  const auto& total = member_at(progress, "total");
  const auto records = grouped(number_at(progress, "processed")) + " of " +
                       (total.is_number() ? grouped(number_at(progress, "total")) : "?");
  return padded(printable(text_at(import, "id")), 30) + padded(printable(text_at(import, "status")), 10) +
         padded(printable(text_at(import, "created_at")), 24) + padded(records, 22) +
         padded(grouped(number_at(progress, "failed")) + " failed", 12) +
         printable(text_at(member_at(import, "file"), "name"));
}

}  // namespace

auto run(const list_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  std::string project;
  if (!options.project.empty()) {
    const auto id = project_id_of((*to)->api(), options.project);
    if (!id) return id.why();
    project = "&project=" + text::percent_encoded(*id);
  }
  std::string cursor;
  for (auto left = options.limit; left > 0;) {
    std::string path = "/api/v1/imports?limit=" + std::to_string(std::min(left, page_limit)) + project;
    if (!options.status.empty()) path += "&status=" + text::percent_encoded(options.status);
    if (!cursor.empty()) path += "&cursor=" + text::percent_encoded(cursor);
    const auto page = (*to)->api().get(path, "items");
    if (!page) return page.why();
    const auto& items = member_at(*page, "items");
    for (const auto& import : items) std::cout << (options.json ? json_line(import) : row_of(import)) << "\n";
    left -= std::min<std::uint64_t>(left, items.size());
    cursor = text_at(*page, "next_cursor");
    if (cursor.empty() || items.empty() || output::has_lost()) break;
  }
  std::cout << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
