// The statuses of an import and every transition between them, as ONE table: decide, apply, the API's
// `actions`, the drawing in docs/import_states.md and a test that walks every pair all read it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace waybill {

/// Numbers stand in projections: never renumber.
enum class import_status : std::uint8_t {
  none = 0,  ///< not submitted yet
  pending = 1,
  parsing = 2,
  ready = 3,
  processing = 4,
  paused = 5,
  completed = 6,
  failed = 7,
  cancelled = 8,
  removed = 9
};
constexpr auto enum_end(import_status) -> std::uint64_t { return 10; }
auto name_of(import_status status) noexcept -> std::string_view;
auto import_status_of(std::string_view name) noexcept -> std::optional<import_status>;

/// What moves an import from one status to another: one a kind of event.
enum class import_step : std::uint8_t {
  submit,
  start_parsing,
  describe,
  finish_parsing,
  take_up,
  try_again,
  ask_review,
  review,
  read_again,
  refuse_reading,
  commit,
  complete,
  fail,
  pause,
  suspend,
  resume,
  cancel,
  retry,
  remove
};
inline constexpr std::size_t import_step_count = static_cast<std::size_t>(import_step::remove) + 1;
auto name_of(import_step step) noexcept -> std::string_view;
/// What can be done to an import, behind "can": "be paused", "be retried", ...
auto passive_of(import_step step) noexcept -> std::string_view;

struct transition {
  import_status from;
  import_step step;
  import_status to;
};

/// Every transition there is.
auto transitions() noexcept -> std::span<const transition>;
/// Where `step` leads from `from`; nothing: refused.
auto next_status(import_status from, import_step step) noexcept -> std::optional<import_status>;
/// The statuses from which a step is possible, as "pending, parsing or paused".
auto statuses_before(import_step step) -> std::string;

/// No more steps but retry and remove: nobody has to work on it.
constexpr auto is_finished(import_status status) noexcept -> bool {
  return status == import_status::completed || status == import_status::failed ||
         status == import_status::cancelled || status == import_status::removed;
}

/// The page docs/import_states.md, generated from the table.
auto transitions_page() -> std::string;

}  // namespace waybill
