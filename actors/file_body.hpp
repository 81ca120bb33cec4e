// The bytes of a file on their way to its place on the disk.
#pragma once

#include <memory>
#include <optional>

#include "actors/file_shelf.hpp"

namespace waybill {

/// For all of a file that was announced. Errors: wrong_status (it is here already), busy, too_large,
/// quota_exceeded, storage_full, unavailable.
auto begin_file_body(file_shelf& shelf, shelved_ptr file, std::optional<std::uint64_t> announced)
    -> result<std::unique_ptr<file_writer>>;

/// For the next piece of one that comes in pieces. Errors: not_found, upload_locked, wrong_offset, too_large,
/// storage_full, unavailable.
auto begin_file_piece(file_shelf& shelf, shelved_ptr file, const piece_wish& wish)
    -> result<std::unique_ptr<file_writer>>;

/// All bytes are here and synced: `next` is the file's state from now on, and they get the name that it says.
/// With `work` held. Errors: storage_full, unavailable: then they have the name of before.
auto place_file(file_shelf& shelf, shelved_file& file, file_state next) -> result<done>;

/// Syncs the bytes' folder and all above it in the data directory. False when that fails.
auto sync_upload_folders(const std::string& data_directory, const std::string& path) -> bool;

}  // namespace waybill
