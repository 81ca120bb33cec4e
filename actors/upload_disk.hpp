// What everything that takes in a file does with the disk. Any thread.
#pragma once

#include <cstdint>

#include "events/disk.hpp"
#include "events/result.hpp"

namespace waybill {

/// How often the room on the disk is looked at, and how much is handed to the disk at a time so that the
/// final sync is short.
inline constexpr std::uint64_t look_at_room_every_bytes = 8 << 20;

/// A refusal for an errno: storage_full or unavailable.
auto upload_error(int number) -> error;

/// Hands what was written of the file to the disk, and looks whether so much is free behind it. Errors:
/// storage_full.
auto look_for_room(int fd, std::uint64_t min_free_bytes) -> result<done>;

}  // namespace waybill
