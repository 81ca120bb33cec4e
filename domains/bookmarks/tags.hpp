// What is a tag, wherever it comes from.
#pragma once

#include <string_view>

#include "formats/unicode/blanks.hpp"

namespace waybill::bookmarks {

/// As it is kept: without blanks around it, Unicode's and signs without width among them. "": it is none.
/// Those of bookmarks that were kept before may have some still. Any thread.
inline auto kept_tag(std::string_view text) -> std::string_view { return unicode::trimmed(text); }

}  // namespace waybill::bookmarks
