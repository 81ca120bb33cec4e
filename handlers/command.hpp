// A command as it stands in the settings, taken apart into words like a shell does it. There is no shell: no
// variables, no patterns, no pipes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill::handlers {

/// Words are separated by blanks. '...' is taken as it is; inside "..." a backslash stands before `"`, `\`,
/// `$` and a back tick; outside quotes before any sign. Errors: bad_value, when a quote or a backslash has no
/// end, or there is no word. Any thread.
auto split_command(std::string_view command) -> result<std::vector<std::string>>;

}  // namespace waybill::handlers
