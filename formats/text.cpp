#include "formats/text.hpp"

#include <algorithm>
#include <array>

namespace waybill::text {
namespace {

constexpr auto byte_of(char c) -> unsigned { return static_cast<unsigned char>(c); }

/// How many bytes a character has that begins with this one; 0: none does.
constexpr auto size_by_first(unsigned first) -> std::size_t {
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return 2;
  if (first < 0xF0) return 3;
  return first < 0xF5 ? 4 : 0;
}

/// What may follow some first bytes is narrower than a continuation (RFC 3629, 4).
constexpr auto is_second(unsigned first, unsigned second) -> bool {
  switch (first) {
    case 0xE0:
      return second >= 0xA0;
    case 0xED:
      return second < 0xA0;
    case 0xF0:
      return second >= 0x90;
    case 0xF4:
      return second < 0x90;
    default:
      return true;
  }
}

/// Of a character that was found good.
auto code_point(std::string_view character) -> char32_t {
  constexpr std::array<unsigned, 5> first_bits{0, 0x7F, 0x1F, 0x0F, 0x07};
  char32_t c = byte_of(character[0]) & first_bits[character.size()];
  for (const char one : character.substr(1)) c = c << 6U | (byte_of(one) & 0x3FU);
  return c;
}

constexpr auto is_unreserved(char c) -> bool {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' || c == '_' || c == '~';
}

constexpr std::string_view short_escapes = "\"\\/bfnrt";
constexpr std::string_view short_meanings = "\"\\/\b\f\n\r\t";

constexpr auto make_must_escape() -> std::array<bool, 256> {
  std::array<bool, 256> must{};
  for (std::size_t byte = 0; byte < 0x20; ++byte) must[byte] = true;
  must['"'] = must['\\'] = true;
  return must;
}
constexpr auto must_escape = make_must_escape();

void append_json_escape(char c, std::string& out) {
  out.push_back('\\');
  if (const auto known = short_meanings.find(c); known != std::string_view::npos) {
    out.push_back(short_escapes[known]);
    return;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  out.append("u00").append(1, digits[byte_of(c) >> 4]).append(1, digits[byte_of(c) & 15]);
}

/// The four hex digits at `at`.
auto code_unit(std::string_view text, std::size_t at) -> std::optional<char32_t> {
  if (text.size() < at + 4) return std::nullopt;
  char32_t unit = 0;
  for (const char c : text.substr(at, 4)) {
    if (hex_value(c) < 0) return std::nullopt;
    unit = unit * 16 + static_cast<char32_t>(hex_value(c));
  }
  return unit;
}

/// `text[at]` is the `u` of an escape. Appends what it (and the low surrogate after it) means; answers how
/// many bytes that took, 0 when it means nothing.
auto append_unicode_escape(std::string_view text, std::size_t at, std::string& out) -> std::size_t {
  const auto unit = code_unit(text, at + 1);
  if (!unit || (*unit >= 0xDC00 && *unit < 0xE000)) return 0;
  if (*unit < 0xD800 || *unit >= 0xE000) {
    append_utf8(*unit, out);
    return 5;
  }
  if (text.substr(std::min(at + 5, text.size()), 2) != "\\u") return 0;
  const auto low = code_unit(text, at + 7);
  if (!low || *low < 0xDC00 || *low >= 0xE000) return 0;
  append_utf8(0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00), out);
  return 11;
}

}  // namespace

auto character_size(std::string_view text) -> std::size_t {
  const auto size = size_by_first(byte_of(text.front()));
  if (size <= 1) return size;
  if (text.size() < size || !is_second(byte_of(text[0]), byte_of(text[1]))) return 0;
  const auto rest = text.substr(1, size - 1);
  return std::all_of(rest.begin(), rest.end(), [](char c) { return is_continuation(c); }) ? size : 0;
}

auto is_control(std::string_view character) -> bool {
  const auto first = byte_of(character.front());
  if (character.size() == 1) return first < 0x20 || first == 0x7F;
  return character.size() == 2 && first == 0xC2 && byte_of(character[1]) < 0xA0;
}

auto is_utf8(std::string_view text) -> bool {
  while (!text.empty()) {
    const auto size = byte_of(text.front()) < 0x80 ? std::size_t{1} : character_size(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

void append_utf8(char32_t character, std::string& out) {
  const auto tail = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80U | (character >> shift & 0x3FU)));
  };
  if (character < 0x80) {
    out.push_back(static_cast<char>(character));
  } else if (character < 0x800) {
    out.push_back(static_cast<char>(0xC0U | character >> 6U));
    tail(0);
  } else if (character < 0x10000) {
    out.push_back(static_cast<char>(0xE0U | character >> 12U));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0U | character >> 18U));
    tail(12);
    tail(6);
    tail(0);
  }
}

