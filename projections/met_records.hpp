// What records met that were there before: told when outcomes are shown, not kept with them.
#pragma once

#include <vector>

#include "domains/kind.hpp"
#include "events/log/event_log.hpp"
#include "projections/views.hpp"

namespace waybill {

/// `outcomes[i]` met the version at `places[i]`; at 0: it met none. Says so, gives it that one's identity,
/// and warns when its URL is spelled otherwise. Reads each chunk once. Errors: corrupt, unavailable.
auto tell_met(const event_log& log, const kind_module* kind, const std::vector<record_place>& places,
              std::vector<record_outcome>& outcomes) -> result<done>;

/// The outcome of a record that met the one of this identity (hex), whose URL is spelled so.
void say_met(record_outcome& told, std::string id, std::string url);

}  // namespace waybill
