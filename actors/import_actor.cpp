#include "actors/import_actor.hpp"

#include "actors/chunk_retries.hpp"
#include "actors/command_queue.hpp"
#include "actors/guard.hpp"
#include "actors/import_commands.hpp"
#include "actors/import_reading.hpp"
#include "actors/next_effect.hpp"
#include "actors/own_seat.hpp"
#include "actors/reader.hpp"
#include "actors/reader_life.hpp"
#include "actors/sent_chunks.hpp"
#include "actors/spawn.hpp"
#include "events/fault_point.hpp"
#include "events/log/transaction.hpp"

namespace waybill {
namespace {

constexpr std::chrono::seconds pause_before_retry{1};

using import_commands = command_queue<caf::typed_response_promise<change_answer>>;

struct import_actor_state {
  std::shared_ptr<const import_surroundings> around;
  import_state import;
  std::uint64_t version = 0;
  position accepted_at = 0, last_at = 0;
  const kind_module* kind = nullptr;
  std::shared_ptr<const record_decider> decider;
  bool interrupted = false;  ///< the server ended in the middle of its work, and the log does not say so yet
  std::shared_ptr<const result<file_summary>> verdict;  ///< of the check as the file came in; used once
  std::optional<error> unfit;  ///< why this import cannot be worked on: all that is left is to fail

  import_commands commands;
  bool halting = false;
  sent_chunks under_way;
  chunk_retries retries;
  own_seat seat;

  reader_actor reader;  ///< null when `reading` has none
  reader_life reading;
  bool asked_to_finish = false;  ///< the reader; the import is completed when it answers
  std::size_t in_vain = 0;       ///< times that it was suspended since it came forward

  using self_ptr = import_actor::stateful_pointer<import_actor_state>;

  void begin(self_ptr self) {
    kind = kind_named(import.kind);
    if (!unfit && kind == nullptr)
      unfit = error{errc::internal, "Imports of this kind are not known here.", {}};
    perform(self);
    next(self);
  }

  // --- what comes in ---

  auto request(self_ptr self, const import_request& asked) -> caf::typed_response_promise<change_answer> {
    auto promise = self->make_response_promise<change_answer>();
    if (const auto why = refused_at_once(import.status, asked_to_finish, asked)) {
      promise.deliver(change_answer{*why});
      return promise;
    }
    commands.add(command_in(asked), asked.by.value, promise);
    next(self);
    return promise;
  }

  void own_command(self_ptr self, import_command what) {
    commands.add_own(std::move(what));
    next(self);
  }

  void checked(self_ptr self, file_checked& found) {
    if (!reading.listens_to(found.reader) || import.status != import_status::parsing) return;
    own_command(self, after_check(count_derived(around->derived, import, std::move(found.what)), *kind));
  }

  void read(self_ptr self, chunk_read& got) {
    if (!reading.listens_to(got.reader) || import.status != import_status::processing) return;
    if (!got.what) return own_command(self, after_fault(got.what.why(), around->clock->now(), in_vain++));
    reading.add(std::move(*got.what));
    next(self);
  }

  void finished(self_ptr self, const records_finished& got) {
    if (!reading.listens_to(got.reader) || import.status != import_status::processing) return;
    if (!got.what) return own_command(self, after_fault(got.what.why(), around->clock->now(), in_vain++));
    own_command(self, complete_import{});
  }

  // --- one thing at a time ---

  void next(self_ptr self) {
    if (commands.busy()) return;
    if (!under_way.none()) return send_another(self);
    if (halting) return end(self);
    if (!under_way.sound()) return begin_again(self);
    if (auto command = commands.next()) return run(self, *std::move(command));
    if (commands.own_wait()) return;
    if (import.status == import_status::processing && reading.next_chunk() && !retries.resting() &&
        !asked_to_finish)
      apply_chunk_of_mine(self);
  }

  /// Commands, a stop and the end of the file wait for the chunks that are under way; and beyond what the
  /// check has counted there is nothing to send.
  void send_another(self_ptr self) {
    const auto sent = import.progress.counts.processed() + under_way.records();
    const auto chunk = reading.next_chunk();
    if (under_way.room() && import.total && sent < *import.total && commands.empty() && !halting && chunk &&
        !chunk->records.empty())
      apply_chunk_of_mine(self);
  }

  void run(self_ptr self, import_commands::command command) {
    auto events = decide(import, command.what, around->limits);
    if (!events || events->empty()) {
      commands.settled();
      if (command.asker)
        command.asker->deliver(events ? change_answer{last_at} : change_answer{events.why()});
      if (is_finished(import.status)) rest(self);
      return next(self);
    }
    auto what = transaction_of(import_stream(import.id), version, encoded(*events), command.by, last_at,
                               *around->clock);
    fault_point("import.decided");
    const auto at = what->time;
    auto settle = [self, command = std::move(command), events = std::move(*events),
                   at](result<receipt> answer) mutable {
      auto& state = self->state;
      state.commands.settled();
      if (answer)
        state.happened(self, command, events, at, *answer);
      else
        state.could_not(self, std::move(command), answer.why());
      state.next(self);
    };
    self->request(around->log, caf::infinite, append_events{std::move(what)})
        .then([settle](append_answer& answer) mutable { settle(std::move(answer.what)); },
              [settle](const caf::error&) mutable {
                settle({errc::unavailable, "The log does not answer."});
              });
  }

