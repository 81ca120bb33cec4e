// Safari's own file, Bookmarks.plist, as XML.
#pragma once

#include <memory>
#include <string_view>

#include "formats/links/parts.hpp"

namespace waybill::formats::links {

/// A property list that is binary begins so; it is refused, with how to make XML of it.
inline constexpr std::string_view binary_plist = "bplist00";

/// Folders and the reading list, which is the folder `com.apple.ReadingList`. The history's place is left
/// out. Folders tell their name behind their children: the file is read twice. Offsets are of the list as
/// JSON.
auto safari_reader(const link_file& file) -> std::unique_ptr<link_reader>;

}  // namespace waybill::formats::links
