// Imports that somebody should look at: at work, and nothing happens to them; or waiting for what does not
// answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/log/event_log.hpp"
#include "events/result.hpp"
#include "events/words.hpp"
#include "projections/import_row.hpp"
#include "projections/store.hpp"

namespace waybill {

struct stalled_import {
  import_id id;
  import_status status = import_status::none;
  instant since{};  ///< of the last event that touched it
  std::string why;  ///< a sentence
};

/// Whether it is one. `last`: when the last event touched it. Pure.
auto stall_of(const import_row& row, instant last, instant now) -> std::optional<stalled_import>;

/// Of everybody's, at most `most`. Errors: corrupt, unavailable.
auto stalled_imports(const projection_store& rows, const event_log& log, instant now, std::size_t most)
    -> result<std::vector<stalled_import>>;

}  // namespace waybill