auto read_utf8(std::string_view text, std::u32string& out) -> bool {
  out.clear();
  while (!text.empty()) {
    const auto size = character_size(text);
    if (size == 0) return false;
    out.push_back(code_point(text.substr(0, size)));
    text.remove_prefix(size);
  }
  return true;
}

auto repaired_utf8(std::string_view text) -> std::string {
  std::string out;
  while (!text.empty()) {
    const auto size = character_size(text);
    out.append(size == 0 ? "\xEF\xBF\xBD" : text.substr(0, size));
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

auto cut_to_bytes(std::string_view text, std::size_t limit) -> std::string_view {
  if (text.size() <= limit) return text;
  while (limit > 0 && is_continuation(text[limit])) --limit;
  return text.substr(0, limit);
}

auto cut_to_characters(std::string_view text, std::size_t limit) -> std::string_view {
  if (text.size() <= limit) return text;
  for (std::size_t at = 0; at < text.size(); ++at)
    if (!is_continuation(text[at]) && limit-- == 0) return text.substr(0, at);
  return text;
}

void append_percent(char c, std::string& out) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const char encoded[3] = {'%', digits[byte_of(c) >> 4], digits[byte_of(c) & 15]};
  out.append(encoded, 3);
}

auto percent_encoded(std::string_view text) -> std::string {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c))
      out.push_back(c);
    else
      append_percent(c, out);
  }
  return out;
}

void append_percent_decoded(std::string_view text, bool plus_is_space, std::string& out) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const int byte = text[at] == '%' ? percent_byte(text, at) : -1;
    const char plain = plus_is_space && text[at] == '+' ? ' ' : text[at];
    out.push_back(byte >= 0 ? static_cast<char>(byte) : plain);
    if (byte >= 0) at += 2;
  }
}

auto percent_decoded(std::string_view text, bool plus_is_space) -> std::string {
  std::string out;
  out.reserve(text.size());
  append_percent_decoded(text, plus_is_space, out);
  return out;
}

auto strictly_percent_decoded(std::string_view text, bool plus_is_space) -> std::optional<std::string> {
  for (auto at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 3))
    if (percent_byte(text, at) < 0) return std::nullopt;
  return percent_decoded(text, plus_is_space);
}

void append_json_string(std::string_view text, std::string& out) {
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const auto run = at;
    while (at < text.size() && !must_escape[byte_of(text[at])]) ++at;
    out.append(text.substr(run, at - run));
    if (at < text.size()) append_json_escape(text[at++], out);
  }
  out.push_back('"');
}

auto json_unescaped(std::string_view inside) -> std::string {
  std::string meaning;
  for (std::size_t at = 0; at < inside.size(); ++at) {
    if (inside[at] != '\\' || at + 1 == inside.size()) {
      meaning.push_back(inside[at]);
      continue;
    }
    const auto known = short_escapes.find(inside[at + 1]);
    if (known != std::string_view::npos) {
      meaning.push_back(short_meanings[known]);
      ++at;
    } else if (inside[at + 1] == 'u') {
      const auto taken = append_unicode_escape(inside, at + 1, meaning);
      if (taken == 0) meaning.push_back('\\');
      at += taken;
    } else {
      meaning.push_back('\\');
    }
  }
  return meaning;
}

}  // namespace waybill::text
