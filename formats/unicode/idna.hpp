// Host names of the world as the DNS knows them: UTS #46 ToASCII as browsers do it (WHATWG URL, "domain to
// ASCII", not strict): non-transitional, CheckBidi and CheckJoiners, without STD3 rules, hyphen checks and
// lengths; of Unicode 15.0, whatever is installed: docs/decisions/0014.
#pragma once

#include <string>
#include <string_view>

namespace waybill::unicode {

/// A host of more bytes cannot be mapped. A name of the DNS has at most 253 in ASCII, which no spelling of
/// its letters in UTF-8 makes longer than this; it keeps hostile hosts away from what grows with the square.
inline constexpr std::size_t host_limit_bytes = 1024;

/// Appends the ASCII form of `host` (UTF-8), labels, dots and all. What it was mapped to may be empty, and
/// may hold any byte of ASCII that stands in no host: the caller judges that. False: it cannot be mapped, and
/// `out` is as it was. Any thread.
auto append_ascii_host(std::string_view host, std::string& out) -> bool;

/// Appends `text` (UTF-8) in lower case: letters alone, nothing else is mapped. Any thread.
void append_lower(std::string_view text, std::string& out);

}  // namespace waybill::unicode
