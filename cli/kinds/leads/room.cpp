#include <array>

#include "cli/kinds/leads/verbs.hpp"
#include "cli/verb_lines.hpp"

namespace waybill::cli {
namespace {

constexpr std::array<std::string_view, 3> duplicates{"skip", "update", "create"};

void add_verbs(CLI::App& app, job& chosen) {
  const auto [review, r] =
      verb<review_options>(app, chosen, "review", "Tell what an import that waits to be committed would do");
  review->add_option("ID", r->id, "The import")->required();
  review->add_flag("--json", r->json, "The review as one JSON object");
  add_target(*review, r->where);

  const auto [commit, c] = verb<commit_options>(
      app, chosen, "commit", "Let an import do what its review tells, and wait until it is done");
  commit->add_option("ID", c->id, "The import")->required();
  commit->add_flag("--accept-changed", c->accept_changed, "Whatever happens now, also when that has changed");
  add_target(*commit, c->where);

  const auto [leads, l] = verb<lead_list_options>(app, chosen, "leads", "List the leads of a project");
  leads->add_option("--project", l->project, "The project (name or id)")->required();
  leads->add_option("--query", l->text, "Only those with these words");
  leads->add_option("--status", l->status, "Only those of this status (its code)");
  leads->add_option("--assigned-to", l->assigned_to, "Only those of this user; none: of nobody");
  leads->add_option("--import", l->import, "Only those that this import wrote last");
  leads->add_option("--limit", l->limit, "At most so many")->check(some_rows())->capture_default_str();
  leads->add_flag("--json", l->json, "One JSON object a line");
  add_target(*leads, l->where);
}

}  // namespace

auto leads_room() -> kind_room {
  return {"leads",
          duplicates,
          add_verbs,
          {"docs/examples/contacts.csv", "email,first_name,last_name", "/api/v1/projects"}};
}

}  // namespace waybill::cli
