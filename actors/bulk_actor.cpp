#include "actors/bulk_actor.hpp"

#include <algorithm>
#include <map>

#include "actors/bulks.hpp"
#include "actors/chunk_retries.hpp"
#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "config/settings.hpp"
#include "events/catalog.hpp"
#include "events/log/transaction.hpp"
#include "projections/accounts_model.hpp"

namespace waybill {
namespace {

constexpr std::chrono::milliseconds first_pause{500};
constexpr std::chrono::milliseconds longest_pause{30'000};
/// How often it is looked whether rows have caught up.
constexpr std::chrono::milliseconds rows_pause{5};
constexpr std::uint32_t busy_seconds = 5;

using cancel_promise = caf::typed_response_promise<change_answer>;

/// One that is worked on.
struct live_bulk {
  bulk_row row;
  std::shared_ptr<const row_changer> changer;
  std::uint64_t chunks_to_undo = 0;  ///< of an undo
  std::vector<identity> ids;         ///< of one of its events
  std::uint64_t first_id = 0;        ///< so many came before them
  bool at_work = false;              ///< somebody was asked, and has not answered
  std::uint32_t refusals = 0;        ///< one behind the other
  std::optional<user_id> cancelled_by;
  std::vector<cancel_promise> cancels;
};

struct bulks_state {
  bulk_plan plan;
  std::map<bulk_id, live_bulk> live;
  std::map<owner_id, std::size_t> admitted;  ///< asked for, and not worked on yet
  bool stopping = false;
  std::optional<caf::typed_response_promise<answered>> all_stopped;

  using self_ptr = bulk_actor::stateful_pointer<bulks_state>;

  auto admit(const admit_bulk& what) -> answered {
    if (what.given_up) {
      leave(what.owner);
      return {done{}};
    }
    if (stopping) return {error{errc::unavailable, "The server is stopping.", {}}};
    const auto of_owner = std::ranges::count_if(
        live, [&](const auto& one) { return one.second.row.asked.owner == what.owner; });
    if (static_cast<std::size_t>(of_owner) + admitted[what.owner] >= most_bulks_of_one)
      return {too_many_bulks()};
    ++admitted[what.owner];
    return {done{}};
  }

  void leave(const owner_id& owner) {
    const auto found = admitted.find(owner);
    if (found != admitted.end() && --found->second == 0) admitted.erase(found);
  }

  // --- taking one up ---

  void recover(self_ptr self) {
    const auto ids = unfinished_bulks(*plan.rows);
    if (!ids) {
      journal::error("bulk.not_recovered", {{"why", ids.why().message}});
      return;
    }
    for (const auto& id : *ids)
      if (const auto row = load_bulk(*plan.rows, id)) take(self, *row);
  }

  void follow(self_ptr self, const bulk_id& id) {
    if (stopping) return;
    if (const auto found = live.find(id); found != live.end()) return work(self, found->second);
    const auto row = load_bulk(*plan.rows, id);
    // The log has it, whatever the rows show by now.
    if (!row || row->status == bulk_status::selecting) {
      self->delayed_send(self, rows_pause, follow_bulk{id});
      return;
    }
    // Ended, while a pause was to be over.
    if (is_finished(row->status)) return;
    leave(row->asked.owner);
    take(self, *row);
  }

  void take(self_ptr self, const bulk_row& row) {
    auto& one = live[row.asked.bulk];
    one.row = row;
    if (const auto* kind = kind_named(row.asked.kind))
      one.changer = kind->changer(row.asked.wish, row.began_at);
    if (row.asked.verb == bulk_verb::undo)
      if (const auto undone = load_bulk(*plan.rows, row.asked.undoes)) one.chunks_to_undo = undone->chunks;
    work(self, one);
  }

  // --- working on it ---

  void work(self_ptr self, live_bulk& one) {
    if (stopping || one.at_work) return;
    if (one.row.status == bulk_status::selecting)
      return end(self, one, bulk_failed{"unavailable", "The server ended before all records were named."},
                 "system");
    if (one.cancelled_by) return end(self, one, bulk_cancelled{}, one.cancelled_by->value);
    if (is_disabled(one.row.by)) return end(self, one, bulk_cancelled{}, "system");
    if (is_done(one)) return end(self, one, bulk_completed{}, one.row.by.value);
    auto order = next_order(one);
    if (!order) return refused(self, one, order.why());
    one.at_work = true;
    const auto id = one.row.asked.bulk;
    self->request(plan.store, caf::infinite,
                  apply_bulk{std::make_shared<const bulk_order>(std::move(*order))})
        .then([self, id](const bulk_answer& answer) { self->state.applied(self, id, answer.what); },
              [self, id](const caf::error&) {
                self->state.applied(self, id, {errc::unavailable, "The store does not answer."});
              });
  }

  /// Whoever took an account away from somebody wants what was begun with it to end.
  [[nodiscard]] auto is_disabled(const user_id& user) const -> bool {
    const auto account = load_account(*plan.rows, user);
    return account && *account && (*account)->disabled;
  }

  static auto is_done(const live_bulk& one) -> bool {
    if (one.row.asked.verb == bulk_verb::undo) return one.row.chunks >= one.chunks_to_undo;
    return one.row.counts.processed() >= one.row.total;
  }

  auto next_order(live_bulk& one) -> result<bulk_order> {
    const auto& asked = one.row.asked;
    bulk_order order{asked.bulk,       {one.row.by, asked.owner}, asked.kind, asked.verb,
                     one.row.asked_at, one.row.chunks + 1,        {},         0,
                     one.changer};
    if (asked.verb == bulk_verb::undo) {
      const auto at = bulk_chunk_at(*plan.rows, asked.undoes, order.chunk);
      if (!at) return at.why();
      order.undoes = *at;
      return order;
    }
    if (!one.changer && asked.verb != bulk_verb::remove)
      return {errc::internal, "Nobody knows how to change these records."};
    if (auto there = turn_to(one); !there) return std::move(there).why();
    const auto begin = static_cast<std::size_t>(one.row.counts.processed() - one.first_id);
    const auto most = asked.verb == bulk_verb::merge ? one.ids.size() : plan.chunk_records;
    const auto end = std::min(begin + most, one.ids.size());
    order.ids.assign(one.ids.begin() + static_cast<std::ptrdiff_t>(begin),
                     one.ids.begin() + static_cast<std::ptrdiff_t>(end));
    return order;
  }

  /// To the event that names the next records.
  auto turn_to(live_bulk& one) -> result<done> {
    const auto next = one.row.counts.processed();
    if (next >= one.first_id && next < one.first_id + one.ids.size()) return done{};
    const auto number = next / bulk_ids_an_event;
    const auto events = plan.log->read_stream(bulk_stream(one.row.asked.bulk), 2 + number, 1);
    if (!events) return events.why();
    bulk_selected named;
    const bool sound = !events->empty() && events->front().head.tag == bulk_selected::tag &&
                       decode(events->front().payload, named);
    one.first_id = number * bulk_ids_an_event;
    if (!sound || next >= one.first_id + named.ids.size())
      return {errc::corrupt, "The records of change " + one.row.asked.bulk.value + " cannot be read."};
    one.ids.assign(named.ids.begin(), named.ids.end());
    return done{};
  }

  void applied(self_ptr self, const bulk_id& id, const result<bulk_header>& answer) {
    auto& one = live.at(id);
    one.at_work = false;
    if (answer) {
      fault_point("bulk.chunk_applied");
      one.refusals = 0;
      one.row.chunks = answer->chunk;
      one.row.counts += answer->counts;
      work(self, one);
    } else {
      refused(self, one, answer.why());
    }
    tell_stopped();
  }

  /// A disk that is full, or does not answer, may do so again; anything else ends it.
  void refused(self_ptr self, live_bulk& one, const error& why) {
    if (stopping) return;
    journal::warn("bulk.refused", {{"change", one.row.asked.bulk.value}, {"why", why.message}});
    if (!may_pass(why.code))
      return end(self, one, bulk_failed{std::string(name_of(why.code)), why.message}, "system");
    rest(self, one);
  }

  void rest(self_ptr self, live_bulk& one) {
    const auto pause = std::min(longest_pause, first_pause * (1 << std::min(one.refusals++, 6U)));
    self->delayed_send(self, pause, follow_bulk{one.row.asked.bulk});
  }

  template <class Event>
  void end(self_ptr self, live_bulk& one, const Event& event, const std::string& by) {
    const auto id = one.row.asked.bulk;
    one.at_work = true;
    auto what = transaction_of(bulk_stream(id), one.row.version, encoded(std::vector<bulk_event>{event}), by,
                               one.row.asked_at, *plan.clock);
    self->request(plan.writer, caf::infinite, append_events{std::move(what)})
        .then([self, id](const append_answer& answer) { self->state.ended(self, id, answer.what); },
              [self, id](const caf::error&) {
                self->state.ended(self, id, {errc::unavailable, "The log does not answer."});
              });
  }

  void ended(self_ptr self, const bulk_id& id, const result<receipt>& answer) {
    auto& one = live.at(id);
    one.at_work = false;
    if (answer) {
      for (auto& each : one.cancels) each.deliver(change_answer{answer->last});
      live.erase(id);
    } else if (!stopping) {
      for (auto& each : one.cancels) each.deliver(change_answer{answer.why()});
      one.cancels.clear();
      rest(self, one);
    }
    tell_stopped();
  }

  // --- what people ask of it ---

  auto cancel(self_ptr self, const cancel_bulk& what) -> cancel_promise {
    auto promise = self->make_response_promise<change_answer>();
    const auto found = live.find(what.bulk);
    if (found == live.end() || stopping) {
      promise.deliver(stopping ? change_answer{error{errc::unavailable, "The server is stopping.", {}}}
                               : not_live(what.bulk));
      return promise;
    }
    found->second.cancelled_by = what.by;
    found->second.cancels.push_back(promise);
    work(self, found->second);
    return promise;
  }

  /// One that was cancelled before is answered alike.
  auto not_live(const bulk_id& id) -> change_answer {
    const auto row = load_bulk(*plan.rows, id);
    if (!row) return {row.why()};
    if (row->status == bulk_status::cancelled) return {row->changed_at};
    return {error{errc::wrong_status, "The change has ended already.", {}}};
  }

  auto halt(self_ptr self) -> caf::typed_response_promise<answered> {
    stopping = true;
    all_stopped = self->make_response_promise<answered>();
    auto promise = *all_stopped;
    for (auto& [id, one] : live) {
      for (auto& each : one.cancels)
        each.deliver(change_answer{error{errc::unavailable, "The server is stopping.", {}}});
      one.cancels.clear();
    }
    tell_stopped();
    return promise;
  }

  void tell_stopped() {
    if (!all_stopped || std::ranges::any_of(live, [](const auto& one) { return one.second.at_work; })) return;
    all_stopped->deliver(answered{done{}});
    all_stopped.reset();
  }
};

auto bulks_behavior(bulks_state::self_ptr self, const bulk_plan& plan) -> bulk_actor::behavior_type {
  end_process_when_it_throws(self, "bulks");
  self->state.plan = plan;
  self->state.recover(self);
  return with_fault_point<bulk_actor::behavior_type>(
      "actor.bulks", [self](const admit_bulk& what) { return self->state.admit(what); },
      [self](const follow_bulk& what) { self->state.follow(self, what.bulk); },
      [self](const cancel_bulk& what) { return self->state.cancel(self, what); },
      [self](const waybill::halt&) { return self->state.halt(self); });
}

}  // namespace

void bulk_plan::obey(const settings& config) {
  chunk_records = config.imports_chunk_records;
  keys_kept = std::chrono::hours{config.imports_idempotency_hours};
}

auto too_many_bulks() -> error {
  error why{errc::too_many_requests,
            "At most " + std::to_string(most_bulks_of_one) +
                " changes of many records are made at a time; wait until one has ended.",
            {}};
  why.retry_after_s = busy_seconds;
  return why;
}

auto spawn_bulk_actor(caf::actor_system& system, bulk_plan plan) -> bulk_actor {
  return spawn_in_pool(system, "bulks", bulks_behavior, std::move(plan));
}

}  // namespace waybill
