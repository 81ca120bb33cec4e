// The leads of a project, one a line.
#include <iostream>

#include "cli/connection.hpp"
#include "cli/kinds/leads/verbs.hpp"
#include "cli/listed.hpp"
#include "cli/output.hpp"
#include "cli/project_name.hpp"
#include "cli/text.hpp"
#include "formats/text.hpp"

namespace waybill::cli {
namespace {

auto query_of(const lead_list_options& options) -> std::string {
  std::string query = "?sort=-created_at";
  const auto add = [&query](std::string_view key, const std::string& value) {
    if (!value.empty()) query.append("&").append(key).append("=").append(text::percent_encoded(value));
  };
  add("q", options.text);
  add("status", options.status);
  add("assigned_to", options.assigned_to);
  add("import", options.import);
  return query;
}

void print(const json& lead) {
  std::cout << printable(text_at(lead, "id")) << "  " << printable(text_at(lead, "title"));
  for (const std::string_view field : {"email", "company", "status"})
    if (const auto text = text_at(lead, field); !text.empty()) std::cout << "  " << printable(text);
  std::cout << "\n";
}

}  // namespace

auto run(const lead_list_options& options) -> result<int> {
  const auto to = connect(options.where);
  if (!to) return to.why();
  auto& api = (*to)->api();
  const auto project = project_path(api, options.project);
  if (!project) return project.why();
  if (options.limit == 0) return error{errc::bad_value, "--limit is 1 or more.", {}};
  const auto listed =
      each_listed(api, *project + "/leads" + query_of(options), options.limit, [&](const json& lead) {
        if (options.json)
          std::cout << json_line(lead) << "\n";
        else
          print(lead);
        return output::flush();
      });
  if (!listed) return listed.why();
  std::cout << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
