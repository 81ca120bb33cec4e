#include "actors/store_actor.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <variant>

#include "actors/guard.hpp"
#include "actors/spawn.hpp"
#include "events/fault_point.hpp"
#include "events/log/transaction.hpp"

namespace waybill {
namespace {

/// What waits for its turn: a chunk of an import, or a person's change of one record or of many.
struct waiting_order {
  std::shared_ptr<const chunk_order> chunk;
  caf::typed_response_promise<chunk_answer> chunk_promise;
  std::variant<delete_record, edit_record, apply_bulk> change;
  caf::typed_response_promise<change_answer> change_promise;
  caf::typed_response_promise<bulk_answer> bulk_promise;
};

/// So many chunks of a collection are being written at a time: while the log syncs one, the next lies ready.
constexpr std::size_t most_under_way = 2;

/// A chunk that was decided while those before it were being written. Holds if it is the very next thing
/// that happens to its collection.
struct chunk_ahead {
  std::string stream;
  std::shared_ptr<const candidate_chunk> of;
  decided_chunk decided;
};

struct collection_line {
  std::string stream;
  std::optional<std::uint64_t> version;                  ///< of the stream; nothing: ask the log
  std::size_t writing = 0;                               ///< appends that the log has not answered
  std::deque<std::shared_ptr<decided_chunk>> under_way;  ///< the chunks among them, oldest first
  std::deque<waiting_order> waiting;
};

struct store_state {
  collection_store* store = nullptr;
  const event_log* log = nullptr;
  log_actor writer;
  projector_actor index;
  clock_ptr clock;
  std::map<std::string, collection_line> lines;
  std::deque<chunk_ahead> aheads;  ///< at most one a collection, newest last; bounded
  bool stopping = false;

  using self_ptr = store_actor::stateful_pointer<store_state>;

  auto line_of(std::string_view kind, const owner_id& owner) -> collection_line& {
    auto stream = collection_stream(kind, owner);
    auto& line = lines[stream];
    if (line.stream.empty()) line.stream = std::move(stream);
    return line;
  }

  auto take_chunk(self_ptr self, const apply_chunk& order) -> caf::typed_response_promise<chunk_answer> {
    auto& line = line_of(order.what->kind, order.what->who.owner);
    auto& waiting = line.waiting.emplace_back();
    waiting.chunk = order.what;
    waiting.chunk_promise = self->make_response_promise<chunk_answer>();
    auto promise = waiting.chunk_promise;
    work(self, line);
    return promise;
  }

  /// Nothing is written, so there is nothing to wait for.
  auto try_it(const try_chunk& order) -> chunk_answer {
    if (stopping) return {error{errc::unavailable, "The server is stopping.", {}}};
    auto decided = store->try_out(*order.what, *order.over);
    if (!decided) return {decided.why()};
    return {decided->head};
  }

  template <class Order>
  auto take_change(self_ptr self, const Order& order) -> caf::typed_response_promise<change_answer> {
    auto& line = line_of(order.kind, order.who.owner);
    auto& waiting = line.waiting.emplace_back();
    waiting.change = order;
    waiting.change_promise = self->make_response_promise<change_answer>();
    auto promise = waiting.change_promise;
    work(self, line);
    return promise;
  }

  auto take_bulk(self_ptr self, const apply_bulk& order) -> caf::typed_response_promise<bulk_answer> {
    auto& line = line_of(order.what->kind, order.what->who.owner);
    auto& waiting = line.waiting.emplace_back();
    waiting.change = order;
    waiting.bulk_promise = self->make_response_promise<bulk_answer>();
    auto promise = waiting.bulk_promise;
    work(self, line);
    return promise;
  }

  static void refuse(waiting_order& order) {
    const error why{errc::unavailable, "The server is stopping.", {}};
    if (order.chunk)
      order.chunk_promise.deliver(chunk_answer{why});
    else if (std::holds_alternative<apply_bulk>(order.change))
      order.bulk_promise.deliver(bulk_answer{why});
    else
      order.change_promise.deliver(change_answer{why});
  }

  /// What waits for the index might wait for ever: who stops does not wait with it.
  void let_everybody_go() {
    stopping = true;
    for (auto& [stream, line] : lines) {
      for (auto& order : line.waiting) refuse(order);
      line.waiting.clear();
    }
  }

  void work(self_ptr self, collection_line& line) {
    if (stopping) return let_everybody_go();
    while (!line.waiting.empty() && may_go_on(line)) {
      if (store->must_wait()) {
        self->send(index, show_everything{});
        return;
      }
      auto order = std::move(line.waiting.front());
      line.waiting.pop_front();
      if (order.chunk)
        apply(self, line, std::move(order));
      else
        change(self, line, order);
    }
  }

