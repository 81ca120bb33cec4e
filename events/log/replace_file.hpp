// A small file that is never half-written.
#pragma once

#include <fcntl.h>

#include <string>
#include <string_view>

namespace waybill {

/// Behind a file's name while its new bytes are not whole. What a process that was killed leaves has this
/// end.
inline constexpr std::string_view unfinished_end = ".new";

/// Gives the file `name` these bytes, for its owner alone (0600). Under another name first: whoever reads it,
/// or copies it, meets the old bytes or the new ones, and so does the next start after `kill -9`. The bytes
/// are safe on the disk, the name is when its folder is synced. A link of that name is replaced, not
/// followed. `name` is a path, or stands in the open folder `folder`. False when that fails: errno says why,
/// the old file stays, and nothing is left beside it. Any thread; one at a time for one name. Sources:
/// rename(2), fsync(2).
auto replace_file(const std::string& name, std::string_view bytes, int folder = AT_FDCWD) -> bool;

}  // namespace waybill
