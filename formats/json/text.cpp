#include "formats/json/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

#include "formats/text.hpp"

namespace waybill::formats::json {
namespace {

constexpr std::uint32_t replacement = 0xfffd;

auto put(char* to, std::uint32_t c) -> char* {
  const auto byte = [&to](std::uint32_t b) { *to++ = static_cast<char>(b); };
  if (c < 0x80) {
    byte(c);
  } else if (c < 0x800) {
    byte(0xc0 | c >> 6);
    byte(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    byte(0xe0 | c >> 12);
    byte(0x80 | (c >> 6 & 0x3f));
    byte(0x80 | (c & 0x3f));
  } else {
    byte(0xf0 | c >> 18);
    byte(0x80 | (c >> 12 & 0x3f));
    byte(0x80 | (c >> 6 & 0x3f));
    byte(0x80 | (c & 0x3f));
  }
  return to;
}

/// The four digits of `\uXXXX`, when `at` begins with that.
auto hex_escape(std::string_view at) -> std::optional<std::uint32_t> {
  if (at.size() < 6 || at[0] != '\\' || at[1] != 'u') return std::nullopt;
  std::uint32_t value = 0;
  const auto read = std::from_chars(at.data() + 2, at.data() + 6, value, 16);
  if (read.ptr != at.data() + 6) return std::nullopt;
  return value;
}

struct unescaped {
  std::uint32_t character;
  std::size_t length;  ///< of the escape, in bytes
};

auto read_unicode(std::string_view at) -> unescaped {
  const auto high = hex_escape(at);
  if (!high) return {replacement, 0};
  if (*high < 0xd800 || *high > 0xdfff) return {*high, 6};
  const auto low = *high < 0xdc00 ? hex_escape(at.substr(6)) : std::nullopt;
  if (!low || *low < 0xdc00 || *low > 0xdfff) return {replacement, 6};
  return {0x10000 + ((*high - 0xd800) << 10) + (*low - 0xdc00), 12};
}

/// `at` begins with a backslash.
auto read_escape(std::string_view at) -> unescaped {
  switch (at.size() < 2 ? '\0' : at[1]) {
    case '"':
      return {'"', 2};
    case '\\':
      return {'\\', 2};
    case '/':
      return {'/', 2};
    case 'b':
      return {'\b', 2};
    case 'f':
      return {'\f', 2};
    case 'n':
      return {'\n', 2};
    case 'r':
      return {'\r', 2};
    case 't':
      return {'\t', 2};
    case 'u':
      return read_unicode(at);
    default:
      return {replacement, 0};
  }
}

/// Writes at most `raw.size()` bytes to `to`.
auto unescape(std::string_view raw, char* const to) -> std::string_view {
  char* out = to;
  while (!raw.empty()) {
    const auto run = std::min(raw.find('\\'), raw.size());
    std::memcpy(out, raw.data(), run);
    out += run;
    raw.remove_prefix(run);
    if (raw.empty()) break;
    const auto [character, length] = read_escape(raw);
    if (length == 0) {  // not JSON: a question mark is all that fits for certain
      *out++ = '?';
      raw.remove_prefix(1);
      continue;
    }
    out = put(out, character);
    raw.remove_prefix(length);
  }
  return {to, static_cast<std::size_t>(out - to)};
}

auto has_escape(std::string_view raw) -> bool {
  return !raw.empty() && std::memchr(raw.data(), '\\', raw.size()) != nullptr;
}

}  // namespace

auto plain_text(std::string_view raw, std::string& into) -> std::string_view {
  if (!has_escape(raw)) return raw;
  into.resize(raw.size());
  return unescape(raw, into.data());
}

void item_texts::begin(std::string_view item) noexcept { escapes_ = has_escape(item); }

auto item_texts::unescaped(std::string_view raw) -> std::string_view {
  if (!has_escape(raw)) return raw;
  return unescape(raw, static_cast<char*>(memory_.allocate(raw.size(), 1)));
}

auto shown(std::string_view text, std::size_t limit) -> std::string {
  const auto cut = text::cut_to_bytes(text, limit);
  return std::string(cut) + (cut.size() < text.size() ? "..." : "");
}

}  // namespace waybill::formats::json
