// What ICU makes of the same text: the peer of formats/unicode in its tests.
#pragma once

#include <optional>
#include <string>

namespace waybill::unicode::test {

/// UTS #46 ToASCII as browsers ask for it; nothing where it refuses.
auto icu_ascii_host(const std::u32string& host) -> std::optional<std::string>;
auto icu_nfc(const std::u32string& text) -> std::u32string;
/// Whether the Unicode of ICU assigns it.
auto icu_assigns(char32_t c) -> bool;
auto utf8(const std::u32string& text) -> std::string;

}  // namespace waybill::unicode::test
