// Log, read models, uploads and secrets each have a folder of their own, wherever links lead.
#pragma once

#include <string>

#include "events/result.hpp"

namespace waybill {

/// Refuses what would let one part of the data directory destroy another, or what is somebody else's: two
/// parts that are the same folder, or one inside another; a part that is no folder; read models or a log in a
/// folder that holds something else. Links are followed; one that leads nowhere is not judged here. Changes
/// nothing. Errors: unavailable, with a sentence that names the path.
auto check_parts(const std::string& directory) -> result<done>;

}  // namespace waybill
