// Whose a folder is. RocksDB removes and overwrites what it takes for files of its own, and so do we when
// read models are made anew: nothing of that may happen in a folder that is not provably ours.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "events/result.hpp"

namespace waybill {

/// A file that says of its folder that Waybill keeps read models in it.
inline constexpr std::string_view folder_mark = "PROJECTIONS";

/// A file that says of the others in its directory that they are damaged: `projection_store::open` answers
/// corrupt with what stands in it.
inline constexpr std::string_view damage_mark = "DAMAGED";
inline constexpr std::string_view being_replaced = "they were being replaced\n";

/// The folder in it where new read models are made.
inline constexpr std::string_view rebuilt_folder = "rebuilt";

/// Does anything have this name, if only a link that leads nowhere?
auto is_there(const std::string& path) -> bool;

enum class folder_owner : std::uint8_t {
  nobody,   ///< it is not there, or nothing is in it
  waybill,  ///< the mark stands in it, or a database of our read models
  others,
};

/// Reads, and changes nothing. Follows a link to the folder.
auto owner_of(const std::string& directory) -> folder_owner;

/// What there is to do about a folder of others: unavailable.
auto folder_of_others(const std::string& directory) -> error;

/// Makes the folder when it is not there, and sets the mark. Errors: unavailable, when it is somebody else's,
/// or cannot be written; storage_full.
auto claim_folder(const std::string& directory) -> result<done>;

/// Whether RocksDB, or we, give files such a name in the directory of a database.
auto is_store_file(std::string_view name) -> bool;

/// Whether it is the name of a finished file that is to be taken in: `places-7.bulk`.
auto is_bulk_file(std::string_view name) -> bool;

/// Names in the folder that are not of a store of ours, sorted: somebody else's files, folders with whatever
/// name. Empty when it cannot be read.
auto others_in(const std::string& directory) -> std::vector<std::string>;

}  // namespace waybill
