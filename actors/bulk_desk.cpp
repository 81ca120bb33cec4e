#include <algorithm>
#include <iterator>
#include <utility>

#include "actors/ask.hpp"
#include "actors/bulk_desk_of_actors.hpp"
#include "actors/bulk_keys.hpp"
#include "actors/ending_actors.hpp"
#include "actors/usage_book.hpp"
#include "events/bulk/keyed.hpp"
#include "events/log/transaction.hpp"

namespace waybill {
namespace {

constexpr std::chrono::seconds show_patience{5};
constexpr std::chrono::seconds stop_patience{30};

auto taken_back() -> error { return {errc::wrong_status, "The change was taken back already.", {}}; }

/// That it begins, and with which key: one write, so that a key is known just when the work is promised.
auto beginning(std::uint64_t total, const bulk_once& once) -> std::vector<new_event> {
  std::vector<new_event> events;
  // First the key: whoever sees that it begins sees the whole write.
  if (!once.key.empty()) events = encoded(std::vector<bulk_key_event>{bulk_keyed{once.key, once.wish}});
  std::ranges::move(encoded(std::vector<bulk_event>{bulk_begun{total}}), std::back_inserter(events));
  return events;
}

/// What events of a bulk change take in the log.
auto cost_of(const bulk_id& bulk, const user_id& by, const std::vector<new_event>& events) -> usage_row {
  envelope head;
  head.stream = bulk_stream(bulk);
  head.by = by.value;
  usage_row cost;
  for (const auto& event : events) {
    head.tag = event.tag;
    cost.event_bytes += stored_event_bytes(head, event.payload.size());
  }
  return cost;
}

/// Writes the first events of one into the log, record by record.
class bulk_writer {
 public:
  bulk_writer(caf::actor_system& system, const bulk_plan& plan, bulk_asked asked, user_id by)
      : system_(system), plan_(plan), asked_(std::move(asked)), by_(std::move(by)) {}

  auto ask_for_it() -> result<position> { return append_within_quota(bulk_event{asked_}); }

  auto name(const identity& id) -> result<done> {
    ids_.push_back(id);
    ++total_;
    return ids_.size() < bulk_ids_an_event ? result<done>{done{}} : name_those();
  }

  auto begin(const bulk_once& once) -> result<position> {
    if (auto named = name_those(); !named) return std::move(named).why();
    return append(beginning(total_, once));
  }

  /// Nobody is told that it failed to say so: then the next start says it.
  void give_up(const error& why) {
    static_cast<void>(
        append(encoded(std::vector<bulk_event>{bulk_failed{std::string(name_of(why.code)), why.message}})));
  }

  /// As it is to be, before the rows show it.
  [[nodiscard]] auto row() const -> bulk_row {
    bulk_row made;
    made.asked = asked_;
    made.by = by_;
    made.status = bulk_status::running;
    made.total = total_;
    made.began_at = plan_.clock->now();
    return made;
  }

 private:
  auto name_those() -> result<done> {
    if (ids_.empty()) return done{};
    auto went = append_within_quota(bulk_event{bulk_selected{ids_}});
    ids_.clear();
    if (!went) return std::move(went).why();
    return done{};
  }

  auto append_within_quota(const bulk_event& event) -> result<position> {
    auto events = encoded(std::vector{event});
    if (plan_.usage != nullptr) {
      const auto& owner = asked_.owner.value;
      const auto cost = cost_of(asked_.bulk, by_, events);
      auto fine = asked_.verb == bulk_verb::remove ? plan_.usage->admit_deletion(owner, cost)
                                                   : plan_.usage->admit(owner, cost);
      if (!fine) return std::move(fine).why();
    }
    return append(std::move(events));
  }

  auto append(std::vector<new_event> events) -> result<position> {
    const auto count = events.size();
    const auto cost = cost_of(asked_.bulk, by_, events);
    auto what =
        transaction_of(bulk_stream(asked_.bulk), version_, std::move(events), by_.value, 0, *plan_.clock);
    what->bulk = true;
    auto answer = ask<append_answer>(system_, plan_.writer, append_events{std::move(what)});
    if (!answer) return std::move(answer).why();
    if (!answer->what) return std::move(answer->what).why();
    version_ += count;
    if (plan_.usage != nullptr) plan_.usage->wrote(asked_.owner.value, cost, answer->what->last);
    return answer->what->last;
  }

