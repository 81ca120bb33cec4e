#include "actors/registry.hpp"

#include <algorithm>
#include <map>

#include "actors/ending_owners.hpp"
#include "actors/guard.hpp"
#include "actors/idempotency_keys.hpp"
#include "actors/live_import.hpp"
#include "actors/review_quota.hpp"
#include "actors/row_waiting.hpp"
#include "actors/seats.hpp"
#include "actors/spawn.hpp"
#include "events/fault_point.hpp"
#include "events/log/transaction.hpp"
#include "projections/imports_model.hpp"
#include "projections/submission_cost.hpp"

namespace waybill {
namespace {

constexpr std::chrono::seconds pause_before_recovery{5};
/// How often it is looked whether rows have caught up.
constexpr std::chrono::milliseconds rows_pause{5};

auto no_such_import() -> error { return {errc::not_found, "There is no such import.", {}}; }

struct registry_state {
  registry_plan plan;
  std::shared_ptr<const import_surroundings> around;
  live_imports live;
  std::optional<all_seats> at_work;  ///< set with the plan, as the next
  std::optional<idempotency_keys> keys;
  row_waiting behind_rows;
  ending_owners ending;
  bool stopping = false;
  bool draining = false;
  std::optional<caf::typed_response_promise<answered>> all_stopped;

  using self_ptr = registry_actor::stateful_pointer<registry_state>;

  // --- submitting ---

  /// `file_bytes` of a new import; 1 when its file is only about to come.
  auto may_take(const acting& who, std::uint64_t file_bytes = 1) -> result<done> {
    if (stopping) return {errc::unavailable, "The server is stopping."};
    if (draining) return drained();
    if (ending.is_gone(who.owner)) return {errc::not_found, "There is no such project."};
    if (plan.usage != nullptr && !who.owner.empty())
      if (auto fine = plan.usage->admit(who.owner.value, {file_bytes, 0, 0}); !fine) return fine;
    return at_work->may_wait(who.by, plan.waiting_limit, plan.waiting_per_user_limit);
  }

  auto submit(self_ptr self, const submit_order& order) -> caf::typed_response_promise<submit_answer> {
    auto promise = self->make_response_promise<submit_answer>();
    const auto known = keys->find(order.by, order.what, plan.clock->now());
    if (!known || *known) {
      promise.deliver(known ? submit_answer{submit_receipt{(*known)->id, (*known)->first, true}}
                            : submit_answer{known.why()});
      return promise;
    }
    const auto refused = [&promise](const error& why) {
      promise.deliver(submit_answer{why});
      return promise;
    };
    if (order.refusal) return refused(*order.refusal);
    if (order.refuses_same_file)
      if (const auto other = live_with_file(live, order.what)) return refused(*other);
    if (const auto may = may_take({order.by, order.what.owner}, order.what.file.size_bytes); !may)
      return refused(may.why());
    auto events = decide(import_state{}, submit_import{order.what}, plan.limits);
    if (!events) return refused(events.why());
    auto what =
        transaction_of(import_stream(order.what.import), 0, encoded(*events), order.by.value, 0, *plan.clock);
    what->bulk = true;
    const auto at = what->time;
    // `await`: the next message is looked at when this one is settled. So a key is never taken twice, and a
    // stop knows of every import that the log took.
    self->request(plan.writer, caf::infinite, append_events{std::move(what)})
        .await(
            [self, promise, order, at](append_answer& answer) mutable {
              promise.deliver(answer.what ? submit_answer{self->state.accepted(self, order, at, *answer.what)}
                                          : submit_answer{answer.what.why()});
            },
            [promise](const caf::error&) mutable {
              promise.deliver(submit_answer{error{errc::unavailable, "The log does not answer.", {}}});
            });
    return promise;
  }

  auto accepted(self_ptr self, const submit_order& order, instant at, const receipt& where)
      -> submit_receipt {
    const auto& event = order.what;
    keys->add(order.by, event, at, where.last);
    if (plan.usage != nullptr) plan.usage->wrote(event.owner.value, cost_of(event), where.last);
    auto state = apply(import_state{}, import_event{event}, at);
    state.started_by = order.by;
    start(self, {std::move(state), 1, where.first, where.last, false, order.verdict});
    return {event.import, where.last, false};
  }

