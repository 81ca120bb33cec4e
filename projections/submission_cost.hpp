// What a new import takes of its owner's quota.
#pragma once

#include <algorithm>

#include "events/import/events.hpp"
#include "projections/usage_model.hpp"

namespace waybill {

/// So much of its options, and of what is found of its file, is as usual, and nobody counts it.
inline constexpr std::size_t usual_submission_bytes = 1'024;

/// Its file, and what its options have beyond that: the log keeps those for good.
inline auto cost_of(const import_submitted& what) -> usage_row {
  const auto options = what.options.size();
  return {what.file.size_bytes, options - std::min(options, usual_submission_bytes), 0};
}

}  // namespace waybill
