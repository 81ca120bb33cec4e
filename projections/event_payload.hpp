// What an event says, for people who look at the log.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "events/log/event_log.hpp"

namespace waybill {

/// Its payload as JSON. A chunk's records fill pages: without `in_full` only what they add up to. Of bytes
/// that cannot be read: why. Secrets print as their size. Any thread.
auto payload_document(const stored_event& event, bool in_full) -> nlohmann::ordered_json;
/// The same as a line of text.
auto payload_text(const stored_event& event, bool in_full) -> std::string;

/// Whether this program can read it. Errors: corrupt.
auto is_readable(const stored_event& event) -> result<done>;

}  // namespace waybill
