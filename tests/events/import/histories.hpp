// Imports with a past, for tests that say: given these facts, when this command, then these facts.
#pragma once

#include <string>
#include <vector>

#include "events/import/state.hpp"

namespace waybill::histories {

inline auto submitted() -> import_submitted {
  return {{"imp_1"}, user_id{"usr_1"}, "bookmarks", "auto", "{}", {"b.json", "imports/usr_1/b.json", 700, {}},
          ""};
}
inline auto checked(std::uint64_t total = 10) -> parsing_finished { return {"activitystreams", total, 30}; }

/// A chunk of `records` records, all created, that ends at byte `resume_offset`.
inline auto chunk(std::uint64_t number, std::uint64_t first, std::uint64_t records,
                  std::uint64_t resume_offset) -> chunk_header {
  return {{"imp_1"}, number, first, resume_offset, {records, 0, 0, 0}};
}

inline auto fold(const std::vector<import_event>& events) -> import_state {
  import_state state;
  for (const auto& event : events) state = apply(std::move(state), event, {1000});
  return state;
}
inline auto fold(import_state state, const std::vector<chunk_header>& chunks) -> import_state {
  for (const auto& head : chunks) apply(state.progress, head);
  return state;
}

/// The shortest past that leads to a status; processing and what comes after it hold ten records, none
/// applied.
inline auto leading_to(import_status status) -> std::vector<import_event> {
  const std::vector<import_event> parsing{submitted(), parsing_started{1}};
  const std::vector<import_event> processing{submitted(), parsing_started{1}, checked()};
  const auto then = [](std::vector<import_event> events, import_event last) {
    events.push_back(std::move(last));
    return events;
  };
  switch (status) {
    case import_status::none:
      return {};
    case import_status::pending:
      return {submitted()};
    case import_status::parsing:
      return parsing;
    case import_status::ready:
      return parsing;  // no event leads there yet: see in()
    case import_status::processing:
      return processing;
    case import_status::paused:
      return then(processing, import_paused{});
    case import_status::completed:
      return then(processing, import_completed{10});
    case import_status::failed:
      return then(parsing, import_failed{"invalid_json", "Broken.", {}, 5, 1, 6});
    case import_status::cancelled:
      return then(processing, import_cancelled{});
    case import_status::removed:
      return then(then(processing, import_cancelled{}), import_removed{});
  }
  return {};
}

inline auto in(import_status status) -> import_state {
  auto state = fold(leading_to(status));
  // Kinds with a review come later; their status is in the table already.
  if (status == import_status::ready) state.status = status;
  return state;
}

}  // namespace waybill::histories
