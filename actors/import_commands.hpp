// What people ask of an import, as its commands.
#pragma once

#include "actors/engine.hpp"
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

}  // namespace waybill
