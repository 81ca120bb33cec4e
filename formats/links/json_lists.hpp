// Exports that are a list of objects in JSON: Pinboard, Delicious, wallabag, Omnivore, elCurator, linkding,
// Karakeep and Linkwarden.
#pragma once

#include <memory>
#include <string_view>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

enum class list_producer : std::uint8_t { pinboard, delicious, wallabag, omnivore, elcurator, linkding };

/// One list of objects, in the root or in one of its members.
auto json_list_reader(list_producer of, const link_file& file) -> std::unique_ptr<link_reader>;
/// Its lists, of which a bookmark may be in several, are told with the bookmarks: the file is read twice.
auto karakeep_reader(const link_file& file) -> std::unique_ptr<link_reader>;
/// Collections may name one that comes later as theirs: the file is read twice.
auto linkwarden_reader(const link_file& file) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