  /// Nothing is being written; or what comes next was decided as what follows it.
  [[nodiscard]] auto may_go_on(const collection_line& line) const -> bool {
    if (line.writing == 0) return true;
    const auto& next = line.waiting.front().chunk;
    return next && line.version && line.writing == line.under_way.size() && line.writing < most_under_way &&
           std::any_of(aheads.begin(), aheads.end(), [&](const auto& each) {
             return each.stream == line.stream && each.of == next->chunk;
           });
  }

  /// The version the collection's stream stands at.
  auto version_of(collection_line& line) -> result<std::uint64_t> {
    if (!line.version) {
      const auto head = log->head(line.stream);
      if (!head) return head.why();
      line.version = head->version;
    }
    return *line.version;
  }

  template <class OnAnswer>
  void append(self_ptr self, collection_line& line, const user_id& by, position cause, new_event event,
              OnAnswer then) {
    const auto version = version_of(line);
    if (!version) return then(result<receipt>{version.why()});
    const bool in_bulk = is_chunk(event.tag) || is_bulk(event.tag);
    std::vector<new_event> events;
    events.push_back(std::move(event));
    auto what =
        transaction_of(line.stream, *version + line.writing, std::move(events), by.value, cause, *clock);
    what->bulk = in_bulk;
    ++line.writing;
    auto* in = &line;
    auto settle = [self, in, then](result<receipt> answer) mutable {
      --in->writing;
      if (answer && in->version) {
        ++*in->version;
      } else {
        // The log takes no later one either: its version is no longer the next.
        in->version.reset();
        self->state.take_ahead(in->stream);
      }
      then(std::move(answer));
      self->state.work(self, *in);
      self->state.forget_idle(in->stream);
    };
    self->request(writer, caf::infinite, append_events{std::move(what)})
        .then([settle](append_answer& answer) mutable { settle(std::move(answer.what)); },
              [settle](const caf::error&) mutable {
                settle({errc::unavailable, "The log does not answer."});
              });
  }

  auto take_ahead(const std::string& stream) -> std::optional<chunk_ahead> {
    const auto found = std::find_if(aheads.begin(), aheads.end(),
                                    [&](const chunk_ahead& each) { return each.stream == stream; });
    if (found == aheads.end()) return std::nullopt;
    std::optional<chunk_ahead> taken = std::move(*found);
    aheads.erase(found);
    return taken;
  }

  /// Imports that are paused or cancelled leave theirs behind: those must not pile up.
  void keep_ahead(chunk_ahead made) {
    constexpr std::size_t aheads_kept = 8;
    aheads.push_back(std::move(made));
    if (aheads.size() > aheads_kept) aheads.pop_front();
  }

  auto decide(collection_line& line, const chunk_order& order) -> result<decided_chunk> {
    auto ahead = take_ahead(line.stream);
    if (!ahead || ahead->of != order.chunk) return store->decide(order);
    if (line.writing > 0) return std::move(ahead->decided);
    if (auto fine = store->follows(order); !fine) return std::move(fine).why();
    return std::move(ahead->decided);
  }

  void apply(self_ptr self, collection_line& line, waiting_order order) {
    auto decided = decide(line, *order.chunk);
    if (!decided) {
      order.chunk_promise.deliver(chunk_answer{decided.why()});
      return;
    }
    if (auto fine = store->may_keep(*order.chunk, *decided); !fine) {
      order.chunk_promise.deliver(chunk_answer{std::move(fine).why()});
      return;
    }
    if (fault_point("store.decided")) {
      order.chunk_promise.deliver(chunk_answer{error{errc::unavailable, "refused by a fault point", {}}});
      return;
    }
    auto chunk = std::make_shared<decided_chunk>(std::move(*decided));
    new_event event{std::string(chunk->tag), std::move(chunk->payload)};
    line.under_way.push_back(chunk);
    auto* in = &line;
    append(self, line, order.chunk->who.by, order.chunk->accepted_at, std::move(event),
           [this, in, order, chunk](result<receipt> answer) mutable {
             in->under_way.pop_front();
             fault_point("store.appended");
             if (answer) store->applied(*order.chunk, *chunk, answer->last);
             order.chunk_promise.deliver(answer ? chunk_answer{chunk->head} : chunk_answer{answer.why()});
           });
    // While the log writes and syncs.
    if (!line.under_way.empty())
      if (auto next = store->decide_next(*order.chunk, line.under_way))
        keep_ahead({line.stream, order.chunk->next, std::move(*next)});
  }

