#include "actors/reader.hpp"

#include <algorithm>

#include "actors/background.hpp"
#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "domains/reading.hpp"

namespace waybill {
namespace {

/// So many chunks may be outside of the log, with who works on records or behind him: those he may see twice
/// (docs/handlers.md): two that it gave back, and the one that it begins on when it gives one back.
constexpr std::size_t most_outside = 3;

struct reader_state {
  reader_order order;
  std::optional<chunk_reader> file;
  bool ended = false;
  std::unique_ptr<record_worker> worker;  ///< null: chunks go out as they were read
  std::size_t at_work = 0;                ///< chunks that it has
  std::optional<error> broken;            ///< why there is no chunk behind those

  using self_ptr = reader_actor::stateful_pointer<reader_state>;

  void check(self_ptr self, const check_stored_file& wanted) {
    auto checked = file->check([this](std::uint64_t) { return is_wanted(); }, wanted.must_be);
    if (checked) self->send(order.import, file_checked{order.number, std::move(*checked)});
  }

  void start(self_ptr self, const read_records& wanted) {
    auto made = order.kind->worker(order.what, wanted.from);
    if (!made) return fail(self, made.why());
    worker = std::move(*made);
    if (auto started = file->start(wanted.from); !started) return fail(self, started.why());
    const auto credit = worker ? std::min(wanted.credit, most_outside - 1) : wanted.credit;
    for (std::size_t i = 0; i < credit; ++i) send_chunk(self);
  }

  void fail(self_ptr self, const error& why) {
    ended = true;
    self->send(order.import, chunk_read{order.number, why});
  }

  void send_chunk(self_ptr self) {
    if (ended || !is_wanted()) return;
    if (worker) return send_worked_chunk(self);
    auto chunk = file->next();
    if (!chunk) return fail(self, chunk.why());
    send(self, std::move(*chunk));
  }

  void send(self_ptr self, std::unique_ptr<candidate_chunk> chunk) {
    ended = chunk->records.empty();
    self->send(order.import,
               chunk_read{order.number, std::shared_ptr<const candidate_chunk>{std::move(chunk)}});
  }

  /// While one chunk is being worked on, the next lies ready.
  void send_worked_chunk(self_ptr self) {
    while (!broken && at_work < worker->ahead()) {
      auto chunk = file->next();
      if (!chunk) {
        broken = chunk.why();
      } else if (!(*chunk)->records.empty()) {
        worker->give(std::move(*chunk));
        ++at_work;
      } else if (at_work == 0) {
        return send(self, std::move(*chunk));
      } else {
        break;
      }
    }
    if (at_work == 0) return fail(self, *broken);
    auto worked = worker->take([this] { return is_wanted(); });
    if (!worked) return;
    if (!*worked) return fail(self, worked->why());
    --at_work;
    send(self, std::move(**worked));
  }

  void finish(self_ptr self, const finish_records& wanted) {
    if (!worker) return;  // there is none now, and why was told
    auto told = worker->finish(wanted.counts, [this] { return is_wanted(); });
    if (is_wanted()) self->send(order.import, records_finished{order.number, std::move(told)});
  }

  [[nodiscard]] auto is_wanted() const -> bool { return !order.sent_away->load(std::memory_order_relaxed); }
};

auto reader_behavior(reader_state::self_ptr self, const reader_order& order) -> reader_actor::behavior_type {
  if (has_thread(*self)) work_in_background();
  end_actor_when_it_throws(self, "reader");
  self->state.order = order;
  self->state.order.what.is_wanted = [sent_away = order.sent_away] {
    return !sent_away->load(std::memory_order_relaxed);
  };
  self->state.file.emplace(*order.kind, order.what);
  return with_fault_point<reader_actor::behavior_type>(
      "actor.reader", [self](const check_stored_file& wanted) { self->state.check(self, wanted); },
      [self](const read_records& wanted) { self->state.start(self, wanted); },
      [self](const grant_credit&) { self->state.send_chunk(self); },
      [self](const finish_records& wanted) { self->state.finish(self, wanted); });
}

}  // namespace

auto spawn_reader(caf::actor_system& system, reader_order order) -> reader_actor {
  return spawn_with_thread(system, "reader " + order.what.import.value, reader_behavior, std::move(order));
}

}  // namespace waybill
