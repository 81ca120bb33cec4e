#include <array>
#include <iostream>

#include "cli/connection.hpp"
#include "cli/download.hpp"
#include "cli/kinds/rows/verbs.hpp"
#include "cli/text.hpp"
#include "cli/verb_lines.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::array<std::string_view, 5> duplicates{"skip", "update", "replace", "error", "create"};
constexpr std::array<std::string_view, 9> text_options{
    "collection",         "key",       "type",  "mode",  "result_columns",
    "result_file_prefix", "delimiter", "quote", "escape"};

void add_verbs(CLI::App& app, job& chosen) {
  const auto [results, r] = verb<results_options>(
      app, chosen, "results", "Write what became of a table's rows, as CSV or a workbook (XLSX)");
  results->add_option("ID", r->id, "The import")->required();
  results->add_flag("--failed", r->failed, "The rows that failed, with the reason; else those that went in");
  auto* to = results->add_option("--to", r->file, "The file; - or nothing: standard output");
  auto* format = results->add_option("--format", r->format, "csv or xlsx (default: as FILE ends, else csv)")
                     ->check(CLI::IsMember({"csv", "xlsx"}));
  results->add_flag("--links", r->links, "Print addresses of the files that need no credentials instead")
      ->excludes(to)
      ->excludes(format);
  results->add_option("--lang", r->language, "Of the reasons: en or fr (default: en)")
      ->check(CLI::IsMember({"en", "fr"}));
  add_target(*results, r->where);

  const auto [types, t] =
      verb<types_options>(app, chosen, "types", "List the import types that tables may be imported as");
  types->add_flag("--json", t->json, "One JSON object a line");
  add_target(*types, t->where);
}

auto ends_in(std::string_view file, std::string_view lowered) -> bool {
  return file.size() > lowered.size() &&
         text::equals_ignoring_case(file.substr(file.size() - lowered.size()), lowered);
}

/// One line a file: what it is, where, and until when.
auto print_links(const results_options& options) -> result<int> {
  if (!options.where.data.empty())
    return error{errc::bad_value, "--links works at a server: without one nobody could follow them.", {}};
  const auto to = connect(options.where);
  if (!to) return to.why();
  auto& api = (*to)->api();
  const auto links = api.post("/api/v1/imports/" + text::percent_encoded(options.id) + "/results/links",
                              json(nullptr), "success_file");
  if (!links) return links.why();
  for (const auto* file : {"success_file", "failed_file"}) {
    if (options.failed && std::string_view(file) != "failed_file") continue;
    for (const auto* format : {"csv", "xlsx"}) {
      const auto& link = member_at(member_at(*links, file), format);
      std::cout << file << " " << format << " " << api.base_url() << printable(text_at(link, "url")) << " "
                << printable(text_at(link, "expires_at")) << "\n";
    }
  }
  std::cout << std::flush;
  return exit_good;
}

}  // namespace

auto run(const results_options& options) -> result<int> {
  if (options.links) return print_links(options);
  auto format = options.format;
  if (format.empty()) format = ends_in(options.file, ".xlsx") ? "xlsx" : "csv";
  return download_to(options.file, options.where,
                     "/api/v1/imports/" + text::percent_encoded(options.id) + "/results/" +
                         (options.failed ? "failed." : "success.") + format + "?lang=" + options.language);
}

auto rows_room() -> kind_room {
  return {"rows", duplicates,  add_verbs, {"docs/examples/people.csv", "name,email", "/api/v1/tables"},
          true,   text_options};
}

}  // namespace waybill::cli
