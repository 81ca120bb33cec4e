#include "actors/backup_actor.hpp"

#include "actors/background.hpp"
#include "actors/backup_directory.hpp"
#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "backup/take.hpp"
#include "events/log/transaction.hpp"

namespace waybill {
namespace {

constexpr std::chrono::minutes between_looks{1};
/// Enough to find the last that is none of a restore.
constexpr std::size_t looked_at = 20;

auto take(const backup_plan& plan, const running_backup& asked) -> server_event {
  const auto& config = plan.config;
  const auto& folder = asked.folder.empty() ? config.backup_folder : asked.folder;
  backup::take_plan what{config.data_directory, *plan.log,  folder,       config.backup_rate,
                         config.backup_keep,    plan.clock, plan.removals};
  what.stopped = [state = plan.state] { return state->stopped(); };
  what.tell = [state = plan.state](const backup::backup_progress& now) {
    state->tell(now.bytes_done, now.bytes_total);
  };
  what.tell_others = [&](const auto& numbers) { warn_of_other_line(folder, numbers); };
  auto made = backup::take(what);
  if (made) {
    journal::info("backup.finished", {{"folder", made->folder},
                                      {"number", std::to_string(made->number)},
                                      {"position", std::to_string(made->at)},
                                      {"copied_bytes", std::to_string(made->copied_bytes)}});
    return *std::move(made);
  }
  journal::error("backup.failed", {{"folder", folder}, {"why", made.why().message}});
  return backup_failed{folder, std::string(name_of(made.why().code)), made.why().message, asked.began_at};
}

struct backup_actor_state {
  backup_plan plan;

  using self_ptr = backup_actor::stateful_pointer<backup_actor_state>;

  void run(self_ptr self, const std::string& by) {
    const auto running = plan.state->running();
    tell(self, take(plan, running.value_or(running_backup{by, plan.clock->now()})), by);
  }

  /// The list shows it before the next may begin.
  void tell(self_ptr self, const server_event& how, const std::string& by) {
    const auto head = plan.log->head(server_stream);
    if (!head) return plan.state->ended();
    auto what = transaction_of(std::string(server_stream), head->version,
                               encoded(std::vector<server_event>{how}), by, 0, *plan.clock);
    self->request(plan.writer, caf::infinite, append_events{std::move(what)})
        .await(
            [self](append_answer& answer) {
              if (!answer.what) journal::warn("backup.not_told", {{"why", answer.what.why().message}});
              self->state.plan.state->ended();
            },
            [self](const caf::error&) { self->state.plan.state->ended(); });
  }

  void look(self_ptr self) {
    self->delayed_send(self, between_looks, look_for_backup{});
    const auto told = told_backups(*plan.log, looked_at);
    const auto now = plan.clock->now();
    const auto due = told ? next_backup_at(*told, plan.config.backup_every, now) : std::optional<instant>{};
    if (due && *due <= now && plan.state->begin("system", now)) run(self, "system");
  }
};

auto backup_behavior(backup_actor_state::self_ptr self, const backup_plan& plan)
    -> backup_actor::behavior_type {
  end_process_when_it_throws(self, "backups");
  if (has_thread(*self)) work_in_background();
  self->state.plan = plan;
  if (!plan.config.backup_folder.empty() && plan.config.backup_every != 0)
    self->send(self, look_for_backup{});
  return {[self](const take_backup& asked) { self->state.run(self, asked.by); },
          [self](const look_for_backup&) { self->state.look(self); }};
}

class desk final : public backup_desk {
 public:
  desk(backup_actor to, backup_plan plan) : to_(std::move(to)), plan_(std::move(plan)) {}

  auto begin(const std::string& by) -> result<running_backup> override {
    if (plan_.config.backup_folder.empty())
      return {errc::not_configured, "No folder for backups is configured; see the setting backup.folder."};
    const auto begun = plan_.state->begin(by, plan_.clock->now());
    if (!begun) return {errc::busy, "A backup is being made; wait until it is finished."};
    caf::anon_send(to_, take_backup{by});
    return *begun;
  }
  auto begin_into(const std::string& folder, const std::string& by) -> result<running_backup> override {
    const auto begun = plan_.state->begin(by, plan_.clock->now(), folder);
    if (!begun) return {errc::busy, "A backup is being made; wait until it is finished."};
    caf::anon_send(to_, take_backup{by});
    return *begun;
  }
  [[nodiscard]] auto running() const -> std::optional<running_backup> override {
    return plan_.state->running();
  }
  [[nodiscard]] auto list(std::size_t most) const -> result<std::vector<told_backup>> override {
    return told_backups(*plan_.log, most);
  }

 private:
  backup_actor to_;
  backup_plan plan_;
};

}  // namespace

auto spawn_backup_actor(caf::actor_system& system, backup_plan plan) -> backup_actor {
  return spawn_with_thread(system, "backups", backup_behavior, std::move(plan));
}

auto make_backup_desk(backup_actor to, backup_plan plan) -> std::unique_ptr<backup_desk> {
  return std::make_unique<desk>(std::move(to), std::move(plan));
}

}  // namespace waybill