  // --- actors ---

  void start(self_ptr self, recovered_import what, std::optional<error> give_up = {}) {
    const auto id = what.state.id.value;
    auto& entry = live[id];
    entry.owner = what.state.owner;
    entry.started_by = what.state.started_by;
    entry.kind = what.state.kind;
    entry.file = what.state.file.sha256;
    entry.accepted_at = what.accepted_at;
    const auto* const kind = kind_named(what.state.kind);
    entry.outside = kind != nullptr && kind->waits_outside(what.state.options, plan.kinds);
    entry.actor = spawn_import_actor(self->system(), around, std::move(what), std::move(give_up));
    self->monitor(entry.actor);
    if (ending.is_gone(entry.owner)) ask_import(self, id, {{"system"}, import_verb::cancel}, [](auto) {});
  }

  auto command(self_ptr self, const import_order& order) -> caf::typed_response_promise<change_answer> {
    auto promise = self->make_response_promise<change_answer>();
    if (stopping) {
      promise.deliver(change_answer{error{errc::unavailable, "The server is stopping.", {}}});
    } else if (const auto found = live.find(order.id.value); found != live.end()) {
      hand_on(self, found->second, order, promise);
    } else {
      when_shown(self, [self, order, promise](const result<done>& shown) mutable {
        const auto started =
            shown ? self->state.find_or_start(self, order) : result<live_import*>{shown.why()};
        if (started)
          self->state.hand_on(self, **started, order, promise);
        else
          promise.deliver(change_answer{started.why()});
      });
    }
    return promise;
  }

  void hand_on(self_ptr self, live_import& to, const import_order& order,
               caf::typed_response_promise<change_answer> promise) {
    if (to.owner != order.who.owner || !to.actor) {
      promise.deliver(change_answer{
          to.owner != order.who.owner
              ? no_such_import()
              : error{errc::unavailable, "The import is being started again; try again in a moment.", {}}});
      return;
    }
    if (auto fine = admit_review_change(plan.usage, order); !fine)
      return static_cast<void>(promise.deliver(change_answer{std::move(fine).why()}));
    ask_import(self, order.id.value, {order.who.by, order.verb, order.command},
               [promise](change_answer answer) mutable { promise.deliver(std::move(answer)); });
  }

  /// Of an import that somebody works on.
  void ask_import(self_ptr self, const std::string& id, import_request what,
                  const std::function<void(change_answer)>& then) {
    auto& import = live.at(id);
    ++import.asked;
    const auto settled = [self, id, then](change_answer answer) {
      one_answered(self->state.live, id);
      then(std::move(answer));
    };
    self->request(import.actor, caf::infinite, std::move(what))
        .then([settled](change_answer& answer) { settled(std::move(answer)); },
              [settled](const caf::error&) {
                settled({error{errc::unavailable, "The import is being started again.", {}}});
              });
  }

  /// The import of an order; nobody worked on it when the order came.
  auto find_or_start(self_ptr self, const import_order& order) -> result<live_import*> {
    if (const auto found = live.find(order.id.value); found != live.end()) return &found->second;
    auto recovered = plan.recover(order.id);
    if (!recovered) return recovered.why();
    if (recovered->state.owner != order.who.owner || recovered->state.status == import_status::removed)
      return no_such_import();
    start(self, std::move(*recovered));
    return &live[order.id.value];
  }

  // --- rows that are behind the log ---

  void when_shown(self_ptr self, row_waiting::action act) {
    const auto wanted = plan.log->tail();
    if (plan.imports->at() >= wanted) return act(done{});
    behind_rows.add(wanted, self->clock().now(), std::move(act));
    if (behind_rows.size() == 1) self->delayed_send(self, rows_pause, look_again{});
  }

  void look(self_ptr self) {
    behind_rows.look(plan.imports->at(), self->clock().now(), stopping);
    if (behind_rows.size() > 0) self->delayed_send(self, rows_pause, look_again{});
  }

  /// The import, if who sent the message at hand is the actor that works on it now: what another said before
  /// it ended must not touch its successor.
  auto of_sender(self_ptr self, const import_id& id) -> live_imports::iterator {
    return live_with_actor(live, id, caf::actor_cast<caf::actor_addr>(self->current_sender()));
  }

