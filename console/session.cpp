#include "console/session.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "actors/backups.hpp"
#include "actors/guard.hpp"
#include "actors/journal.hpp"
#include "actors/operator_desk.hpp"
#include "actors/projection_rebuild.hpp"
#include "actors/spawn.hpp"
#include "console/answers.hpp"
#include "events/operator/events.hpp"

namespace waybill::console {
namespace {

constexpr std::array levels{"trace", "debug", "info", "warn", "error", "off"};
auto is_level(std::string_view name) -> bool { return std::ranges::find(levels, name) != levels.end(); }
auto no_such_level(const std::string& name) -> refused {
  return refused_for(errc::bad_value,
                     "The journal has no level '" + name + "'; it has trace, debug, info, warn, error, off.");
}

struct session_state {
  session_surroundings around;
  std::string name;

  /// Before it is done. Errors: as of `operator_desk::record`.
  auto record(const operator_order& what) -> result<done> {
    journal::info(
        "operator.command",
        {{"operator", name}, {"verb", what.verb}, {"subject", what.subject}, {"value", what.value}});
    return around.core->operators().record(name, what);
  }

  template <class Question>
  auto operator()(const Question& asked) -> answer requires requires {
    answer_to(around, asked);
  }
  { return answer_to(around, asked); }
  auto operator()(const imports_asked& asked) -> answer {
    return answer_to(around, imports_of_asked{"", asked.status, asked.limit, asked.cursor});
  }

  auto operator()(const order_imports& order) -> answer {
    constexpr std::array verbs{
        std::pair{"pause", import_verb::pause}, std::pair{"resume", import_verb::resume},
        std::pair{"cancel", import_verb::cancel}, std::pair{"retry", import_verb::retry}};
    const auto verb = std::ranges::find_if(verbs, [&](const auto& one) { return order.verb == one.first; });
    if (verb == verbs.end() && order.verb != "kick")
      return refused_for(errc::bad_value, "Imports know no command '" + order.verb + "'.");
    changes_told all;
    for (const auto& id : order.ids) {
      const auto row = verb == verbs.end() ? kick({id}) : command({id}, order.verb, verb->second);
      if (row)
        all.items.push_back({id, std::string(name_of(row->status)), "", ""});
      else
        all.items.push_back({id, "", std::string(name_of(row.why().code)), row.why().message});
    }
    return all;
  }

  auto command(const import_id& id, const std::string& verb, import_verb what) -> result<import_row> {
    const auto row = around.core->import_view().find(id);
    if (!row) return row;
    if (auto kept = record({verb, id.value}); !kept) return std::move(kept).why();
    return around.core->imports().command({{operator_stream(name)}, row->owner}, id, what, {"", role::admin});
  }

  auto kick(const import_id& id) -> result<import_row> {
    const auto row = around.core->import_view().find(id);
    if (!row) return row;
    if (auto kept = record({"kick", id.value}); !kept) return std::move(kept).why();
    return around.core->operators().kick(id);
  }

  auto operator()(const order_drain& order) -> answer {
    if (auto kept = record({order.on ? "drain" : "undrain"}); !kept) return refused_for(kept.why());
    if (auto set = around.core->operators().set_draining(order.on); !set) return refused_for(set.why());
    return done_told{order.on ? "No new imports are taken; those that were are worked on."
                              : "New imports are taken again."};
  }

  auto operator()(const order_seats& order) -> answer {
    const auto count = std::to_string(order.count);
    if (auto kept = record({"seats", "", count}); !kept) return refused_for(kept.why());
    if (auto set = around.core->operators().set_seats(order.count); !set) return refused_for(set.why());
    return done_told{"There are " + count + " seats, until the next start."};
  }

  auto operator()(const order_level& order) -> answer {
    if (!is_level(order.level)) return no_such_level(order.level);
    if (auto kept = record({"level", "", order.level}); !kept) return refused_for(kept.why());
    journal::set_level(order.level);
    return done_told{"The journal's level is " + order.level + ", until the next start."};
  }

  auto operator()(const order_level_for& order) -> answer {
    constexpr std::uint64_t longest_s = 86'400;
    if (!is_level(order.level)) return no_such_level(order.level);
    if (order.seconds < 1 || order.seconds > longest_s)
      return refused_for(errc::bad_value, "A level holds for one second to one day.");
    const auto time = std::to_string(order.seconds) + " s";
    if (auto kept = record({"level", "", order.level + " for " + time}); !kept)
      return refused_for(kept.why());
    journal::set_level_for(order.level, std::chrono::seconds{order.seconds});
    return done_told{"The journal's level is " + order.level + " for " + time + ", then what it was."};
  }

  auto operator()(const order_rebuild& order) -> answer {
    if (auto may = projection_rebuild::may_rebuild(order.name); !may) return refused_for(may.why());
    if (auto kept = record({"rebuild", "", order.name}); !kept) return refused_for(kept.why());
    if (auto began = around.core->operators().projections().begin(order.name); !began)
      return refused_for(began.why());
    return done_told{"The projection '" + order.name + "' is being folded anew."};
  }

  auto operator()(const order_sign_out& order) -> answer {
    const auto account = account_of(*around.core, order.user);
    if (!account) return refused_for(account.why());
    if (auto kept = record({"sign-out", account->id.value}); !kept) return refused_for(kept.why());
    if (auto out = around.core->accounts().sign_out_everywhere(account->id); !out)
      return refused_for(out.why());
    return done_told{"Every session of " + account->username + " has ended; tokens go on."};
  }

  auto operator()(const order_backup& order) -> answer {
    if (!order.folder.starts_with('/'))
      return refused_for(errc::bad_value, "The folder of a backup is named from the root: /...");
    if (auto kept = record({"backup", "", order.folder}); !kept) return refused_for(kept.why());
    const auto begun = around.core->backups().begin_into(order.folder, operator_stream(name));
    if (!begun) return refused_for(begun.why());
    return done_told{"A backup is being made."};
  }

  /// Who hears the answer sees to it. A log that cannot be written is no reason to go on.
  auto operator()(const order_stop&) -> answer {
    if (auto kept = record({"stop"}); !kept)
      journal::warn("operator.not_recorded", {{"verb", "stop"}, {"why", kept.why().message}});
    return done_told{"The server stops; imports go on where they are at the next start."};
  }
};

auto session_behavior(session_actor::stateful_pointer<session_state> self, const session_surroundings& around,
                      const std::string& name) -> session_actor::behavior_type {
  end_actor_when_it_throws(self, "console session");
  self->state.around = around;
  self->state.name = name;
  return {[self](const call& asked) {
    return said{std::make_shared<const answer>(std::visit(self->state, *asked.what))};
  }};
}

}  // namespace

auto spawn_session(const session_surroundings& around, std::string name) -> session_actor {
  auto& system = around.core->operators().actors();
  return spawn_with_thread(system, "console session of " + name, session_behavior, around, std::move(name));
}

}  // namespace waybill::console
