// What a new import takes of its owner's quota.
#pragma once

#include <algorithm>

#include "events/import/events.hpp"
#include "projections/usage_model.hpp"

namespace waybill {

/// Its file, and what its options have beyond 1 KiB: the log keeps those for good.
inline auto cost_of(const import_submitted& what) -> usage_row {
  constexpr std::size_t usual_options_bytes = 1'024;
  const auto options = what.options.size();
  return {what.file.size_bytes, options - std::min(options, usual_options_bytes), 0};
}

}  // namespace waybill
