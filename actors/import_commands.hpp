// What people ask of an import, as its commands.
#pragma once

#include <optional>

#include "actors/vocabulary.hpp"
#include "events/import/state.hpp"

namespace waybill {

inline auto to_command(import_verb verb) -> import_command {
  switch (verb) {
    case import_verb::pause:
      return pause_import{};
    case import_verb::resume:
      return resume_import{};
    case import_verb::cancel:
      return cancel_import{};
    case import_verb::retry:
      return retry_import{};
    case import_verb::remove:
      return remove_import{};
  }
  return pause_import{};
}

/// What is asked: a verb, or a change of its review.
inline auto command_in(const import_request& asked) -> import_command {
  return asked.command ? *asked.command : to_command(asked.verb);
}

/// `is_ending`: every record has its outcome, and who worked on them was told that this is the end. He hears
/// it once, so nothing may come between.
inline auto refused_at_once(import_status status, bool is_ending, const import_request& asked)
    -> std::optional<error> {
  if (status == import_status::removed) return error{errc::not_found, "There is no such import.", {}};
  const bool stops =
      !asked.command && (asked.verb == import_verb::pause || asked.verb == import_verb::cancel);
  if (is_ending && stops)
    return error{
        errc::wrong_status, "All records of the import have their outcome; it is being completed.", {}};
  return std::nullopt;
}

}  // namespace waybill
