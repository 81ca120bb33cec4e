// The bytes of URLs: classes and percent-encoding, shared by the parts of the identity rule. Private to this
// folder. Source: RFC 3986 (unreserved, 2.1), spec "URL identity (rule v1)".
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::bookmarks::url_text {

enum byte_class : std::uint8_t {
  unreserved = 1,  ///< A-Z a-z 0-9 - . _ ~
  path_plain = 2,  ///< stays as it is in a path
  host_plain = 4,  ///< stays as it is in a host, or is an upper-case letter to be lowered
};

constexpr auto make_classes() -> std::array<std::uint8_t, 256> {
  std::array<std::uint8_t, 256> classes{};
  const auto mark = [&](std::string_view bytes, std::uint8_t as) {
    for (const char c : bytes) classes[static_cast<unsigned char>(c)] |= as;
  };
  mark("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", unreserved | path_plain);
  mark("!$&'()*+,;=:@/", path_plain);
  // Step 4 names what a host may not hold. The delimiters join that list: only an encoded one can get here,
  // and written back plainly it would cut the URL in another place.
  constexpr std::string_view not_in_host = "<>\"\\^`{|}%/?#@:";
  for (unsigned byte = 0x21; byte < 0x7F; ++byte)
    if (not_in_host.find(static_cast<char>(byte)) == std::string_view::npos) classes[byte] |= host_plain;
  return classes;
}

inline constexpr auto classes = make_classes();

constexpr auto is(char c, byte_class what) -> bool {
  return (classes[static_cast<unsigned char>(c)] & what) != 0;
}

constexpr auto lower(char c) -> char { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

constexpr auto equals_ignoring_case(std::string_view text, std::string_view lowered) -> bool {
  if (text.size() != lowered.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (lower(text[i]) != lowered[i]) return false;
  return true;
}

/// Value of a hex digit; -1 when it is none.
constexpr auto hex_value(char c) -> int {
  if (c >= '0' && c <= '9') return c - '0';
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

/// The byte that `text[at] == '%'` and the two digits after it stand for; -1 when they are no two hex digits.
constexpr auto encoded_byte(std::string_view text, std::size_t at) -> int {
  if (text.size() - at < 3) return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

inline void append_encoded(char c, std::string& out) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  const char text[3] = {'%', digits[byte >> 4], digits[byte & 15]};
  out.append(text, 3);
}

/// Step 4: appends the normalized host (no brackets); false is a fault, and `out` is left in any state.
auto append_host(std::string_view raw, std::string& out) -> bool;
/// Step 4 for what stands between the brackets of an IPv6 literal; brackets are appended too.
auto append_ip_literal(std::string_view inside, std::string& out) -> bool;
/// Step 6.
void append_path(std::string_view raw, std::string& out);
/// Step 7: `?` and the pairs that are left, or nothing.
void append_query(std::string_view raw, std::string& out);

}  // namespace waybill::bookmarks::url_text
