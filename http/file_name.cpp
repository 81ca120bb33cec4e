#include "http/file_name.hpp"

#include <algorithm>

#include "formats/text.hpp"
#include "http/exchange.hpp"

namespace waybill::http {
namespace {

constexpr std::size_t name_limit_bytes = 255;

/// RFC 8187, `attr-char`: what stands for itself.
auto is_plain(char c) -> bool {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  return letter || std::string_view("!#$&+-.^_`|~").find(c) != std::string_view::npos;
}

auto percent_decoded(std::string_view text) -> std::optional<std::string> {
  if (!std::ranges::all_of(text, [](char c) { return is_plain(c) || c == '%'; })) return std::nullopt;
  return text::strictly_percent_decoded(text, false);
}

auto from_latin_1(std::string_view bytes) -> std::string {
  std::string text;
  for (const char c : bytes) text::append_utf8(static_cast<unsigned char>(c), text);
  return text;
}

/// Ends of lines (U+2028, U+2029), and what embeds, overrides or isolates a direction (U+202A to U+202E,
/// U+2066 to U+2069). Source: Unicode Standard Annex 9; Technical Report 36, 2.10.
auto turns_text(std::string_view character) -> bool {
  return (character >= "\xE2\x80\xA8" && character <= "\xE2\x80\xAE") ||
         (character >= "\xE2\x81\xA6" && character <= "\xE2\x81\xA9");
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
  if (!same_name(charset, "utf-8") || !text::is_utf8(*bytes)) return std::nullopt;
  return bytes;
}

auto shown_name(std::string_view from) -> std::string {
  from.remove_prefix(from.find_last_of("/\\") + 1);
  std::string name;
  while (!from.empty()) {
    const auto character = from.substr(0, std::max<std::size_t>(text::character_size(from), 1));
    if (!text::is_control(character) && !turns_text(character)) name.append(character);
    from.remove_prefix(character.size());
  }
  name.resize(text::cut_to_bytes(name, name_limit_bytes).size());
  const bool nothing = name.find_first_not_of(' ') == std::string::npos || name == "." || name == "..";
  return nothing ? "upload" : name;
}

auto attachment_named(std::string_view name) -> std::string {
  std::string plain;
  for (std::size_t at = 0; at < name.size();) {
    const auto size = std::max<std::size_t>(1, text::character_size(name.substr(at)));
    const auto byte = static_cast<unsigned char>(name[at]);
    plain += size == 1 && byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\' ? name[at] : '_';
    at += size;
  }
  auto out = "attachment; filename=\"" + plain + "\"";
  if (plain != name) out += "; filename*=UTF-8''" + text::percent_encoded(name);
  return out;
}

auto is_media_type(std::string_view text) -> bool {
  const auto slash = text.find('/');
  const bool printable = std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
  return printable && text.size() <= 255 && slash != std::string_view::npos && slash > 0 &&
         slash + 1 < text.size() && text.front() != ' ' && text.back() != ' ';
}

auto is_purpose(std::string_view text) -> bool {
  std::size_t characters = 0;
  for (; !text.empty(); ++characters) {
    const auto length = text::character_size(text);
    if (length == 0 || text::is_control(text.substr(0, length))) return false;
    text.remove_prefix(length);
  }
  return characters >= 1 && characters <= 100;
}

}  // namespace waybill::http
