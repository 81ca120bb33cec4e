// Links as chats, wikis and AsciiDoc write them: `<url|label>`, `[[url|label]]`, `[url label]`, `url[label]`.
// Internal to this folder.
#pragma once

#include <string_view>

#include "formats/links/url_lines.hpp"

namespace waybill::formats::links {

/// Whether the address at the front of `rest`, with `before` in front of it, may be written so.
auto may_be_marked(std::string_view before, std::string_view rest) -> bool;

/// Takes such a link off `rest`, and its sign off `before`. It looks at `most` bytes. False: it is none.
auto take_marked(std::string_view& before, std::string_view& rest, std::size_t most, found_link& out) -> bool;

}  // namespace waybill::formats::links
