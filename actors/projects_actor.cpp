#include "actors/projects_actor.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "domains/kind.hpp"
#include "events/collection/events.hpp"
#include "events/log/transaction.hpp"

namespace waybill {
namespace {

/// More than anybody makes by hand.
constexpr std::size_t projects_of_one = 1'000;

/// Settings of a kind with the wish on top, in full. Nothing: they are so already. Errors: bad_value,
/// unknown_field.
auto settings_with(std::string_view kind, std::string_view present, const std::string& wish)
    -> result<std::optional<std::string>> {
  const auto* of = kind_named(kind);
  if (of == nullptr) return {errc::unknown_field, "There is no such kind of import."};
  if (auto known = of->check_settings(wish); !known) return std::move(known).why();
  const auto now = of->check_settings(present.empty() ? "{}" : std::string(present));
  if (!now) return now.why();
  auto merged = nlohmann::json::parse(*now);
  merged.update(nlohmann::json::parse(wish));
  auto text = of->check_settings(merged.dump());
  if (!text) return std::move(text).why();
  if (*text == *now) return std::optional<std::string>{};
  return std::optional<std::string>{std::move(*text)};
}

/// What is wished, on top of what the project has now. Errors: those of the kinds.
auto with_present_settings(const project_state& project, const project_command& wish)
    -> result<project_command> {
  const auto* const details = std::get_if<change_details>(&wish);
  if (details == nullptr) return wish;
  auto made = *details;
  made.settings.clear();
  for (const auto& [kind, text] : details->settings) {
    auto merged = settings_with(kind, settings_of(project, kind), text);
    if (!merged) return std::move(merged).why();
    if (*merged) made.settings.push_back({kind, std::move(**merged)});
  }
  return project_command{std::move(made)};
}

using promise = caf::typed_response_promise<project_answer>;

struct projects_state {
  projects_plan plan;

  using self_ptr = projects_actor::stateful_pointer<projects_state>;

  auto change(self_ptr self, const change_project& order) -> promise {
    auto answer = self->make_response_promise<project_answer>();
    auto project = plan.book->find(order.project).value_or(project_state{});
    if (const auto* fresh = std::get_if<create_project>(&order.what))
      project.maker = fresh->maker;
    else if (project.version == 0)
      return refused(answer, {errc::not_found, "There is no such project.", {}});
    const auto what = with_present_settings(project, order.what);
    if (!what) return refused(answer, what.why());
    auto events = decide(project, *what, order.who);
    if (!events) return refused(answer, std::move(events).why());
    if (events->empty()) {
      answer.deliver(project_answer{std::move(project)});
    } else if (auto room = has_room(order.project, *events); !room) {
      return refused(answer, std::move(room).why());
    } else if (auto fine = name_is_free(project, order, *events); !fine) {
      return refused(answer, std::move(fine).why());
    } else if (wants_rest(*events)) {
      change_at_rest(self, std::move(project), std::move(*events), order.who.by, answer);
    } else {
      append(self, std::move(project), order.project, std::move(*events), order.who.by,
             [answer](result<project_state> after) mutable {
               answer.deliver(project_answer{std::move(after)});
             });
    }
    return answer;
  }

  static auto refused(promise& answer, error why) -> promise {
    answer.deliver(project_answer{std::move(why)});
    return answer;
  }

  /// What the log keeps for good of these settings; nothing of other events.
  static auto cost_of(const project_id& id, const std::vector<project_event>& events) -> usage_row {
    envelope head;
    head.stream = project_stream(id);
    usage_row cost;
    for (const auto& written : encoded(events)) {
      if (written.tag != kind_settings_changed::tag) continue;
      head.tag = written.tag;
      cost.event_bytes += stored_event_bytes(head, written.payload.size());
    }
    return cost;
  }
  [[nodiscard]] auto has_room(const project_id& id, const std::vector<project_event>& events) const
      -> result<done> {
    const auto cost = cost_of(id, events);
    if (plan.usage == nullptr || cost == usage_row{}) return done{};
    return plan.usage->admit(id.value, cost);
  }

  [[nodiscard]] auto name_is_free(const project_state& project, const change_project& order,
                                  const std::vector<project_event>& events) const -> result<done> {
    // Both can only stand first.
    const auto* created = std::get_if<project_created>(&events.front());
    const auto* renamed = std::get_if<project_renamed>(&events.front());
    if (created == nullptr && renamed == nullptr) return done{};
    const auto& name = created != nullptr ? created->name : renamed->name;
    if (plan.book->is_taken(project.maker, name, order.project, order.who.by))
      return {errc::name_taken, created != nullptr
                                    ? "You have a project of that name already."
                                    : "Who made this project has another one of that name already."};
    if (created != nullptr && plan.book->made_by(project.maker) >= projects_of_one)
      return {errc::bad_value,
              "Nobody makes more than " + std::to_string(projects_of_one) + " projects; delete one first."};
    return done{};
  }