  void rests(self_ptr self, const import_rests& said) {
    const auto found = of_sender(self, said.id);
    if (found == live.end() || found->second.asked > 0) return;
    self->demonitor(found->second.actor.address());
    self->send_exit(found->second.actor, caf::exit_reason::user_shutdown);
    leave(self, said.id);
    live.erase(said.id.value);
    // It may be the last one that a stop waits for: it ended by itself, so there is no death to wait for.
    tell_when_stopped();
  }

  void died(self_ptr self, const caf::down_msg& down) {
    const auto found = live_with_actor(live, down.source);
    if (found == live.end()) return;
    const auto id = found->first;
    found->second.actor = nullptr;
    found->second.asked = 0;
    leave(self, {id});
    if (stopping) {
      live.erase(found);
      return tell_when_stopped();
    }
    if (std::exchange(found->second.kicked, false)) return self->send(self, revive{import_id{id}});
    const auto deaths = ++found->second.deaths;
    const auto pause = pause_after(deaths, plan.first_pause);
    journal::error("import.died", {{"import", id}, {"deaths", std::to_string(deaths)}});
    self->delayed_send(self, pause, revive{import_id{id}});
  }

  void bring_back(self_ptr self, const import_id& id) {
    when_shown(self, [self, id](const result<done>& shown) {
      auto& state = self->state;
      const auto found = state.live.find(id.value);
      if (found == state.live.end() || found->second.actor || state.stopping) return;
      auto recovered = shown ? recover_import(*state.plan.log, *state.plan.rows, id)
                             : result<recovered_import>{shown.why()};
      if (!recovered) {
        journal::error("import.not_recovered", {{"import", id.value}, {"why", recovered.why().message}});
        return self->delayed_send(self, pause_before_recovery, revive{id});
      }
      fault_point("import.revived");
      state.start(self, std::move(*recovered), give_up_after(found->second));
    });
  }

  // --- seats ---

  void want_seat(self_ptr self, const seat_wanted& wanted) {
    const auto found = of_sender(self, wanted.id);
    if (found == live.end()) return;
    const auto& who = found->second;
    if (at_work->want({wanted.id, who.started_by, wanted.wish, who.accepted_at, who.outside}))
      self->send(who.actor, seat_granted{wanted.wish});  // it is its own already
    give_seats(self);
  }

  void free_seat(self_ptr self, const import_id& id) {
    if (of_sender(self, id) != live.end()) leave(self, id);
  }

  void leave(self_ptr self, const import_id& id) {
    at_work->leave(id);
    give_seats(self);
  }

  void give_seats(self_ptr self) {
    if (ending.is_deciding()) return;
    // Who waits is alive: a death, as a rest, leaves the line.
    while (const auto next = at_work->give())
      self->send(live.at(next->import.value).actor, seat_granted{next->number});
  }

  // --- what operators ask for ---

  [[nodiscard]] auto counts() const -> import_counts {
    return {at_work->taken(), at_work->waiting(), at_work->count(), draining};
  }

  // --- owners that go ---

  auto stop_one(const stop_owner& asked) -> answered {
    if (std::ranges::any_of(live_of(live, asked.owner), [&](const auto& id) { return at_work->has({id}); }))
      return {error{errc::busy, "An import of this project is at work; pause or cancel it first.", {}}};
    ending.begin(asked.owner);
    return {done{}};
  }

  auto settle(self_ptr self, const owner_settled& how) -> caf::typed_response_promise<answered> {
    auto promise = self->make_response_promise<answered>();
    ending.settle(how.gone);
    const auto imports = how.gone ? live_of(live, how.owner) : std::vector<std::string>{};
    // None of them may have a seat before it hears that it ends.
    for (const auto& id : imports) at_work->leave({id});
    give_seats(self);
    const auto all = std::make_shared<countdown>(
        imports.size() + 1, [self, owner = how.owner, gone = how.gone, promise]() mutable {
          if (gone) self->state.let_files_go(self, owner);
          promise.deliver(answered{done{}});
        });
    for (const auto& id : imports)
      ask_import(self, id, {how.by, import_verb::cancel}, [all](const auto&) { all->one_done(); });
    all->one_done();
    return promise;
  }

