#include "actors/reader.hpp"

#include "actors/background.hpp"
#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "domains/reading.hpp"

namespace waybill {
namespace {

struct reader_state {
  reader_order order;
  std::optional<chunk_reader> file;
  bool ended = false;

  using self_ptr = reader_actor::stateful_pointer<reader_state>;

  void check(self_ptr self, const check_stored_file& wanted) {
    const auto keep_on = [this](std::uint64_t) { return !order.sent_away->load(std::memory_order_relaxed); };
    auto checked = file->check(keep_on, wanted.must_be);
    if (checked) self->send(order.import, file_checked{order.number, std::move(*checked)});
  }

  void start(self_ptr self, const read_records& wanted) {
    if (auto started = file->start(wanted.from); !started) {
      ended = true;
      self->send(order.import, chunk_read{order.number, started.why()});
      return;
    }
    for (std::size_t i = 0; i < wanted.credit; ++i) send_chunk(self);
  }

  void send_chunk(self_ptr self) {
    if (ended || order.sent_away->load(std::memory_order_relaxed)) return;
    auto chunk = file->next();
    if (!chunk) {
      ended = true;
      self->send(order.import, chunk_read{order.number, chunk.why()});
      return;
    }
    ended = (*chunk)->records.empty();
    self->send(order.import,
               chunk_read{order.number, std::shared_ptr<const candidate_chunk>{std::move(*chunk)}});
  }
};

auto reader_behavior(reader_state::self_ptr self, const reader_order& order) -> reader_actor::behavior_type {
  if (has_thread(*self)) work_in_background();
  end_actor_when_it_throws(self, "reader");
  self->state.order = order;
  self->state.file.emplace(*order.kind, order.what);
  return with_fault_point<reader_actor::behavior_type>(
      "actor.reader", [self](const check_stored_file& wanted) { self->state.check(self, wanted); },
      [self](const read_records& wanted) { self->state.start(self, wanted); },
      [self](const grant_credit&) { self->state.send_chunk(self); });
}

}  // namespace

auto spawn_reader(caf::actor_system& system, reader_order order) -> reader_actor {
  return spawn_with_thread(system, reader_behavior, std::move(order));
}

}  // namespace waybill
