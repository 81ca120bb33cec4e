#include "formats/unicode/words.hpp"

#include <algorithm>
#include <array>

#include "formats/text.hpp"
#include "formats/unicode/tables.hpp"

namespace waybill::unicode {
namespace {

/// Letters that Unicode does not take apart, and people do.
struct plain_spelling {
  char32_t letter;
  std::u32string_view plain;
};
constexpr auto plain_spellings = std::to_array<plain_spelling>({{U'ß', U"ss"},
                                                                {U'æ', U"ae"},
                                                                {U'ø', U"o"},
                                                                {U'đ', U"d"},
                                                                {U'ħ', U"h"},
                                                                {U'ı', U"i"},
                                                                {U'ł', U"l"},
                                                                {U'œ', U"oe"},
                                                                {U'ς', U"σ"}});
static_assert(std::ranges::is_sorted(plain_spellings, {}, &plain_spelling::letter));

struct code_points {
  char32_t from, to;
};
/// Thai and Lao, Myanmar, Khmer, Kana, Han.
constexpr auto without_blanks = std::to_array<code_points>({{0x0E00, 0x0EFF},
                                                            {0x1000, 0x109F},
                                                            {0x1780, 0x17FF},
                                                            {0x3005, 0x3007},
                                                            {0x3041, 0x30FF},
                                                            {0x31F0, 0x31FF},
                                                            {0x3400, 0x4DBF},
                                                            {0x4E00, 0x9FFF},
                                                            {0xA9E0, 0xA9FF},
                                                            {0xAA60, 0xAA7F},
                                                            {0xF900, 0xFAFF},
                                                            {0x20000, 0x3FFFF}});

auto is_word_by_itself(char32_t c) -> bool {
  return c >= without_blanks.front().from && std::ranges::any_of(without_blanks, [c](const code_points& one) {
           return c >= one.from && c <= one.to;
         });
}

/// Gives `take` the code points that `c` is compared by, marks left out.
template <class Take>
void decompose(char32_t c, const Take& take) {
  const auto* const plain = std::ranges::lower_bound(plain_spellings, c, {}, &plain_spelling::letter);
  if (plain != plain_spellings.end() && plain->letter == c) {
    for (const auto letter : plain->plain) take(letter);
    return;
  }
  const auto parts = is_hangul_syllable(c) ? code_point_pair{} : decomposition_of(c);
  if (parts.first == 0) {
    if (c < 0x300 || !traits_of(c).mark) take(c);
    return;
  }
  decompose(parts.first, take);
  if (parts.second != 0) decompose(parts.second, take);
}

/// The Greek iota below a letter: a mark, of which the mapping would make a letter of its own.
constexpr char32_t iota_below = 0x345;

auto has_iota_below(char32_t c, const mapping& to) -> bool {
  constexpr char32_t first = 0x1F80, last = 0x1FFC;
  return c >= first && c <= last && to.kind == mapping_kind::text && to.several.ends_with(U'ι');
}

template <class Take>
void fold(char32_t c, const Take& take) {
  const auto to = mapping_of(c);
  if (to.kind == mapping_kind::ignored || c == iota_below) return;
  if (has_iota_below(c, to))
    return decompose(c, [&](char32_t letter) {
      const auto small = mapping_of(letter);
      take(small.kind == mapping_kind::lowered ? small.one : letter);
    });
  if (to.kind == mapping_kind::text) {
    for (const auto one : to.several) decompose(one, take);
    return;
  }
  decompose(to.kind == mapping_kind::disallowed ? c : to.one, take);
}

auto is_ascii(std::string_view text) -> bool {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

constexpr auto is_letter_or_digit(char c) -> bool {
  return text::is_digit(c) || (text::lower(c) >= 'a' && text::lower(c) <= 'z');
}

void append_ascii_words(std::string_view text, word_list& out) {
  for (const char c : text) {
    if (is_letter_or_digit(c))
      out.extend(text::lower(c));
    else
      out.finish();
  }
  out.finish();
}

void append_code_point(char32_t c, word_list& out) {
  if (c < 0x80 ? !is_letter_or_digit(static_cast<char>(c)) : !traits_of(c).word) return out.finish();
  const bool alone = is_word_by_itself(c);
  if (alone) out.finish();
  out.extend(c);
  if (alone) out.finish();
}

auto code_points_of(std::string_view text) -> std::u32string {
  std::u32string all;
  if (!text::read_utf8(text, all)) {
    all.clear();
    text::read_utf8(text::repaired_utf8(text), all);
  }
  return all;
}

}  // namespace

void word_list::extend(char32_t character) { text::append_utf8(character, bytes_); }

auto stands_alone(std::string_view word) -> bool {
  constexpr unsigned char three_bytes = 0xE0;
  if (word.empty() || static_cast<unsigned char>(word.front()) < three_bytes) return false;
  std::u32string points;
  return text::read_utf8(word, points) && points.size() == 1 && is_word_by_itself(points.front());
}

void append_words(std::string_view text, word_list& out) {
  if (is_ascii(text)) return append_ascii_words(text, out);
  for (const auto c : code_points_of(text)) fold(c, [&out](char32_t one) { append_code_point(one, out); });
  out.finish();
}

void append_folded(std::string_view text, std::string& out) {
  if (is_ascii(text)) {
    for (const char c : text) out.push_back(text::lower(c));
    return;
  }
  for (const auto c : code_points_of(text)) fold(c, [&out](char32_t one) { text::append_utf8(one, out); });
}

}  // namespace waybill::unicode
