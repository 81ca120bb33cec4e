// Letters of the world in letters of ASCII. Source: RFC 3492.
#pragma once

#include <string>
#include <string_view>

namespace waybill::unicode {

/// Appends the punycode of a label, without `xn--`. Time grows with the square of the label: bound it. Any
/// thread.
void append_punycode(std::u32string_view label, std::string& out);

/// What stands behind `xn--`, in lower case; replaces `out`. False: it is no punycode.
auto read_punycode(std::string_view from, std::u32string& out) -> bool;

}  // namespace waybill::unicode