  caf::actor_system& system_;
  const bulk_plan& plan_;
  bulk_asked asked_;
  user_id by_;
  std::uint64_t version_ = 0;
  std::uint64_t total_ = 0;
  std::vector<identity> ids_;
};

class desk final : public bulk_desk {
 public:
  desk(caf::actor_system& system, const bulk_plan& plan, const projection_runner& shown)
      : system_(system),
        bulks_(spawn_bulk_actor(system, plan)),
        plan_(plan),
        shown_(shown),
        keys_(*plan.rows, shown, plan.clock, plan.keys_kept) {}

  ~desk() override {
    const auto until = std::chrono::steady_clock::now() + stop_patience;
    if (!ask<answered>(system_, bulks_, halt{}, stop_patience)) end_overdue("changes of many records");
    end_actor(system_, bulks_, "changes of many records", until);
  }
  desk(const desk&) = delete;
  auto operator=(const desk&) -> desk& = delete;

  [[nodiscard]] auto check(std::string_view kind, const std::string& json) const
      -> result<bulk_wish> override {
    const auto* of = kind_named(kind);
    if (of == nullptr) return {errc::not_found, "There is no such kind of import."};
    return of->check_bulk(json);
  }

  auto begin(const acting& who, const bulk_request& what, const bulk_chooser& choose)
      -> result<begun_bulk> override {
    const auto once = keys_.take(who.by, what.once);
    if (!once) return once.why();
    if (once->known) return again(*once->known);
    const auto choice = choose();
    if (!choice) return choice.why();
    place_among_few place{*this, who.owner};
    if (auto fine = place.take(); !fine) return std::move(fine).why();
    bulk_writer writer{system_,
                       plan_,
                       {fresh_id(), who.owner, what.kind, what.wish.verb, what.wish.text, choice->filter, {}},
                       who.by};
    if (auto asked = writer.ask_for_it(); !asked) return std::move(asked).why();
    auto named = choice->select([&](const identity& id) { return writer.name(id); });
    const auto begun = named ? writer.begin(what.once) : result<position>{std::move(named).why()};
    if (!begun) {
      writer.give_up(begun.why());
      return begun.why();
    }
    return begun_at(place, writer.row(), *begun);
  }

  auto cancel(const acting& who, std::string_view kind, const bulk_id& id) -> result<bulk_row> override {
    if (const auto mine = get(who.owner, kind, id); !mine) return mine.why();
    const auto answer = ask<change_answer>(system_, bulks_, cancel_bulk{who.by, id});
    if (!answer) return answer.why();
    if (!answer->what) return answer->what.why();
    return shown_row(id, *answer->what);
  }

  auto undo(const acting& who, std::string_view kind, const bulk_id& id, const bulk_once& key)
      -> result<begun_bulk> override {
    const auto once = keys_.take(who.by, key);
    if (!once) return once.why();
    if (once->known) return again(*once->known);
    const auto row = get(who.owner, kind, id);
    if (!row) return row.why();
    if (auto fine = may_undo(*row); !fine) return std::move(fine).why();
    place_among_few place{*this, who.owner};
    if (auto fine = place.take(); !fine) return std::move(fine).why();
    bulk_row made;
    made.asked = {fresh_id(),        who.owner, row->asked.kind, bulk_verb::undo, row->asked.wish,
                  row->asked.filter, id};
    made.by = who.by;
    made.status = bulk_status::running;
    made.total = row->counts.changed;
    made.began_at = plan_.clock->now();
    const auto begun = write_undo(made, *row, key);
    if (!begun) return begun.why();
    return begun_at(place, made, *begun);
  }

  [[nodiscard]] auto get(const owner_id& owner, std::string_view kind, const bulk_id& id) const
      -> result<bulk_row> override {
    return bulk_of(*plan_.rows, owner, kind, id);
  }

  [[nodiscard]] auto list(const owner_id& owner, std::string_view kind, std::size_t limit,
                          const std::string& cursor) const -> result<page<bulk_row>> override {
    return list_bulks(*plan_.rows, owner, kind, limit, cursor);
  }

