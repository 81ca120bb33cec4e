// What a node is called when nobody gave it a title: words of its address.
#include <algorithm>

#include "domains/nodes/identity.hpp"
#include "formats/text.hpp"
#include "formats/unicode/tables.hpp"

namespace waybill::nodes {
namespace {

/// Behind UTF-8's C1 controls and those of ASCII nobody can see what is there.
auto is_readable(std::string_view text) -> bool {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return std::none_of(text.begin(), text.end(), is_control) && text::is_utf8(text);
}

auto decoded(std::string_view raw, bool is_query) -> std::string {
  auto plain = text::percent_decoded(raw, is_query);
  return is_readable(plain) ? plain : std::string(raw);
}

/// What the node adds to the place above it, encoded.
auto own_part(const canonical_parts& parts) -> std::string_view {
  if (!parts.query.empty()) return parts.query.substr(1);
  return parts.path.substr(parts.path.rfind('/') + 1);
}

/// Of ASCII the bytes suffice, and of what almost every slug is made.
auto is_plain(std::string_view text) -> bool {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

auto is_word(char32_t c) -> bool { return unicode::traits_of(c).word; }
auto is_word(char c) -> bool {
  const char low = text::lower(c);
  return text::is_digit(c) || (low >= 'a' && low <= 'z');
}

auto capital(char c) -> char { return c >= 'a' && c <= 'z' ? static_cast<char>(c & ~0x20) : c; }
auto capital(char32_t c) -> char32_t { return unicode::capital_of(c); }

/// Runs of word characters with one space between them.
template <class Text>
auto words_of(const Text& text) -> std::basic_string<typename Text::value_type> {
  std::basic_string<typename Text::value_type> words;
  bool is_gap = false;
  for (const auto c : text) {
    if (!is_word(c)) {
      is_gap = !words.empty();
      continue;
    }
    if (is_gap) words.push_back(' ');
    is_gap = false;
    words.push_back(words.empty() ? capital(c) : c);
  }
  return words;
}

}  // namespace

auto slug_of(std::string_view canonical) -> std::string {
  const auto parts = parts_of(canonical);
  if (parts.query.empty() && parts.path.size() < 2) return "home";
  return decoded(own_part(parts), !parts.query.empty());
}

auto title_from(std::string_view slug) -> std::string {
  std::string words;
  if (is_plain(slug)) {
    words = words_of(slug);
  } else if (std::u32string characters; text::read_utf8(slug, characters)) {
    for (const auto c : words_of(characters)) text::append_utf8(c, words);
  }
  return words.empty() ? std::string(slug) : words;
}

auto title_of(std::string_view canonical) -> std::string {
  auto title = title_from(slug_of(canonical));
  return title.empty() ? std::string(parts_of(canonical).path) : title;
}

}  // namespace waybill::nodes
