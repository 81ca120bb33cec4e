// Keys that the server makes for itself and keeps: one file each, for its owner alone.
#pragma once

#include <string>

#include "events/result.hpp"
#include "events/words.hpp"

namespace waybill {

/// The 32 bytes of `directory/name`. Made from the kernel's randomness when it is not there, or not whole:
/// the folder 0700, the file 0600, synced before it is used. The file may be no link; the folder may, when
/// it belongs to this user and others cannot write in it. Errors: unavailable.
auto secret_key_in(const std::string& directory, const std::string& name) -> result<digest>;

}  // namespace waybill
