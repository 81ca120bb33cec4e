// A log that lives in memory and dies with the process: for tests and trial runs.
#pragma once

#include <memory>

#include "events/log/event_log.hpp"

namespace waybill {

auto open_memory_log() -> std::unique_ptr<event_log>;

}  // namespace waybill
