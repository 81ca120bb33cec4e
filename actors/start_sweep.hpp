// What a start clears away before it works: processes that the handlers of a killed server left behind,
// uploads that nobody needs, and what a backup that was cut off was copied from.
#pragma once

#include <set>
#include <string>

#include "actors/derived_files.hpp"
#include "config/settings.hpp"
#include "events/result.hpp"
#include "projections/store.hpp"

namespace waybill {

/// Once, while the data directory is held. `whole`: the rows hold all of the log; else they would name too
/// few files as needed. `needed` as of `sweep_uploads`. What lies beside uploads counts from then on. Errors:
/// corrupt, unavailable.
auto sweep_at_start(const settings& config, const projection_store& rows, bool whole,
                    const std::set<std::string>& needed, derived_files& derived) -> result<done>;

}  // namespace waybill
