// Names of files are kept by their folder, and lost with it.
#pragma once

#include <filesystem>

namespace waybill {

/// Makes safe on the disk which names `folder` has: files made, renamed or removed in it. False when that
/// fails. Source: fsync(2).
auto sync_folder(const std::filesystem::path& folder) -> bool;

}  // namespace waybill
