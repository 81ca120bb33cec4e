#include "domains/leads/values/person_name.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "domains/leads/values/cell_text.hpp"
#include "domains/leads/values/letter_case.hpp"
#include "formats/text.hpp"
#include "formats/unicode/normalize.hpp"
#include "formats/unicode/tables.hpp"

namespace waybill::leads {
namespace {

using word = std::u32string_view;

constexpr std::array<word, 29> particles{U"de",  U"du",  U"des", U"la",  U"le",  U"les",   U"von", U"vom",
                                         U"zu",  U"zur", U"van", U"der", U"den", U"ter",   U"ten", U"di",
                                         U"da",  U"do",  U"dos", U"das", U"del", U"della", U"el",  U"bin",
                                         U"ibn", U"ben", U"et",  U"and", U"née"};
/// Of kings, popes and grandsons; not those that are also names (Vi, Xi).
constexpr std::array<word, 10> numerals{U"II", U"III", U"IV",   U"VII", U"VIII",
                                        U"IX", U"XII", U"XIII", U"XIV", U"XV"};

auto is_apostrophe(char32_t c) -> bool {
  return c == U'\'' || c == U'\u2019' || c == U'\u02BC' || c == U'`' || c == U'\u00B4';
}
/// Behind these a part of a name begins.
auto parts_words(char32_t c) -> bool {
  constexpr word signs = U" \n-\u2010\u2011.,;:/&+(\"\u00AB\u201C";
  return signs.find(c) != word::npos || is_apostrophe(c);
}

auto is_one_of(word text, const auto& list) -> bool {
  return std::find(list.begin(), list.end(), text) != list.end();
}

auto is_particle(word text) -> bool {
  std::u32string low(text);
  for (auto& c : low) c = lower_of(c);
  return is_one_of(low, particles);
}

struct letters {
  bool has_capital = false;
  bool has_small = false;
};
auto letters_of(word text) -> letters {
  letters found;
  for (const auto c : text) {
    const auto what = case_of(c);
    found.has_capital = found.has_capital || what == letter_case::capital;
    found.has_small = found.has_small || what == letter_case::small;
  }
  return found;
}

/// MCDONALD: few other names begin so.
auto is_scottish(word text) -> bool {
  constexpr word vowels = U"AEIOUYaeiouy";
  return text.size() > 4 && lower_of(text[0]) == U'm' && lower_of(text[1]) == U'c' &&
         vowels.find(text[2]) == word::npos && case_of(text[2]) != letter_case::none;
}

auto is_last_letter(word text, std::size_t at) -> bool {
  return at + 1 == text.size() || case_of(text[at + 1]) == letter_case::none;
}

/// A part of one case.
void append_titled(word text, std::u32string& out) {
  bool begins = true;
  const bool is_scot = is_scottish(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends_word = i > 0 && is_last_letter(text, i) && case_of(text[i - 1]) != letter_case::none;
    out.push_back(begins || (i == 2 && is_scot) ? title_of(text[i]) : lower_in_word(text[i], ends_word));
    begins = begins && !unicode::traits_of(text[i]).word;
  }
}

/// "dUPONT": whoever held the shift key down.
auto is_turned_over(word text) -> bool {
  const auto rest = letters_of(text.substr(1));
  return case_of(text[0]) == letter_case::small && rest.has_capital && !rest.has_small && text.size() > 2;
}

/// What stands between the hyphens and apostrophes of a word.
struct name_part {
  word text;
  char32_t before = 0;  ///< the sign that parts them; 0: none
  char32_t behind = 0;
};

void append_part(const name_part& part, bool is_first_word, bool others_have_capitals, std::u32string& out) {
  const auto [capital, small] = letters_of(part.text);
  const bool is_mixed = capital && small && !is_turned_over(part.text);
  const bool is_elided = !capital && part.text.size() == 1 && is_apostrophe(part.behind) &&
                         (part.text[0] == U'd' || part.text[0] == U'l');
  const bool is_particle = !capital && others_have_capitals && (is_elided || is_one_of(part.text, particles));
  const bool is_numeral = !is_first_word && !small && is_one_of(part.text, numerals);
  if (is_mixed || is_particle || is_numeral) return void(out.append(part.text));
  // Peter's, Rock'n'Roll
  const bool is_ending = part.text.size() == 1 && is_apostrophe(part.before) && out.size() > 2;
  if (is_ending) return out.push_back(lower_of(part.text[0]));
  append_titled(part.text, out);
}

/// Hyphens, apostrophes and brackets part a word; a point does when letters stand behind it.
void append_word(word text, bool is_first, bool others_have_capitals, std::u32string& out) {
  std::u32string made;
  char32_t before = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    auto end = begin;
    while (end < text.size() && !parts_words(text[end])) ++end;
    const char32_t behind = end < text.size() ? text[end] : 0;
    if (end > begin)
      append_part({text.substr(begin, end - begin), before, behind}, is_first, others_have_capitals, made);
    if (behind == 0) break;
    made.push_back(behind);
    before = behind;
    begin = end + 1;
  }
  out.append(made);
}

auto words_of(word text) -> std::vector<word> {
  std::vector<word> words;
  while (!text.empty()) {
    const auto end = std::min(text.find(U' '), text.size());
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

auto titled(const std::vector<word>& words, bool have_capitals) -> std::u32string {
  std::u32string made;
  for (const auto one : words) {
    const bool is_first = made.empty();
    if (!is_first) made.push_back(U' ');
    append_word(one, is_first, have_capitals, made);
  }
  return made;
}

/// Names of ASCII in one word, as most are. False: it is none of those.
auto title_plain(std::string_view clean, std::string& out) -> bool {
  constexpr auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  constexpr auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool capitals = std::all_of(clean.begin(), clean.end(), is_capital);
  if (!capitals && !std::all_of(clean.begin() + 1, clean.end(), is_small)) return false;
  if (!is_small(clean[0]) && !is_capital(clean[0])) return false;
  if (text::starts_ignoring_case(clean, "mc")) return false;
  out.assign(clean);
  if (capitals)
    for (auto& c : out) c = text::lower(c);
  if (is_small(out[0])) out[0] = static_cast<char>(out[0] & ~0x20);
  return true;
}

auto utf8_of(const std::vector<word>& words, std::size_t from, std::size_t to) -> std::string {
  std::string made;
  for (auto i = from; i < to; ++i) {
    if (i > from) made.push_back(' ');
    for (const auto c : words[i]) text::append_utf8(c, made);
  }
  return made;
}

auto is_hyphen(word one) -> bool { return one == U"-" || one == U"\u2013"; }

/// The words of the last name, when its capitals tell; else none.
auto capital_run(const std::vector<word>& words) -> std::array<std::size_t, 2> {
  const auto is_loud = [](word one) {
    const auto [capital, small] = letters_of(one);
    return capital && !small && one.size() > 1 && one.back() != U'.';
  };
  const auto first = std::find_if(words.begin(), words.end(), is_loud);
  const auto last = std::find_if_not(first, words.end(), is_loud);
  const bool others_are_loud = std::any_of(last, words.end(), is_loud);
  const bool joins = (first != words.begin() && first != words.end() && is_hyphen(*(first - 1))) ||
                     (last != words.end() && is_hyphen(*last));
  const auto begin = static_cast<std::size_t>(first - words.begin());
  const auto end = static_cast<std::size_t>(last - words.begin());
  if (others_are_loud || joins || begin == end || end - begin == words.size() ||
      (begin != 0 && end != words.size()))
    return {0, 0};
  return {begin, end};
}

}  // namespace

void title_case(std::string_view clean, std::string& out) {
  out.clear();
  if (clean.empty() || title_plain(clean, out)) return;
  std::u32string characters;
  if (!text::read_utf8(clean, characters)) return void(out.assign(clean));
  const auto words = words_of(characters);
  auto made = titled(words, letters_of(characters).has_capital);
  // The capitals were inside of words: now nothing stands beside the particles.
  if (!letters_of(made).has_capital) made = titled(words, false);
  unicode::to_nfc(made);
  for (const auto c : made) text::append_utf8(c, out);
}

auto is_no_name(std::string_view clean) -> bool {
  return !says_anything(clean) || text::equals_ignoring_case(clean, "n/a") ||
         text::equals_ignoring_case(clean, "#n/a");
}

auto split_name(std::string_view clean) -> full_name {
  std::u32string characters;
  static_cast<void>(text::read_utf8(clean, characters));
  const auto words = words_of(characters);
  if (words.size() < 2) return {{}, std::string(clean)};
  if (const auto [begin, end] = capital_run(words); begin != end) {
    const auto last = utf8_of(words, begin, end);
    return {begin == 0 ? utf8_of(words, end, words.size()) : utf8_of(words, 0, begin), last};
  }
  auto begin = words.size() - 1;
  while (begin > 1 && is_hyphen(words[begin - 1])) begin -= 2;
  const auto is_small = [](word one) { return !letters_of(one).has_capital; };
  // Ben and Van may also be first names; written small they are not.
  while (begin > 0 && is_particle(words[begin - 1]) && (begin > 1 || is_small(words[0]))) --begin;
  return {utf8_of(words, 0, begin), utf8_of(words, begin, words.size())};
}

}  // namespace waybill::leads
