// What of a bookmark is compared with what people look for. Private to this folder.
#pragma once

#include <string>
#include <string_view>

namespace waybill::bookmarks {

/// A tag as it is compared: letter case and accents aside.
auto folded_tag(std::string_view tag) -> std::string;
/// Host, without port and without what stands around it; in ASCII where it can be.
auto host_of(std::string_view url) -> std::string;

}  // namespace waybill::bookmarks
