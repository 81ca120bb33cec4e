#include <array>

#include "cli/download.hpp"
#include "cli/kinds/rows/verbs.hpp"
#include "cli/verb_lines.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

constexpr std::array<std::string_view, 5> duplicates{"skip", "update", "replace", "error", "create"};

void add_verbs(CLI::App& app, job& chosen) {
  const auto [results, r] =
      verb<results_options>(app, chosen, "results", "Write what became of a table's rows as CSV");
  results->add_option("ID", r->id, "The import")->required();
  results->add_flag("--failed", r->failed, "The rows that failed, with the reason; else those that went in");
  results->add_option("--to", r->file, "The file; - or nothing: standard output");
  add_target(*results, r->where);
}

}  // namespace

auto run(const results_options& options) -> result<int> {
  return download_to(options.file, options.where,
                     "/api/v1/imports/" + text::percent_encoded(options.id) + "/results/" +
                         (options.failed ? "failed.csv" : "success.csv"));
}

auto rows_room() -> kind_room {
  return {"rows", duplicates, add_verbs, {"docs/examples/people.csv", "name,email", "/api/v1/tables"}};
}

}  // namespace waybill::cli