  /// `await`: the next change is looked at when this one is settled, so a name is never given twice, and no
  /// two managers leave at once. `then` is told how the project is from now on.
  template <class Then>
  void append(self_ptr self, project_state project, const project_id& id, std::vector<project_event> events,
              const user_id& by, Then then) {
    auto what =
        transaction_of(project_stream(id), project.version, encoded(events), by.value, 0, *plan.clock);
    const auto at = what->time;
    self->request(plan.writer, caf::infinite, append_events{std::move(what)})
        .await(
            [self, project = std::move(project), events = std::move(events), at,
             then](append_answer& answer) mutable {
              if (!answer.what) return then(result<project_state>{answer.what.why()});
              if (auto* usage = self->state.plan.usage)
                usage->wrote(project.id.value, cost_of(project.id, events), answer.what->last);
              for (const auto& event : events) apply(project, event, at);
              self->state.plan.book->put(project);
              then(result<project_state>{std::move(project)});
            },
            [then](const caf::error&) mutable {
              then(result<project_state>{errc::unavailable, "The log does not answer."});
            });
  }

  /// Does what was imported stay what it is, whatever is set for its kind?
  static auto may_change(const kind_settings_changed& what) -> bool {
    const auto* const kind = kind_named(what.kind);
    return kind != nullptr && kind->may_change_settings();
  }

  /// What imports go by does not change while one is at work.
  static auto wants_rest(const std::vector<project_event>& events) -> bool {
    return std::ranges::any_of(events, [](const project_event& one) {
      const auto* const set = std::get_if<kind_settings_changed>(&one);
      return std::holds_alternative<project_deleted>(one) || (set != nullptr && !may_change(*set));
    });
  }

  /// What was imported by other settings would not be found again.
  [[nodiscard]] auto may_be_set(const project_id& id, const std::vector<project_event>& events) const
      -> result<done> {
    for (const auto& one : events) {
      const auto* set = std::get_if<kind_settings_changed>(&one);
      if (set == nullptr || may_change(*set)) continue;
      const auto head = plan.log->head(collection_stream(set->kind, owner_id{id}));
      if (!head) return head.why();
      if (head->version > 0)
        return {errc::settings_fixed,
                "Something was imported into this project by its settings already; they stay as they are."};
    }
    return done{};
  }

  /// First nobody begins to work on an import of it, then it is done, then its imports go on, or end with it.
  void change_at_rest(self_ptr self, project_state project, std::vector<project_event> events,
                      const user_id& by, promise answer) {
    const owner_id owner{project.id};
    const bool goes = std::holds_alternative<project_deleted>(events.back());
    self->request(plan.registry, caf::infinite, stop_owner{owner})
        .await(
            [self, project = std::move(project), events = std::move(events), by, owner, goes,
             answer](answered& stopped) mutable {
              if (!stopped.what) {
                answer.deliver(project_answer{std::move(stopped.what).why()});
                return;
              }
              const auto id = project.id;
              auto& state = self->state;
              if (auto fine = state.may_be_set(id, events); !fine)
                return state.end_imports(self, {owner, by, false}, std::move(fine).why(), answer);
              state.append(self, std::move(project), id, std::move(events), by,
                           [self, owner, by, goes, answer](result<project_state> after) mutable {
                             const bool gone = goes && after.ok();
                             self->state.end_imports(self, {owner, by, gone}, std::move(after), answer);
                           });
            },
            [answer](const caf::error&) mutable {
              answer.deliver(project_answer{error{errc::unavailable, "The server is stopping.", {}}});
            });
  }

  void end_imports(self_ptr self, owner_settled how, result<project_state> after, promise answer) {
    const auto told = [answer, after = std::move(after)] {
      auto to = answer;
      to.deliver(project_answer{after});
    };
    self->request(plan.registry, caf::infinite, std::move(how))
        .then([told](const answered&) mutable { told(); }, [told](const caf::error&) mutable { told(); });
  }
};

auto projects_behavior(projects_state::self_ptr self, const projects_plan& plan)
    -> projects_actor::behavior_type {
  end_process_when_it_throws(self, "projects");
  self->state.plan = plan;
  return with_fault_point<projects_actor::behavior_type>(
      "actor.projects", [self](const change_project& order) { return self->state.change(self, order); });
}

}  // namespace

auto spawn_projects_actor(caf::actor_system& system, projects_plan plan) -> projects_actor {
  return spawn_in_pool(system, "projects", projects_behavior, std::move(plan));
}

}  // namespace waybill
