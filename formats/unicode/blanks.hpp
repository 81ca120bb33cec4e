// What a person sees nothing of at the ends of a text: Unicode's blanks (White_Space) and the signs without
// width that programs leave beside a text (U+180E, U+200B, U+2060, U+FEFF), control characters of ASCII too.
// Any thread.
#pragma once

#include <cstddef>
#include <string_view>

namespace waybill::unicode {

/// Bytes of the blank that `text` begins with; 0: it begins with none.
auto blank_size(std::string_view text) -> std::size_t;
/// What stands in front of the first blank.
auto before_blank(std::string_view text) -> std::string_view;
/// Without blanks at both ends; "": there is nothing else.
auto trimmed(std::string_view text) -> std::string_view;

}  // namespace waybill::unicode
