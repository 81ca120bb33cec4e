#include "events/import/state.hpp"

#include <array>

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

auto decide_finish(const import_state& state, const finish_parsing& found, const import_limits& limits)
    -> decided {
  // Checked again after a pause or a failure: records are applied from where it stopped, so it must be the
  // same file.
  const bool same = !state.total || (*state.total == found.total && state.list_offset == found.list_offset);
  if (state.status == import_status::parsing && !same)
    return step_to(
        state,
        to_event(error{errc::file_changed, "The stored file is no longer what was checked before.", {}}));
  if (state.status == import_status::parsing && found.total > limits.records)
    return step_to(
        state, to_event(error{errc::too_many_records, "The file holds " + std::to_string(found.total) +
                                                          " records; at most " +
                                                          std::to_string(limits.records) + " are allowed."}));
  return step_to(state, parsing_finished{found.format, found.total, found.list_offset});
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
          [&](const fail_import& c) -> decided { return step_to(state, to_event(c.why)); },
          [&](const pause_import&) -> decided {
            return already(import_status::paused) ? nothing : step_to(state, import_paused{});
          },
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
                 [&](const import_failed& e) { state.failure = e; },
                 [&](const import_retried& e) {
                   state.attempt = e.attempt;
                   state.failure.reset();
                 },
                 [](const auto&) {},
             },
             event);
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
      return discard_file{};
    case import_status::none:
    case import_status::ready:
    case import_status::paused:
    case import_status::failed:
    case import_status::cancelled:
      return std::nullopt;
  }
  return std::nullopt;
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
