// What stands beside the links of a line: titles, remarks, tags. Internal to this folder.
#pragma once

#include <string_view>

#include "formats/links/url_lines.hpp"

namespace waybill::formats::links {

/// A text beside a link, without what parts them and without quotes or brackets around it; "": it holds no
/// word.
auto words_of(std::string_view beside) -> std::string_view;

/// Takes a comment off the front of what stands beside `one`; buku writes tags into it.
auto without_comment(std::string_view beside, found_link& one) -> std::string_view;

/// Takes the tags of Org mode, `:one:two:`, off the end of what stands behind its link.
auto without_org_tags(std::string_view behind, found_link& one) -> std::string_view;

/// A title without the sign that parts it from the address in front of it.
auto without_separator(std::string_view title) -> std::string_view;

}  // namespace waybill::formats::links
