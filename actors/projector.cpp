#include "actors/projector.hpp"

#include <utility>

#include "actors/guard.hpp"
#include "actors/spawn.hpp"

namespace waybill {
namespace {

constexpr std::chrono::seconds pause_after_error{1};

struct projector_state {
  projection_runner* runner = nullptr;
  projector_plan plan;
  position folded_to = 0;
  bool fold_due = false;
  bool linger_due = false;
  bool flushed_lately = false;  ///< many rows, since the last `linger_over`
  bool asked = false;           ///< somebody waits for what is folded
  caf::actor_clock::time_point advanced_at{};

  using self_ptr = projector_actor::stateful_pointer<projector_state>;

  [[nodiscard]] auto is_time(self_ptr self) const -> bool {
    return plan.quiet.count() == 0 || self->clock().now() - advanced_at >= plan.quiet ||
           folded_to >= runner->at() + plan.most_behind;
  }

  /// When everything is folded and somebody asked for it, it is written too.
  void fold(self_ptr self) {
    const auto before = runner->at();
    const auto more = runner->step(plan.step_bytes, plan.flush_rows, asked || plan.linger.count() == 0);
    const bool flushed = runner->at() != before;
    // Also after an error: what was refused may be there all the same, and somebody may wait for it.
    if (flushed && plan.shown) plan.shown(runner->at());
    const bool everything = more && !*more;
    if (flushed && !(asked && everything)) flushed_lately = true;
    if (!more) journal::error("projection.stuck", {{"projection", plan.name}, {"why", more.why().message}});
    if (!everything)
      again(self, more ? std::chrono::seconds{0} : pause_after_error);
    else if (!std::exchange(asked, false))
      linger(self);
  }

  void linger(self_ptr self) {
    if (linger_due || plan.linger.count() == 0) return;
    linger_due = true;
    self->delayed_send(self, plan.linger, linger_over{});
  }

  /// Where many rows were flushed just now more of them may come: another while, then.
  void end_linger(self_ptr self) {
    linger_due = false;
    if (std::exchange(flushed_lately, false) || !is_time(self)) return linger(self);
    asked = true;
    fold(self);
  }

  void again(self_ptr self, std::chrono::milliseconds pause) {
    if (fold_due) return;
    fold_due = true;
    if (pause.count() > 0)
      self->delayed_send(self, pause, fold_on{});
    else
      self->send(self, fold_on{});
  }
};

auto projector_behavior(projector_state::self_ptr self, projection_runner* runner, const projector_plan& plan)
    -> projector_actor::behavior_type {
  end_process_when_it_throws(self, "projector");
  if (plan.stands_back != patience::none && has_thread(*self)) work_in_background(plan.stands_back);
  self->state.runner = runner;
  self->state.plan = plan;
  return with_fault_point<projector_actor::behavior_type>(
      "actor.projector",
      [self](const log_advanced& now) {
        auto& state = self->state;
        if (now.tail > state.folded_to) {
          state.folded_to = now.tail;
          state.advanced_at = self->clock().now();
          state.again(self, state.plan.quiet);
        }
      },
      [self](const show_everything&) {
        self->state.asked = true;
        self->state.fold(self);
      },
      [self](const fold_on&) {
        auto& state = self->state;
        state.fold_due = false;
        if (state.is_time(self)) return state.fold(self);
        state.again(self, state.plan.quiet);
      },
      [self](const linger_over&) { self->state.end_linger(self); });
}

}  // namespace

auto spawn_projector(caf::actor_system& system, projection_runner& runner, projector_plan plan)
    -> projector_actor {
  return spawn_with_thread(system, "projector " + plan.name, projector_behavior, &runner, std::move(plan));
}

}  // namespace waybill
