// Text of others on a terminal: it must not steer it, nor look like something else than it is.
#pragma once

#include <string>
#include <string_view>

namespace waybill {

/// What a terminal obeys, or does not show, becomes `?`: control characters (C0, DEL, C1), line and paragraph
/// separators, marks that turn the direction of writing, characters without width or form (Unicode's
/// categories Cc, Cf, Zl, Zp without the visible number signs, and fillers), and bytes that are no UTF-8.
/// Everything else stays.
auto visible(std::string_view text) -> std::string;

}  // namespace waybill
