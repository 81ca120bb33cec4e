#include "http/file_name.hpp"

#include <algorithm>
#include <charconv>

#include "http/exchange.hpp"
#include "http/head.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t name_limit_bytes = 255;

/// RFC 8187, `attr-char`: what stands for itself.
auto is_plain(char c) -> bool {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("!#$&+-.^_`|~").find(c) != std::string_view::npos;
}

auto percent_decoded(std::string_view text) -> std::optional<std::string> {
  std::string bytes;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_plain(text[i])) {
      bytes.push_back(text[i]);
      continue;
    }
    unsigned char value = 0;
    const auto digits = text.substr(i + 1, 2);
    const auto* end = digits.data() + digits.size();
    const auto [stop, failed] = std::from_chars(digits.data(), end, value, 16);
    if (text[i] != '%' || digits.size() != 2 || failed != std::errc{} || stop != end) return std::nullopt;
    bytes.push_back(static_cast<char>(value));
    i += 2;
  }
  return bytes;
}

auto from_latin_1(std::string_view bytes) -> std::string {
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) text.push_back(static_cast<char>(0xC0 | (byte >> 6)));
    text.push_back(byte >= 0x80 ? static_cast<char>(0x80 | (byte & 0x3F)) : c);
  }
  return text;
}

/// Ends of lines (U+2028, U+2029), and what embeds, overrides or isolates a direction (U+202A to U+202E,
/// U+2066 to U+2069). Source: Unicode Standard Annex 9; Technical Report 36, 2.10.
auto turns_text(std::string_view character) -> bool {
  return (character >= "\xE2\x80\xA8" && character <= "\xE2\x80\xAE") ||
         (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9");
}

/// Never cut in the middle of a character.
void shorten(std::string& name) {
  if (name.size() <= name_limit_bytes) return;
  auto end = name_limit_bytes;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0) == 0x80) --end;
  name.resize(end);
}

}  // namespace

auto extended_value(std::string_view text) -> std::optional<std::string> {
  const auto first = text.find('\'');
  const auto second = first == std::string_view::npos ? first : text.find('\'', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto bytes = percent_decoded(text.substr(second + 1));
  if (!bytes) return std::nullopt;
  const auto charset = text.substr(0, first);
  if (same_name(charset, "iso-8859-1")) return from_latin_1(*bytes);
  if (!same_name(charset, "utf-8") || !is_utf8(*bytes)) return std::nullopt;
  return bytes;
}

auto shown_name(std::string_view from) -> std::string {
  from.remove_prefix(from.find_last_of("/\\") + 1);
  std::string name;
  while (!from.empty()) {
    const auto character = from.substr(0, std::max<std::size_t>(utf8_length(from), 1));
    if (!is_control(character) && !turns_text(character)) name.append(character);
    from.remove_prefix(character.size());
  }
  shorten(name);
  const bool nothing = name.find_first_not_of(' ') == std::string::npos || name == "." || name == "..";
  return nothing ? "upload" : name;
}

}  // namespace waybill::http
