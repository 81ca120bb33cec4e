// A walk over events of which some may be damaged.
#pragma once

#include <functional>

#include "events/log/event_log.hpp"

namespace waybill {

/// Every event from `from` to `to` that can be read, in order. `take` answers false to end it; what cannot be
/// read goes to `fault`. Any thread.
void each_event(const event_log& log, position from, position to,
                const std::function<bool(const stored_event&)>& take,
                const std::function<void(position, const error&)>& fault);

}  // namespace waybill
