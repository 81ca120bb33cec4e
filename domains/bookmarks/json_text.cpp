#include "domains/bookmarks/json_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace waybill::bookmarks::json_text {
namespace {

/// Behind the closing quote of the string whose opening quote is `text[at]`; npos: it is not closed.
auto end_of_string(std::string_view text, std::size_t at) -> std::size_t {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '"') return at + 1;
    if (text[at] == '\\') ++at;
  }
  return std::string_view::npos;
}

/// Where the value that begins `text` ends: at the comma or brace that is not its own; npos: there is none.
auto end_of_value(std::string_view text) -> std::size_t {
  std::size_t depth = 0;
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    if (c == '"') {
      at = end_of_string(text, at);
      continue;
    }
    if (depth == 0 && (c == ',' || c == '}')) return at;
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth-- == 0) break;
    ++at;
  }
  return std::string_view::npos;
}

/// The four hex digits at `at`.
auto code_unit(std::string_view text, std::size_t at) -> std::optional<std::uint32_t> {
  if (text.size() < at + 4) return std::nullopt;
  std::uint32_t unit = 0;
  for (const char c : text.substr(at, 4)) {
    const auto digit = std::string_view("0123456789abcdefABCDEF").find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    unit = unit * 16 + static_cast<std::uint32_t>(digit < 16 ? digit : digit - 6);
  }
  return unit;
}

void append_utf8(std::uint32_t code, std::string& out) {
  const auto tail = [&](unsigned shift) {
    out.push_back(static_cast<char>(0x80 | ((code >> shift) & 0x3F)));
  };
  if (code < 0x80) {
    out.push_back(static_cast<char>(code));
  } else if (code < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (code >> 6)));
    tail(0);
  } else if (code < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (code >> 12)));
    tail(6);
    tail(0);
  } else {
    out.push_back(static_cast<char>(0xF0 | (code >> 18)));
    tail(12);
    tail(6);
    tail(0);
  }
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
  append_utf8(0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00), out);
  return 11;
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

void append_escape(char c, std::string& out) {
  out.push_back('\\');
  if (const auto known = short_meanings.find(c); known != std::string_view::npos) {
    out.push_back(short_escapes[known]);
    return;
  }
  constexpr std::string_view digits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out.append("u00").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
}

}  // namespace

members::members(std::string_view object) {
  if (object.size() > 2 && object.front() == '{') rest_ = object.substr(1);
}

auto members::next(member& out) -> bool {
  const auto text = rest_;
  rest_ = {};
  if (text.empty() || text.front() != '"') return false;
  const auto key_end = end_of_string(text, 0);
  if (key_end >= text.size() || text[key_end] != ':') return false;
  const auto value = text.substr(key_end + 1);
  const auto value_end = end_of_value(value);
  if (value_end == std::string_view::npos || value_end == 0) return false;
  out = {text.substr(1, key_end - 2), value.substr(0, value_end)};
  if (value[value_end] == ',') rest_ = value.substr(value_end + 1);
  return true;
}

auto unescaped(std::string_view key) -> std::string {
  std::string meaning;
  for (std::size_t at = 0; at < key.size(); ++at) {
    if (key[at] != '\\' || at + 1 == key.size()) {
      meaning.push_back(key[at]);
      continue;
    }
    const auto known = short_escapes.find(key[at + 1]);
    if (known != std::string_view::npos) {
      meaning.push_back(short_meanings[known]);
      ++at;
    } else if (key[at + 1] == 'u') {
      const auto taken = append_unicode_escape(key, at + 1, meaning);
      if (taken == 0) meaning.push_back('\\');
      at += taken;
    } else {
      meaning.push_back('\\');
    }
  }
  return meaning;
}

void append_string(std::string_view text, std::string& out) {
  out.push_back('"');
  for (std::size_t at = 0; at < text.size();) {
    const auto run = at;
    while (at < text.size() && !must_escape[static_cast<unsigned char>(text[at])]) ++at;
    out.append(text.substr(run, at - run));
    if (at < text.size()) append_escape(text[at++], out);
  }
  out.push_back('"');
}

}  // namespace waybill::bookmarks::json_text
