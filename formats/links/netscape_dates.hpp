// Dates as files of bookmarks spell them. Internal to this folder.
#pragma once

#include <string>
#include <string_view>

namespace waybill::formats::links {

/// Nothing, or zeros: no date at all.
auto is_zero_date(std::string_view text) -> bool;
/// A count of s, ms or us since 1970, or a date of ISO 8601, for a count (perhaps with a fraction), one of us
/// since 1601, or a date as logs of web servers spell it; "": it is none of these.
auto netscape_date(std::string_view text) -> std::string;

}  // namespace waybill::formats::links
