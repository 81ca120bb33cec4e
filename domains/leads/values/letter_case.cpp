#include "domains/leads/values/letter_case.hpp"

#include <array>

#include "formats/unicode/tables.hpp"

namespace waybill::leads {
namespace {

/// Letters in one that Unicode writes in three ways: capital, title, small.
constexpr std::array<std::array<char32_t, 3>, 4> digraphs{
    {{0x1C4, 0x1C5, 0x1C6}, {0x1C7, 0x1C8, 0x1C9}, {0x1CA, 0x1CB, 0x1CC}, {0x1F1, 0x1F2, 0x1F3}}};

auto looked_up_lower(char32_t c) -> char32_t {
  if (c == 0x1E9E) return U'ß';
  // Of the Turkish capital with its dot the small letter is the plain one.
  if (c == 0x130) return U'i';
  for (const auto& [capital, title, small] : digraphs)
    if (c == capital || c == title) return small;
  const auto mapped = unicode::mapping_of(c);
  return mapped.kind == unicode::mapping_kind::lowered ? mapped.one : c;
}

auto looked_up_title(char32_t c) -> char32_t {
  if (c == U'ı') return U'I';
  if (c == U'ς') return U'Σ';
  for (const auto& [capital, title, small] : digraphs)
    if (c == capital || c == title || c == small) return title;
  return unicode::capital_of(c);
}

/// Of what names in Latin letters are made of: looking it up takes long.
struct latin_letters {
  std::array<char32_t, 0x180> lower{};
  std::array<char32_t, 0x180> title{};
  std::array<letter_case, 0x180> kind{};
};

auto looked_up_case(char32_t c) -> letter_case {
  if (looked_up_lower(c) != c) return letter_case::capital;
  return looked_up_title(c) != c || c == U'ß' ? letter_case::small : letter_case::none;
}

auto latin() -> const latin_letters& {
  static const auto made = [] {
    latin_letters letters;
    for (char32_t c = 0; c < letters.lower.size(); ++c) {
      letters.lower[c] = looked_up_lower(c);
      letters.title[c] = looked_up_title(c);
      letters.kind[c] = looked_up_case(c);
    }
    return letters;
  }();
  return made;
}

}  // namespace

auto lower_of(char32_t c) -> char32_t { return c < 0x180 ? latin().lower[c] : looked_up_lower(c); }

auto title_of(char32_t c) -> char32_t { return c < 0x180 ? latin().title[c] : looked_up_title(c); }

auto case_of(char32_t c) -> letter_case { return c < 0x180 ? latin().kind[c] : looked_up_case(c); }

auto lower_in_word(char32_t c, bool ends_word) -> char32_t {
  const auto low = lower_of(c);
  return low == U'σ' && ends_word ? U'ς' : low;
}

}  // namespace waybill::leads
