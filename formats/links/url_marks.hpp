// Links as Org mode, chats, wikis and AsciiDoc write them: `[[url][label]]`, `<url|label>`, `[[url|label]]`,
// `[url label]`, `url[label]`.
// Internal to this folder.
#pragma once

#include <string_view>

#include "formats/links/url_lines.hpp"

namespace waybill::formats::links {

/// Whether an address, with `before` in front of it, may be written so.
auto may_be_marked(std::string_view before, std::string_view address) -> bool;

/// Takes such a link off `rest`, and its sign off `before`. It looks at `most` bytes. False: it is none.
auto take_marked(std::string_view& before, std::string_view& rest, std::size_t most, found_link& out) -> bool;

/// `[[url][title]]` or `[[url]]`, as Org mode writes links, whose address `inside` begins with. It looks at
/// `most` bytes of each part. What is left behind it goes into `rest`; false: there is none.
auto take_org(std::string_view inside, std::size_t most, found_link& out, std::string_view& rest) -> bool;

}  // namespace waybill::formats::links