  /// What the owner's imports have on the disk; the next start sweeps away what is left.
  void let_files_go(self_ptr self, const owner_id& owner) {
    when_shown(self, [self, owner](const result<done>& shown) {
      if (shown)
        each_kept_file(*self->state.plan.rows, owner, [self](const std::string& path) {
          self->send(self->state.plan.janitor, remove_file{path});
        });
    });
  }

  // --- start and stop ---

  auto recover(self_ptr self) -> answered {
    const auto unfinished = unfinished_imports(*plan.rows);
    if (!unfinished) return {unfinished.why()};
    for (const auto& id : *unfinished) {
      auto recovered = recover_import(*plan.log, *plan.rows, id);
      if (!recovered) return {recovered.why()};
      journal::info("import.recovered",
                    {{"import", id.value}, {"status", std::string(name_of(recovered->state.status))}});
      recovered->interrupted = recovered->state.status == import_status::parsing ||
                               recovered->state.status == import_status::processing;
      start(self, std::move(*recovered));
    }
    return {keys->remember(*plan.rows, plan.clock->now())};
  }

  auto stop(self_ptr self) -> caf::typed_response_promise<answered> {
    stopping = true;
    at_work->close();
    auto promise = self->make_response_promise<answered>();
    all_stopped = promise;
    for (auto& [id, entry] : live)
      if (entry.actor) self->send(entry.actor, halt{});
    // After the halts: a chunk that waits in the store is refused now, and no import takes that for its end.
    self->send(plan.store, let_go{});
    look(self);
    std::erase_if(live, [](const auto& entry) { return !entry.second.actor; });
    tell_when_stopped();
    return promise;
  }

  void tell_when_stopped() {
    if (!live.empty() || !all_stopped) return;
    around.reset();
    all_stopped->deliver(answered{done{}});
    all_stopped.reset();
  }
};

auto registry_behavior(registry_state::self_ptr self, const registry_plan& plan)
    -> registry_actor::behavior_type {
  end_process_when_it_throws(self, "registry");
  auto& state = self->state;
  state.plan = plan;
  state.at_work.emplace(plan.seats, plan.seats_outside);
  state.keys.emplace(plan.idempotency);
  state.ending.forget(plan.gone_owners);
  state.around = std::make_shared<const import_surroundings>(
      import_surroundings{plan.writer, plan.store, registry_actor{self}, plan.janitor, plan.clock,
                          plan.data_directory, plan.limits, plan.reading, plan.chunks_in_flight,
                          plan.settings, plan.kinds, plan.derived, plan.looks, plan.files});
  self->set_down_handler([self](const caf::down_msg& down) { self->state.died(self, down); });
  return with_fault_point<registry_actor::behavior_type>(
      "actor.registry", [self](const submit_order& order) { return self->state.submit(self, order); },
      [self](const import_order& order) { return self->state.command(self, order); },
      [self](const seat_wanted& wanted) { self->state.want_seat(self, wanted); },
      [self](const seat_freed& freed) { self->state.free_seat(self, freed.id); },
      [self](const import_rests& said) { self->state.rests(self, said); },
      [self](const revive& order) { self->state.bring_back(self, order.id); },
      [self](const look_again&) { self->state.look(self); },
      [self](const recover_imports&) { return self->state.recover(self); },
      [self](const count_imports&) { return self->state.counts(); },
      [self](const set_draining& how) {
        self->state.draining = how.on;
        return answered{done{}};
      },
      [self](const set_seats& to) {
        self->state.at_work->resize(to.count);
        self->state.give_seats(self);
        return answered{done{}};
      },
      [self](const kick_import& asked) { return answered{kick_live(self->state.live, asked.id)}; },
      [self](const may_upload& asked) { return answered{self->state.may_take(asked.who)}; },
      [self](const stop_imports&) { return self->state.stop(self); },
      [self](const stop_owner& asked) { return self->state.stop_one(asked); },
      [self](const owner_settled& how) { return self->state.settle(self, how); });
}

}  // namespace

auto spawn_registry(caf::actor_system& system, registry_plan plan) -> registry_actor {
  return spawn_with_thread(system, "registry", registry_behavior, std::move(plan));
}

}  // namespace waybill
