#include "actors/log_actor.hpp"

#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "events/fault_point.hpp"

namespace waybill {
namespace {

/// A group larger than this is committed before more is taken: memory stays bounded, and so does the wait for
/// an answer.
constexpr std::size_t most_in_group = 256;
constexpr std::size_t most_bytes_in_group = 8 << 20;
constexpr std::chrono::seconds pause_before_opening{2};

struct log_state {
  event_log* log = nullptr;
  std::shared_ptr<commit_meter> meter;
  std::vector<transaction> waiting;
  std::vector<caf::typed_response_promise<append_answer>> promises;
  std::size_t waiting_bytes = 0;
  bool due = false;
  std::vector<projector_actor> followers;
  bool writable = true;  ///< as the journal was told last

  using self_ptr = log_actor::stateful_pointer<log_state>;

  auto take(log_actor::stateful_pointer<log_state> self, const append_events& order)
      -> caf::typed_response_promise<append_answer> {
    auto promise = self->make_response_promise<append_answer>();
    for (const auto& append : order.what->appends)
      for (const auto& event : append.events) waiting_bytes += event.payload.size();
    waiting.push_back(std::move(*order.what));
    promises.push_back(promise);
    if (waiting.size() >= most_in_group || waiting_bytes >= most_bytes_in_group) {
      commit(self);
    } else if (!due) {
      // Whatever lies in the mailbox already stands before this message: it joins the group.
      due = true;
      self->send(self, commit_waiting{});
    }
    return promise;
  }

  void commit(log_actor::stateful_pointer<log_state> self) {
    due = false;
    if (waiting.empty()) return;
    const auto began = std::chrono::steady_clock::now();
    auto answers = log->commit(waiting);
    if (meter) meter->took(began, std::chrono::steady_clock::now());
    fault_point("log.before_answers");
    for (std::size_t i = 0; i < promises.size(); ++i)
      promises[i].deliver(append_answer{std::move(answers[i])});
    waiting.clear();
    promises.clear();
    waiting_bytes = 0;
    fault_point("log.before_projections");
    for (const auto& follower : followers) self->send(follower, log_advanced{log->tail()});
    look_after(self);
  }

  /// What stands in the log already may be news to who follows from now on.
  void be_followed(self_ptr self, const projector_actor& by) {
    followers.push_back(by);
    if (const auto tail = log->tail(); tail > 0) self->send(by, log_advanced{tail});
  }

  /// Whether the log can be written must not depend on somebody who tries: it is opened again by itself.
  void look_after(self_ptr self) {
    if (log->writable() == writable) return;
    writable = !writable;
    if (writable) return journal::info("log.writable", {{"position", std::to_string(log->tail())}});
    journal::error("log.not_writable", {{"position", std::to_string(log->tail())}});
    self->delayed_send(self, pause_before_opening, open_log_again{});
  }

  void open_again(self_ptr self) {
    if (log->writable()) return look_after(self);
    log->commit({});
    if (log->writable()) return look_after(self);
    self->delayed_send(self, pause_before_opening, open_log_again{});
  }
};

auto log_behavior(log_actor::stateful_pointer<log_state> self, event_log* log,
                  std::shared_ptr<commit_meter> meter) -> log_actor::behavior_type {
  end_process_when_it_throws(self, "log");
  self->state.log = log;
  self->state.meter = std::move(meter);
  return with_fault_point<log_actor::behavior_type>(
      "actor.log", [self](const append_events& order) { return self->state.take(self, order); },
      [self](const commit_waiting&) { self->state.commit(self); },
      [self](const open_log_again&) { self->state.open_again(self); },
      [self](const follow_log& order) { self->state.be_followed(self, order.who); });
}

}  // namespace

auto spawn_log_actor(caf::actor_system& system, event_log& log, std::shared_ptr<commit_meter> meter)
    -> log_actor {
  return spawn_with_thread(system, "log", log_behavior, &log, std::move(meter));
}

}  // namespace waybill