  void happened(self_ptr self, import_commands::command& command, const std::vector<import_event>& events,
                instant at, const receipt& where) {
    fault_point("import.appended");
    for (const auto& event : events) import = apply(std::move(import), event, at);
    interrupted = false;
    version += events.size();
    last_at = where.last;
    tell_status(import, command.by);
    if (command.asker) command.asker->deliver(change_answer{last_at});
    if (import.status != import_status::processing) retries.begin_anew();
    if (!retries.resting()) perform(self);
  }

  void could_not(self_ptr self, import_commands::command command, const error& why) {
    if (command.asker) {
      command.asker->deliver(change_answer{why});
      return;
    }
    if (why.code == errc::wrong_version) return out_of_step(self, why.message);
    // The story lacks it then; the journal has it.
    if (std::holds_alternative<note_refusal>(command.what)) return;
    journal::warn("import.waits", {{"import", import.id.value}, {"why", why.message}});
    if (instead_of_refused(import, command.what)) command.what = fail_import{why};
    commands.put_back(std::move(command));
    self->delayed_send(self, pause_before_retry, try_again{});
  }

  // --- what is owed ---

  /// Whoever calls it calls `next` then.
  void perform(self_ptr self) {
    if (!is_at_work(import.status)) leave_seat(self);
    const auto what = next_effect(import, {seat.had(), unfit, interrupted, verdict != nullptr});
    std::visit([&](const auto& effect) { carry_out(self, effect); }, what);
  }

  void carry_out(self_ptr self, const stand_still&) {
    verdict = nullptr;  // whenever the import goes on, the file has to be what it was
    go_on_later(self);
  }
  void carry_out(self_ptr self, const go_to_rest&) {
    verdict = nullptr;
    rest(self);
  }
  void carry_out(self_ptr self, const ask_for_seat&) {
    if (const auto wish = seat.wish()) self->send(around->registry, seat_wanted{import.id, *wish});
  }
  void carry_out(self_ptr self, const command_itself& effect) {
    if (std::holds_alternative<complete_import>(effect.what)) return complete(self, false);
    commands.add_own(effect.what);
  }
  void carry_out(self_ptr, const settle_check&) {
    commands.add_own(after_check(*std::exchange(verdict, nullptr), *kind));
  }
  void carry_out(self_ptr self, const check_file&) {
    open_reader(self);
    self->send(reader, check_stored_file{import.file.sha256});
  }
  void carry_out(self_ptr self, const apply_records& from) {
    decider = kind->decider_for(reading_order_of(*around, import, *kind));
    open_reader(self);
    self->send(reader, read_records{start_of(from), around->chunks_in_flight});
  }

  /// Who worked on its records hears first that all have their outcome. `reads`: the reader is at them.
  void complete(self_ptr self, bool reads) {
    if (!has_worker(*around, import, *kind)) return commands.add_own(complete_import{});
    if (asked_to_finish) return;
    if (!reads) {
      open_reader(self);
      self->send(reader, read_records{end_of(import), 0});
    }
    asked_to_finish = true;
    self->send(reader, finish_records{import.progress.counts});
  }

  /// The server paused it, for a time.
  void go_on_later(self_ptr self) {
    if (!import.suspension) return;
    const auto left = pause_left(import.suspension->next_try_at, around->clock->now());
    if (!left) return commands.add_own(resume_import{});
    self->delayed_send(self, *left, try_again{});
  }

  void take_seat(self_ptr self, const seat_granted& granted) {
    if (!seat.granted(granted.wish)) return;  // given back before it came
    if (import.status == import_status::pending) return own_command(self, start_parsing{});
    if (is_at_work(import.status)) {
      perform(self);
      next(self);
    }
  }

  void leave_seat(self_ptr self) {
    close_reader(self);
    if (import.status != import_status::pending && seat.leave())
      self->send(around->registry, seat_freed{import.id});
  }

  void rest(self_ptr self) {
    if (!keeps_file(import)) self->send(around->janitor, remove_file{import.file.path});
    self->send(around->registry, import_rests{import.id});
  }

  // --- the reader ---

  void open_reader(self_ptr self) {
    close_reader(self);
    const auto pass = reading.begin();
    reader = spawn_reader(self->system(), {pass.number, kind, reading_order_of(*around, import, *kind),
                                           pass.sent_away, import_actor{self}});
    self->monitor(reader);
  }

  void close_reader(self_ptr self) {
    asked_to_finish = false;
    if (!reading.send_away()) return;
    self->demonitor(reader.address());
    self->send_exit(reader, caf::exit_reason::user_shutdown);
    reader = nullptr;
  }