 private:
  /// Few of one owner are worked on at a time. Given back, unless it was followed.
  class place_among_few {
   public:
    place_among_few(desk& of, owner_id owner) : desk_(of), owner_(std::move(owner)) {}
    ~place_among_few() {
      if (taken_) caf::anon_send(desk_.bulks_, admit_bulk{owner_, true});
    }
    place_among_few(const place_among_few&) = delete;
    auto operator=(const place_among_few&) -> place_among_few& = delete;
    auto take() -> result<done> {
      auto answer = ask<answered>(desk_.system_, desk_.bulks_, admit_bulk{owner_});
      if (!answer) return std::move(answer).why();
      taken_ = answer->what.ok();
      return std::move(answer->what);
    }
    void hand_over() { taken_ = false; }

   private:
    desk& desk_;
    owner_id owner_;
    bool taken_ = false;
  };

  /// The undo and the mark at what it undoes: one write, so that none is undone twice.
  auto write_undo(const bulk_row& undo, const bulk_row& undone, const bulk_once& once) -> result<position> {
    auto events = encoded(std::vector<bulk_event>{undo.asked});
    std::ranges::move(beginning(undo.total, once), std::back_inserter(events));
    const auto& owner = undo.asked.owner.value;
    const auto cost = cost_of(undo.asked.bulk, undo.by, events);
    if (plan_.usage != nullptr)
      if (auto fine = plan_.usage->admit(owner, cost); !fine) return std::move(fine).why();
    auto what =
        transaction_of(bulk_stream(undo.asked.bulk), 0, std::move(events), undo.by.value, 0, *plan_.clock);
    what->appends.push_back({bulk_stream(undone.asked.bulk), undone.version,
                             encoded(std::vector<bulk_event>{bulk_undo_begun{undo.asked.bulk}})});
    const auto answer = ask<append_answer>(system_, plan_.writer, append_events{std::move(what)});
    if (!answer) return answer.why();
    if (answer->what) {
      if (plan_.usage != nullptr) plan_.usage->wrote(owner, cost, answer->what->last);
      return answer->what->last;
    }
    if (answer->what.why().code == errc::wrong_version) return taken_back();
    return answer->what.why();
  }

  [[nodiscard]] auto fresh_id() const -> bulk_id {
    return {"chg_" + sortable_id(plan_.clock->now(), plan_.clock->random())};
  }

  auto begun_at(place_among_few& place, bulk_row row, position at) -> result<begun_bulk> {
    place.hand_over();
    keys_.wrote(at);
    caf::anon_send(bulks_, follow_bulk{row.asked.bulk});
    auto shown = shown_row(row.asked.bulk, at);
    // It is in the log, whatever the rows are busy with: saying anything else would make the client send it
    // again.
    return begun_bulk{shown ? *std::move(shown) : std::move(row)};
  }

  [[nodiscard]] auto again(const bulk_id& id) const -> result<begun_bulk> {
    auto row = load_bulk(*plan_.rows, id);
    if (!row) return std::move(row).why();
    return begun_bulk{*std::move(row), true};
  }

  [[nodiscard]] auto shown_row(const bulk_id& id, position at) const -> result<bulk_row> {
    if (!shown_.wait_for(at, show_patience))
      return {errc::timeout, "It was done, but the list of changes is behind; ask again in a moment."};
    return load_bulk(*plan_.rows, id);
  }

  caf::actor_system& system_;
  bulk_actor bulks_;
  bulk_plan plan_;
  const projection_runner& shown_;
  bulk_keys keys_;
};

}  // namespace

auto may_undo(const bulk_row& row) -> result<done> {
  if (!is_finished(row.status))
    return {errc::wrong_status, "The change is still being made; it can be undone when it has ended."};
  if (row.counts.changed == 0) return {errc::wrong_status, "The change left everything as it was."};
  if (row.is_being_undone || row.taken_back >= row.counts.changed) return taken_back();
  return done{};
}

auto open_bulks(caf::actor_system& system, const bulk_plan& plan, const projection_runner& shown)
    -> std::unique_ptr<bulk_desk> {
  return std::make_unique<desk>(system, plan, shown);
}

}  // namespace waybill
