#include "actors/next_effect.hpp"

namespace waybill {

auto is_at_work(import_status status) -> bool {
  return status == import_status::parsing || status == import_status::processing;
}

auto is_done(const import_state& import) -> bool {
  const auto what = owed(import);
  return what && std::holds_alternative<say_completed>(*what);
}

auto next_effect(const import_state& import, const at_hand& has) -> actor_effect {
  const bool works = is_at_work(import.status);
  if (has.unfit && works) return command_itself{fail_import{*has.unfit}};
  // It begins only to fail: a failure is one of an import at work.
  if (has.unfit && import.status == import_status::pending) return command_itself{start_parsing{}};
  const auto what = owed(import);
  if (is_finished(import.status)) return go_to_rest{};
  if (!what) return stand_still{};
  // Also when it was recovered in the middle of its work: a seat comes first. The last word needs none.
  const bool done = std::holds_alternative<say_completed>(*what);
  if (std::holds_alternative<wait_for_seat>(*what) || (!has.seat && !done)) return ask_for_seat{};
  if (has.interrupted) return command_itself{take_up_import{}};
  if (done) return command_itself{complete_import{}};
  if (const auto* records = std::get_if<apply_records>(&*what)) return *records;
  if (has.verdict) return settle_check{};
  return check_file{};
}

}  // namespace waybill