  void apply_chunk_of_mine(self_ptr self) {
    auto chunk = reading.take_chunk();
    if (chunk->records.empty())
      return own_command(
          self, fail_import{{errc::file_changed, "The stored file ends before its last record.", {}}});
    auto order = order_for(import, std::move(chunk), reading.next_chunk());
    order->accepted_at = accepted_at;
    order->decider = decider;
    order->behind_another = !under_way.none();
    order->given_up = retries.take_reason();
    under_way.add(order->chunk->records.size());
    self->request(around->store, caf::infinite, apply_chunk{std::move(order)})
        .then([self](chunk_answer& answer) { self->state.applied(self, std::move(answer.what)); },
              [self](const caf::error&) {
                self->state.applied(self, {errc::unavailable, "The store does not answer."});
              });
    send_another(self);
  }

  void applied(self_ptr self, result<chunk_header> answer) {
    const auto taken = under_way.answered(std::move(answer));
    if (taken) {
      fault_point("import.chunk_applied");
      apply(import.progress, *taken);
      retries.begin_anew();
      in_vain = 0;
      if (is_done(import))
        complete(self, static_cast<bool>(reader));
      else if (under_way.sound())
        self->send(reader, grant_credit{});
    }
    next(self);
  }

  /// After a chunk that the store did not take, or not whole.
  void begin_again(self_ptr self) {
    if (const auto why = under_way.begin_again()) {
      if (why->code == errc::wrong_version) return out_of_step(self, why->message);
      if (!may_pass(why->code) || retries.gave_up()) return own_command(self, fail_import{*why});
      return try_chunk_again(self, *why);
    }
    // What was read ahead has the wrong numbers now.
    perform(self);
    next(self);
  }

  void try_chunk_again(self_ptr self, const error& why) {
    const auto pause = retries.refused();
    auto refusal = refusal_of(import, why, pause ? pause->tries : chunk_retries::pauses.size() + 1);
    if (pause) {
      refusal.pause_ms = static_cast<std::uint64_t>(pause->time.count());
      close_reader(self);  // what was read ahead has the wrong numbers now
      self->delayed_send(self, pause->time, chunk_again{pause->number});
    } else {
      retries.give_up(why);
      perform(self);
    }
    own_command(self, note_refusal{std::move(refusal)});
  }

  void try_again_now(self_ptr self, std::uint64_t pause) {
    if (!retries.over(pause)) return;
    if (import.status == import_status::processing) perform(self);
    next(self);
  }

  void end(self_ptr self) {
    leave(self, "The server is stopping.");
    self->quit();
  }

  /// A promise that is dropped is never answered: whoever waits would wait until the time is over.
  void leave(self_ptr self, const std::string& why) {
    close_reader(self);
    for (auto& asker : commands.give_up()) asker.deliver(change_answer{error{errc::unavailable, why, {}}});
  }

  /// What this actor believes is not what the log has: it ends, and the registry begins again from the log.
  void out_of_step(self_ptr self, const std::string& why) {
    journal::warn("import.out_of_step", {{"import", import.id.value}, {"why", why}});
    leave(self, "The import is being started again.");
    self->quit(caf::sec::runtime_error);
  }
};

auto import_behavior(import_actor_state::self_ptr self, std::shared_ptr<const import_surroundings> around,
                     recovered_import what, const std::optional<error>& give_up)
    -> import_actor::behavior_type {
  end_actor_when_it_throws(self, "import");
  auto& state = self->state;
  state.around = std::move(around);
  state.version = what.version;
  state.accepted_at = what.accepted_at;
  state.last_at = what.last_at;
  state.interrupted = what.interrupted;
  state.import = std::move(what.state);
  state.retries = chunk_retries{static_cast<std::uint32_t>(std::hash<import_id>{}(state.import.id))};
  state.verdict = std::move(what.verdict);
  self->set_down_handler([self](const caf::down_msg& down) {
    auto& mine = self->state;
    if (!mine.reader || down.source != mine.reader.address()) return;
    mine.close_reader(self);
    mine.own_command(self, fail_import{{errc::internal, "Reading the file ended unexpectedly.", {}}});
  });
  state.unfit = give_up;
  state.begin(self);
  return with_fault_point<import_actor::behavior_type>(
      "actor.import", [self](const seat_granted& granted) { self->state.take_seat(self, granted); },
      [self](const import_request& asked) { return self->state.request(self, asked); },
      [self](file_checked& found) { self->state.checked(self, found); },
      [self](chunk_read& got) { self->state.read(self, got); },
      [self](const try_again&) {
        self->state.commands.own_may_go();
        self->state.go_on_later(self);
        self->state.next(self);
      },
      [self](const chunk_again& rested) { self->state.try_again_now(self, rested.pause); },
      [self](const records_finished& got) { self->state.finished(self, got); },
      [self](const halt&) {
        self->state.halting = true;
        self->state.next(self);
      });
}

}  // namespace

auto spawn_import_actor(caf::actor_system& system, std::shared_ptr<const import_surroundings> around,
                        recovered_import what, std::optional<error> give_up) -> import_actor {
  return spawn_in_pool(system, "import " + what.state.id.value, import_behavior, std::move(around),
                       std::move(what), std::move(give_up));
}

}  // namespace waybill