  void change(self_ptr self, collection_line& line, const waiting_order& order) {
    take_ahead(line.stream);
    if (const auto* many = std::get_if<apply_bulk>(&order.change))
      return make(self, line, *many, order.bulk_promise);
    if (const auto* gone = std::get_if<delete_record>(&order.change))
      return make(self, line, *gone, order.change_promise);
    make(self, line, std::get<edit_record>(order.change), order.change_promise);
  }

  void make(self_ptr self, collection_line& line, const apply_bulk& order,
            caf::typed_response_promise<bulk_answer> promise) {
    auto decided = store->decide_bulk(*order.what);
    if (!decided) {
      promise.deliver(bulk_answer{decided.why()});
      return;
    }
    new_event event{std::string(decided->tag), std::move(decided->payload)};
    append(self, line, order.what->who.by, order.what->asked_at, std::move(event),
           [this, order, promise, made = std::move(*decided)](result<receipt> answer) mutable {
             if (answer) store->bulk_applied(*order.what, made, answer->last);
             promise.deliver(answer ? bulk_answer{made.head} : bulk_answer{answer.why()});
           });
  }

  void make(self_ptr self, collection_line& line, const delete_record& what,
            caf::typed_response_promise<change_answer> promise) {
    auto decided = store->decide_deletion(what.kind, what.who.owner, what.id);
    if (!decided) {
      promise.deliver(change_answer{decided.why()});
      return;
    }
    new_event event{std::string(record_deleted::tag), std::move(decided->payload)};
    append(self, line, what.who.by, 0, std::move(event),
           [this, what, promise, gone = std::move(*decided)](result<receipt> answer) mutable {
             if (answer) store->deleted(what.kind, what.who.owner, what.id, gone, answer->last);
             promise.deliver(answer ? change_answer{answer->last} : change_answer{answer.why()});
           });
  }

  void make(self_ptr self, collection_line& line, const edit_record& what,
            caf::typed_response_promise<change_answer> promise) {
    auto decided = store->decide_edit(what.kind, what.who.owner, *what.what, *what.decider);
    if (!decided || decided->payload.empty()) {
      promise.deliver(decided ? change_answer{position{0}} : change_answer{decided.why()});
      return;
    }
    new_event event{std::string(record_edited::tag), std::move(decided->payload)};
    append(self, line, what.who.by, 0, std::move(event),
           [this, promise, made = std::move(*decided)](result<receipt> answer) mutable {
             if (answer) store->edited(made, answer->last);
             promise.deliver(answer ? change_answer{answer->last} : change_answer{answer.why()});
           });
  }

  /// Lines of owners who import nothing now are made again when needed; they must not pile up.
  void forget_idle(const std::string& stream) {
    constexpr std::size_t lines_kept = 10'000;
    if (lines.size() <= lines_kept) return;
    const auto line = lines.find(stream);
    if (line != lines.end() && line->second.writing == 0 && line->second.waiting.empty()) lines.erase(line);
  }

  void index_moved(self_ptr self, position at) {
    store->index_moved(at);
    std::vector<std::string> waiting;
    for (const auto& [stream, line] : lines)
      if (line.writing == 0 && !line.waiting.empty()) waiting.push_back(stream);
    for (const auto& stream : waiting)
      if (const auto line = lines.find(stream); line != lines.end()) work(self, line->second);
  }
};

auto store_behavior(store_state::self_ptr self, collection_store* store, const event_log* log,
                    const log_actor& writer, const projector_actor& index, const clock_ptr& clock)
    -> store_actor::behavior_type {
  end_process_when_it_throws(self, "store");
  auto& state = self->state;
  state.store = store;
  state.log = log;
  state.writer = writer;
  state.index = index;
  state.clock = clock;
  return with_fault_point<store_actor::behavior_type>(
      "actor.store", [self](const apply_chunk& order) { return self->state.take_chunk(self, order); },
      [self](const try_chunk& order) { return self->state.try_it(order); },
      [self](const delete_record& order) { return self->state.take_change(self, order); },
      [self](const edit_record& order) { return self->state.take_change(self, order); },
      [self](const apply_bulk& order) { return self->state.take_bulk(self, order); },
      [self](const index_advanced& moved) { self->state.index_moved(self, moved.at); },
      [self](const let_go&) { self->state.let_everybody_go(); });
}

}  // namespace

auto spawn_store_actor(caf::actor_system& system, collection_store& store, const event_log& log,
                       log_actor writer, projector_actor index, clock_ptr clock) -> store_actor {
  return spawn_with_thread(system, "store", store_behavior, &store, &log, std::move(writer), std::move(index),
                           std::move(clock));
}

}  // namespace waybill
