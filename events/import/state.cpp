#include "events/import/state.hpp"

#include <array>
#include <utility>

namespace waybill {
namespace {

template <class... Ts>
struct overloaded : Ts... {
  using Ts::operator()...;
};

auto refuse(import_status status, import_step step) -> error {
  std::string possible;
  for (const auto verb : actions(status)) {
    possible += possible.empty() ? "" : ", ";
    possible += verb;
  }
  return {errc::wrong_status, "The import is " + std::string(name_of(status)) + "; only a " +
                                  statuses_before(step) + " import can " + std::string(passive_of(step)) +
                                  ". Possible now: " + (possible.empty() ? "nothing" : possible) + "."};
}

/// Emits `event` when the table allows it; nothing when the import is already where the step leads.
template <class Event>
auto step_to(const import_state& state, Event event) -> decided {
  if (next_status(state.status, Event::step)) return std::vector<import_event>{std::move(event)};
  return refuse(state.status, Event::step);
}

auto every_record_done(const import_state& state) -> bool {
  return state.total && state.progress.counts.processed() >= *state.total;
}

/// Until then it may be read in another way each time; its digest says that it is the same file.
auto found_before_it_was_committed(const import_state& state, const finish_parsing& found) -> bool {
  return found.asks_for_review && !state.committed;
}

/// Nothing is wrong with what it holds: another reading of it helps nobody.
auto is_about_content(errc code) -> bool {
  switch (code) {
    case errc::file_missing:
    case errc::file_changed:
    case errc::storage_full:
    case errc::quota_exceeded:
    case errc::unavailable:
    case errc::corrupt:
    case errc::timeout:
    case errc::internal:
      return false;
    default:
      return true;
  }
}

/// A file that was read well before can be read so again: what people did in its review is not lost.
auto decide_failure(const import_state& state, const error& why) -> decided {
  const bool goes_back =
      state.status == import_status::parsing && state.is_read_again && is_about_content(why.code);
  if (!goes_back) return step_to(state, to_event(why));
  return step_to(state, import_reading_refused{state.options_before, std::string(name_of(why.code)),
                                               why.message, why.place.record, why.place.byte_offset,
                                               why.place.line, why.place.column});
}

auto decide_finish(const import_state& state, const finish_parsing& found, const import_limits& limits)
    -> decided {
  // Checked again after a pause or a failure: records are applied from where it stopped, so it must be the
  // same file.
  const bool same = !state.total || found_before_it_was_committed(state, found) ||
                    (*state.total == found.total && state.list_offset == found.list_offset);
  if (state.status == import_status::parsing && !same)
    return decide_failure(
        state, error{errc::file_changed, "The stored file is no longer what was checked before.", {}});
  if (state.status == import_status::parsing && found.total > limits.records)
    return decide_failure(
        state,
        error{errc::too_many_records, "The file holds " + std::to_string(found.total) + " records; at most " +
                                          std::to_string(limits.records) + " are allowed."});
  auto events = found_before_it_was_committed(state, found)
                    ? step_to(state, import_ready{found.format, found.total, found.list_offset})
                    : step_to(state, parsing_finished{found.format, found.total, found.list_offset});
  if (events && state.takes_all_in && state.changes && !state.changes->excluded.empty())
    events->emplace_back(import_records_excluded{state.changes->excluded.runs(), false, true});
  if (events && found.findings != state.findings)
    events->insert(events->begin(), import_described{found.findings});
  return events;
}

auto stale(std::uint64_t seen, std::uint64_t now, std::string_view what) -> error {
  error why{errc::stale_version,
            "Somebody has changed the " + std::string(what) + " since it was looked at: it has version " +
                std::to_string(now) + ", not " + std::to_string(seen) + ".",
            {}};
  why.details = R"({"version":)" + std::to_string(now) + "}";
  return why;
}

auto decide_change(const import_state& state, const change_review& wish) -> decided {
  auto events = step_to(state, import_review_changed{wish.options});
  if (!events) return events;
  if (wish.version != state.review_version) return stale(wish.version, state.review_version, "review");
  if (wish.options == state.options) return std::vector<import_event>{};
  if (wish.reads_again) events->emplace_back(import_read_again{wish.takes_all_in});
  return events;
}

auto changes_nothing(const import_state& state, const import_record_edited& wish) -> bool {
  if (!state.changes) return wish.cells.empty();
  const auto found = state.changes->records.find(wish.record);
  if (found == state.changes->records.end()) return wish.cells.empty();
  return found->second.cells == wish.cells && (wish.cells.empty() || found->second.was == wish.was);
}

auto decide_edit(const import_state& state, const edit_record_of_review& wish) -> decided {
  auto events = step_to(state, wish.what);
  if (!events) return events;
  if (wish.what.record == 0 || wish.what.record > state.total.value_or(0))
    return error{errc::not_found, "The import has no such record.", {}};
  const auto now = version_of(state, wish.what.record);
  if (wish.version != now) return stale(wish.version, now, "record");
  return changes_nothing(state, wish.what) ? std::vector<import_event>{} : std::move(*events);
}

auto decide_exclude(const import_state& state, const exclude_records& wish) -> decided {
  auto events = step_to(state, wish.what);
  if (!events) return events;
  const bool single = !wish.what.in_bulk;
  if (!single && wish.version != state.review_version)
    return stale(wish.version, state.review_version, "review");
  for (const auto& run : wish.what.records)
    if (run.first == 0 || run.last < run.first || run.last > state.total.value_or(0))
      return error{errc::not_found, "The import has no such record.", {}};
  if (wish.what.records.empty()) return std::vector<import_event>{};
  if (!single) return events;
  const auto record = wish.what.records.front().first;
  const auto now = version_of(state, record);
  if (wish.version != now) return stale(wish.version, now, "record");
  const bool is_out = state.changes && state.changes->excluded.has(record);
  return is_out == wish.what.excluded ? std::vector<import_event>{} : std::move(*events);
}

auto decide_commit(const import_state& state, const commit_import& wish) -> decided {
  auto events = step_to(state, wish.what);
  if (!events) return events;
  if (wish.version && *wish.version != state.review_version)
    return stale(*wish.version, state.review_version, "review");
  if (wish.revision != state.revision) return stale(wish.revision, state.revision, "review");
  if (!wish.options.empty() && wish.options != state.options)
    events->insert(events->begin(), import_review_changed{wish.options});
  return events;
}

/// The changes as they may be written to: nobody else looks at them then.
auto own_changes(import_state& state) -> review_changes& {
  if (!state.changes)
    state.changes = std::make_shared<review_changes>();
  else if (state.changes.use_count() > 1)
    state.changes = std::make_shared<review_changes>(*state.changes);
  return *state.changes;
}

void fold(import_state& state, const import_review_changed& e) {
  state.options_before = std::exchange(state.options, e.options);
  state.refused_reading.reset();
  ++state.review_version;
  ++state.revision;
}

void fold(import_state& state, const import_read_again& e) {
  state.is_read_again = true;
  // Of two such wishes in a row, the first may have been cancelled in the middle.
  state.takes_all_in = state.takes_all_in || e.takes_all_in;
}

void fold(import_state& state, const import_reading_refused& e) {
  state.options = e.options;
  state.is_read_again = state.takes_all_in = false;
  state.refused_reading = e;
  ++state.review_version;
  ++state.revision;
}

void fold(import_state& state, const import_record_edited& e) {
  ++state.revision;
  auto& changes = own_changes(state);
  auto& record = changes.records[e.record];
  ++record.version;
  record.cells = e.cells;
  record.was = e.was;
}

void fold(import_state& state, const import_records_excluded& e) {
  ++state.revision;
  if (e.in_bulk) ++state.review_version;
  auto& changes = own_changes(state);
  for (const auto& run : e.records) {
    if (e.excluded)
      changes.excluded.add(run);
    else
      changes.excluded.take_away(run);
    if (!e.in_bulk) ++changes.records[run.first].version;
  }
}

auto decide_complete(const import_state& state) -> decided {
  if (state.status == import_status::processing && !every_record_done(state))
    return error{errc::wrong_status, "Not every record has an outcome yet."};
  return step_to(state, import_completed{state.progress.counts.processed()});
}

}  // namespace

auto to_event(const error& why) -> import_failed {
  return {std::string(name_of(why.code)), why.message,    why.place.record,
          why.place.byte_offset,          why.place.line, why.place.column};
}

auto decide(const import_state& state, const import_command& command, const import_limits& limits)
    -> decided {
  const auto already = [&state](import_status status) { return state.status == status; };
  const decided nothing = std::vector<import_event>{};
  return std::visit(
      overloaded{
          [&](const submit_import& c) -> decided { return step_to(state, c.what); },
          [&](const start_parsing&) -> decided { return step_to(state, parsing_started{state.attempt}); },
          [&](const finish_parsing& c) -> decided { return decide_finish(state, c, limits); },
          [&](const take_up_import&) -> decided {
            return step_to(state, import_taken_up{state.progress.counts.processed() + 1});
          },
          [&](const note_refusal& c) -> decided { return step_to(state, c.what); },
          [&](const complete_import&) -> decided { return decide_complete(state); },
          [&](const fail_import& c) -> decided { return decide_failure(state, c.why); },
          [&](const pause_import&) -> decided {
            // A person's pause is stronger than the server's: nothing goes on by itself then.
            if (state.suspension) return std::vector<import_event>{import_paused{}};
            return already(import_status::paused) ? nothing : step_to(state, import_paused{});
          },
          [&](const suspend_import& c) -> decided { return step_to(state, c.what); },
          [&](const resume_import&) -> decided {
            // Already going on: resuming what runs changes nothing.
            return already(import_status::pending) || already(import_status::parsing) ||
                           already(import_status::processing)
                       ? nothing
                       : step_to(state, import_resumed{});
          },
          [&](const cancel_import&) -> decided {
            return already(import_status::cancelled) ? nothing : step_to(state, import_cancelled{});
          },
          [&](const retry_import&) -> decided { return step_to(state, import_retried{state.attempt + 1}); },
          [&](const remove_import&) -> decided { return step_to(state, import_removed{}); },
          [&](const change_review& c) -> decided { return decide_change(state, c); },
          [&](const edit_record_of_review& c) -> decided { return decide_edit(state, c); },
          [&](const exclude_records& c) -> decided { return decide_exclude(state, c); },
          [&](const commit_import& c) -> decided { return decide_commit(state, c); },
      },
      command);
}

auto apply(import_state state, const import_event& event, instant at) noexcept -> import_state {
  std::visit(overloaded{
                 [&](const import_submitted& e) {
                   state.id = e.import;
                   state.owner = e.owner;
                   state.kind = e.kind;
                   state.format = e.format;
                   state.options = e.options;
                   state.file = e.file;
                   state.submitted_at = at;
                   state.attempt = 1;
                 },
                 [&](const parsing_finished& e) {
                   state.format = e.format;
                   state.total = e.total;
                   state.list_offset = e.list_offset;
                 },
                 [&](const import_ready& e) {
                   state.is_read_again = state.takes_all_in = false;
                   state.format = e.format;
                   state.total = e.total;
                   state.list_offset = e.list_offset;
                 },
                 [&](const import_review_changed& e) { fold(state, e); },
                 [&](const import_read_again& e) { fold(state, e); },
                 [&](const import_reading_refused& e) { fold(state, e); },
                 [&](const import_record_edited& e) { fold(state, e); },
                 [&](const import_records_excluded& e) { fold(state, e); },
                 [&](const import_committed& e) {
                   state.committed = true;
                   state.agreed = e.agreed;
                 },
                 [&](const import_described& e) { state.findings = e.findings; },
                 [&](const import_failed& e) { state.failure = e; },
                 [&](const import_suspended& e) { state.suspension = e; },
                 [&](const import_retried& e) {
                   state.attempt = e.attempt;
                   state.failure.reset();
                 },
                 [](const auto&) {},
             },
             event);
  if (!std::holds_alternative<import_suspended>(event)) state.suspension.reset();
  const auto step = std::visit([](const auto& e) { return e.step; }, event);
  if (const auto to = next_status(state.status, step)) state.status = *to;
  return state;
}

void apply(import_progress& progress, const chunk_header& chunk) noexcept {
  progress.chunks = chunk.chunk;
  progress.resume_offset = chunk.resume_offset;
  progress.counts += chunk.counts;
  progress.last_line = chunk.last_line;
}

auto owed(const import_state& state) -> std::optional<effect> {
  switch (state.status) {
    case import_status::pending:
      return wait_for_seat{};
    case import_status::parsing:
      return check_file{};
    case import_status::processing: {
      if (every_record_done(state)) return say_completed{};
      const bool fresh = state.progress.chunks == 0;
      return apply_records{state.progress.chunks + 1, state.progress.counts.processed() + 1,
                           fresh ? state.list_offset : state.progress.resume_offset, fresh,
                           state.progress.last_line};
    }
    case import_status::completed:
    case import_status::removed:
      if (!keeps_file(state)) return discard_file{};
      return std::nullopt;
    case import_status::none:
    case import_status::ready:
    case import_status::paused:
    case import_status::failed:
    case import_status::cancelled:
      return std::nullopt;
  }
  return std::nullopt;
}

auto version_of(const import_state& state, std::uint64_t record) -> std::uint64_t {
  if (!state.changes) return 0;
  const auto found = state.changes->records.find(record);
  return found == state.changes->records.end() ? 0 : found->second.version;
}

auto keeps_file(const import_state& state) -> bool {
  if (state.status == import_status::completed) return state.committed;
  return state.status != import_status::removed;
}

auto actions(import_status status) -> std::vector<std::string_view> {
  struct verb {
    import_step step;
    std::string_view name;
  };
  static constexpr std::array verbs{verb{import_step::commit, "commit"}, verb{import_step::pause, "pause"},
                                    verb{import_step::resume, "resume"}, verb{import_step::cancel, "cancel"},
                                    verb{import_step::retry, "retry"},   verb{import_step::remove, "delete"}};
  std::vector<std::string_view> possible;
  for (const auto& [step, name] : verbs)
    if (next_status(status, step)) possible.push_back(name);
  return possible;
}

}  // namespace waybill
