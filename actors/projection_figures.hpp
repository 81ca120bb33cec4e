// How the read models of a running server are.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "actors/projection_set.hpp"
#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "projections/store.hpp"

namespace waybill {

struct projection_figures {
  std::string name;
  position at = 0;  ///< every event up to here is shown
  position lag = 0;
  std::uint64_t size_bytes = 0;  ///< about; all share their files
  std::string layout;            ///< of the rows: those of another are folded again at the start
  bool stuck = false;
};

/// Any thread. Reads all rows of the small one. Errors: corrupt, unavailable.
auto figures_of(const event_log& log, const projection_store& rows, const projection_set& set)
    -> result<std::vector<projection_figures>>;

}  // namespace waybill
