// What of a bookmark is compared with what people look for. Private to this folder.
#pragma once

#include <string>
#include <string_view>

namespace waybill::bookmarks {

/// A tag as it is compared: letter case and accents aside.
auto folded_tag(std::string_view tag) -> std::string;
/// The URL as people read it: without `%C3%A9`. Empty when it is written so already, or when that would be no
/// text.
auto readable_url(std::string_view url) -> std::string;
/// Host, without port and without what stands around it; in ASCII where it can be.
auto host_of(std::string_view url) -> std::string;

}  // namespace waybill::bookmarks
