// Text as bytes: UTF-8, letters of ASCII, blanks, percent-encoding, strings of JSON. Knows no format and no
// kind; for every floor. All pure; any thread. Sources: RFC 3629 (UTF-8), RFC 3986, 2.1 (percent), RFC 8259,
// 7 (JSON strings).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::text {

// Letters and digits of ASCII.

constexpr auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }
constexpr auto lower(char c) -> char { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
/// Whether `text` is `lowered` in any mixture of ASCII capitals.
constexpr auto equals_ignoring_case(std::string_view text, std::string_view lowered) -> bool {
  if (text.size() != lowered.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (lower(text[i]) != lowered[i]) return false;
  return true;
}
/// The same for what `text` begins with.
constexpr auto starts_ignoring_case(std::string_view text, std::string_view lowered) -> bool {
  return equals_ignoring_case(text.substr(0, lowered.size()), lowered);
}
/// Value of a hex digit; -1 when it is none.
constexpr auto hex_value(char c) -> int {
  if (is_digit(c)) return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// Blanks: bytes 0x00 to 0x20.

constexpr auto is_blank(char c) -> bool { return static_cast<unsigned char>(c) <= 0x20; }
constexpr auto is_blank(std::string_view text) -> bool {
  for (const char c : text)
    if (!is_blank(c)) return false;
  return true;
}
constexpr auto trimmed(std::string_view text) -> std::string_view {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}
/// The same for the optional white space of HTTP (RFC 9110, 5.6.3): space and tab, and no other byte.
constexpr auto trimmed_of_spaces(std::string_view text) -> std::string_view {
  const auto is_space = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// UTF-8. No surrogates, no overlong forms, nothing beyond U+10FFFF.

constexpr auto is_continuation(char c) -> bool { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }
/// Bytes of the character that `text`, which is not empty, begins with; 0: it begins with none.
auto character_size(std::string_view text) -> std::size_t;
/// One character of C0 or C1, or DEL.
auto is_control(std::string_view character) -> bool;
auto is_utf8(std::string_view text) -> bool;
void append_utf8(char32_t character, std::string& out);
/// Replaces `out`. False: `text` is no UTF-8, and `out` holds what stands before the fault.
auto read_utf8(std::string_view text, std::u32string& out) -> bool;
/// Each byte that belongs to no character becomes U+FFFD.
auto repaired_utf8(std::string_view text) -> std::string;
/// At most that many bytes or characters from the front of UTF-8 text, cut between characters.
auto cut_to_bytes(std::string_view text, std::size_t limit) -> std::string_view;
auto cut_to_characters(std::string_view text, std::size_t limit) -> std::string_view;

// Percent-encoding.

/// The byte that `text[at] == '%'` and the two digits after it stand for; -1 when they are no two hex digits.
constexpr auto percent_byte(std::string_view text, std::size_t at) -> int {
  if (text.size() - at < 3) return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}
/// Appends `%41` for `A`, whatever the byte.
void append_percent(char c, std::string& out);
/// All but A-Z a-z 0-9 - . _ ~ encoded.
auto percent_encoded(std::string_view text) -> std::string;
/// `%41` to `A`; with `plus_is_space` also `+` to a space. A % that lacks its two digits stands for itself.
void append_percent_decoded(std::string_view text, bool plus_is_space, std::string& out);
auto percent_decoded(std::string_view text, bool plus_is_space) -> std::string;
/// The same, and nothing when a % lacks its two digits.
auto strictly_percent_decoded(std::string_view text, bool plus_is_space) -> std::optional<std::string>;

// Strings of JSON.

/// Appends `text` (UTF-8) with its quotes; only what must be escaped is.
void append_json_string(std::string_view text, std::string& out);
/// What stands between the quotes of a string, with its escapes resolved. An escape that is none, and half a
/// surrogate pair, stay as they are spelled.
auto json_unescaped(std::string_view inside) -> std::string;

}  // namespace waybill::text
