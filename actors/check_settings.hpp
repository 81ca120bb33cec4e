// What of the settings only the kinds can judge.
#pragma once

#include "config/settings.hpp"
#include "events/result.hpp"

namespace waybill {

/// Before anything starts with them: are the kinds known that are named, do named groups fit together, is
/// there what they name? Blocks on the disk. Errors: bad_value, with the setting or the line.
auto check_settings(const settings& config) -> result<done>;

}  // namespace waybill
