#include "http/kinds/leads/resources.hpp"

#include "domains/leads/edit.hpp"
#include "http/json_body.hpp"
#include "http/kinds/leads/project_leads.hpp"
#include "http/kinds/leads/shapes.hpp"
#include "http/resources/owned.hpp"
#include "http/resources/pages.hpp"

namespace waybill::http {
namespace {

auto no_such_lead() -> error { return {errc::not_found, "There is no such lead.", {}}; }

/// What is no id is that of nothing.
auto lead_of(const request& call) -> result<identity> {
  const auto id = leads::identity_of(call.captured[1]);
  if (!id) return no_such_lead();
  return *id;
}

auto order_of(const request& call) -> result<lead_order> {
  const auto order = lead_order_of(call.param("sort").value_or("-created_at"));
  if (!order)
    return {errc::bad_value,
            "The parameter 'sort' is created_at, name or updated_at, with - in front backwards."};
  return *order;
}

auto one_answer(const result<lead_item>& found, const lead_people& people) -> result<answer> {
  if (!found) return found.why();
  std::string text;
  json_text to{text};
  write(to, *found, people);
  return json_answer(200, std::move(text));
}

auto faulty(const std::vector<leads::lead_fault>& faults, language in) -> error {
  const auto& first = faults.front();
  error why{errc::bad_value, {}, {}};
  if (first.field)
    why.message = "The value of '" + std::string(leads::name_of(*first.field)) + "' cannot be taken.";
  else
    why.message = "A lead has an e-mail address, a telephone number or an external id.";
  json_text to{why.details};
  to.begin_object();
  if (first.field) to.field("field", leads::name_of(*first.field));
  write_faults(to, "faults", faults, in);
  to.end_object();
  return why;
}

/// Another lead has one of them.
auto look_for_holder(const seen_leads& seen, const identity& lead, const std::vector<identity>& keys)
    -> result<done> {
  for (const auto& key : keys) {
    const auto holder = seen.views->holder(seen.who.owner, key);
    if (!holder) return holder.why();
    if (!*holder || **holder == lead) continue;
    error why{errc::key_taken, "Another lead has this e-mail address, telephone number or external id.", {}};
    json_text to{why.details};
    to.begin_object().field("lead", leads::lead_id_of(**holder)).end_object();
    return why;
  }
  return done{};
}

}  // namespace

auto leads_of(const context& asks, const request& call, member_role takes) -> result<seen_leads> {
  const auto project = project_of(asks, call, takes);
  if (!project) return project.why();
  const owner_id owner{project->project.id};
  const auto shown = asks.core.shown("leads", owner);
  if (!shown) return shown.why();
  auto settings = leads::read_settings(settings_of(project->project, "leads"));
  return seen_leads{{call.who->user, owner},
                    std::make_shared<lead_people>(asks.core, project->project),
                    std::move(settings),
                    std::shared_ptr<const lead_views>(make_lead_views(shown->rows, shown->log))};
}

auto lead_wish_of(const request& call, const seen_leads& seen) -> result<lead_wish> {
  lead_wish wish;
  wish.text = call.param("q").value_or("");
  wish.import = call.param("import").value_or("");
  if (const auto status = call.param("status"); status && !status->empty()) {
    const auto statuses = leads::statuses_of(seen.settings);
    const auto* const found = statuses.find(*status);
    if (found == nullptr) return {errc::bad_value, "The parameter 'status' is a status of the project."};
    wish.status = found->code;
  }
  const auto person = call.param("assigned_to");
  if (!person || person->empty()) return wish;
  wish.person = "";
  if (*person == "none") return wish;
  auto user = seen.people->user(std::string(*person));
  if (!user) return std::move(user).why();
  wish.person = std::move(*user);
  return wish;
}

auto list_leads(context& asks, request& call) -> result<answer> {
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto order = order_of(call);
  if (!order) return order.why();
  // A search looks at many leads: so many at once, and no more, that short calls keep their threads.
  if (!call.param("q").value_or("").empty() && !call.hold_seat()) return too_many_transfers();
  const auto seen = leads_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  auto wish = lead_wish_of(call, *seen);
  if (!wish) return std::move(wish).why();
  const auto found = seen->views->list(seen->who.owner, {std::move(*wish), *order, *limit, cursor_of(call)});
  if (!found) return found.why();
  return page_answer(*found, *seen->people);
}

auto get_lead(context& asks, request& call) -> result<answer> {
  const auto id = lead_of(call);
  if (!id) return id.why();
  const auto seen = leads_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  return one_answer(seen->views->get(seen->who.owner, *id), *seen->people);
}

auto lead_history(context& asks, request& call) -> result<answer> {
  const auto id = lead_of(call);
  if (!id) return id.why();
  auto limit = limit_of(call);
  if (!limit) return std::move(limit).why();
  const auto seen = leads_of(asks, call, member_role::viewer);
  if (!seen) return seen.why();
  const auto found = seen->views->history(seen->who.owner, *id, *limit, cursor_of(call));
  if (!found) return found.why();
  return page_answer(*found, *seen->people);
}

auto change_lead(context& asks, request& call) -> result<answer> {
  const auto id = lead_of(call);
  if (!id) return id.why();
  const auto in = language_of(call);
  if (!in) return in.why();
  const auto seen = leads_of(asks, call, member_role::editor);
  if (!seen) return seen.why();
  const auto lead = seen->views->get(seen->who.owner, *id);
  if (!lead) return lead.why();
  const auto text = read_json(call, asks.config.http_json_body_limit_bytes);
  if (!text) return text.why();
  leads::row_view present;
  if (!leads::view_row(lead->row, present)) return error{errc::corrupt, "The row of a lead is damaged.", {}};
  auto read = leads::edit_of(present, *text, seen->settings,
                             [&](const std::string& name) { return seen->people->member(name); });
  if (!read) return std::move(read).why();
  if (!read->edit) return faulty(read->faults, *in);
  if (auto free = look_for_holder(*seen, *id, read->edit->new_keys); !free) return std::move(free).why();
  auto made = asks.core.imports().edit_record("leads", seen->who, std::move(read->edit->what),
                                              leads::options_of_edits());
  if (!made) return std::move(made).why();
  const auto after = leads_of(asks, call, member_role::editor);
  if (!after) return after.why();
  return one_answer(after->views->get(after->who.owner, *id), *after->people);
}

auto delete_lead(context& asks, request& call) -> result<answer> {
  const auto id = lead_of(call);
  if (!id) return id.why();
  const auto seen = leads_of(asks, call, member_role::editor);
  if (!seen) return seen.why();
  if (const auto lead = seen->views->get(seen->who.owner, *id); !lead) return lead.why();
  auto gone = asks.core.imports().delete_record("leads", seen->who, *id);
  if (!gone) return std::move(gone).why();
  return nothing_to_say();
}

}  // namespace waybill::http
