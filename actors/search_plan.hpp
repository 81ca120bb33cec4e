// How the index of words is kept up: in bulk, when nobody else wants the processor.
#pragma once

#include <string>

#include "actors/projector.hpp"
#include "config/settings.hpp"
#include "projections/search/search_model.hpp"

namespace waybill {

inline auto plan_of_search(const settings& config) -> projector_plan {
  constexpr std::size_t step_bytes = std::size_t{1} << 20;
  constexpr std::chrono::milliseconds linger{1'000};
  constexpr std::chrono::milliseconds quiet{300};
  constexpr position most_behind = 2'000;  // a million records of a large file
  projector_plan plan{std::string(search_model_name), step_bytes, config.search_segment_documents, linger};
  plan.stands_back = patience::all;
  plan.quiet = quiet;
  plan.most_behind = most_behind;
  return plan;
}

}  // namespace waybill
