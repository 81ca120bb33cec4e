// What records met that were there before: told when outcomes are shown, not kept with them.
#pragma once

#include <vector>

#include "domains/kind.hpp"
#include "events/collection/chunk.hpp"
#include "events/log/event_log.hpp"
#include "projections/views.hpp"

namespace waybill {

/// `outcomes[i]` met the version at `places[i]`; at 0: it met none. Says so, gives it that one's identity,
/// and the warning that its kind has for that. Reads each chunk once. Errors: corrupt, unavailable.
auto tell_met(const event_log& log, const kind_module* kind, const std::vector<record_place>& places,
              std::vector<record_outcome>& outcomes) -> result<done>;

/// The outcome of a record that met the one of this identity (hex), which is found by these texts.
void say_met(const kind_module* kind, record_outcome& told, std::string id, std::vector<std::string> shown);

/// What a row is found by, one text for each name of the kind.
auto shown_of(const kind_module* kind, std::string_view row) -> std::vector<std::string>;
/// The same of a record of a chunk: its row says it, or else what was kept of it.
auto shown_of(const kind_module* kind, const applied_record& record) -> std::vector<std::string>;

}  // namespace waybill
