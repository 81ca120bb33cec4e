#include "formats/unicode/tables.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace waybill::unicode {
namespace {

/// A run of code points that are alike, up to the next row's first. `first` holds the kind of a mapping in
/// its highest byte; `argument` is the distance to the other code point, or start and length in
/// `mapping_texts`, or an index into `trait_values`.
struct range_row {
  std::uint32_t first;
  std::int32_t argument;
};

struct decomposition_row {
  char32_t from;
  char32_t first;
  char32_t second;
  bool composes;  ///< NFC writes the two as this one again
};

#include "formats/unicode/tables.inc"

constexpr std::uint32_t code_point_bits = 0xFF'FFFF;

template <std::size_t Size>
auto row_of(const range_row (&rows)[Size], char32_t c) -> const range_row& {
  const auto* behind =
      std::upper_bound(std::begin(rows), std::end(rows), c,
                       [](char32_t at, const range_row& row) { return at < (row.first & code_point_bits); });
  return *(behind - 1);
}

/// Hangul syllables are computed (The Unicode Standard, 3.12).
constexpr char32_t syllables = 0xAC00;
constexpr char32_t leads = 0x1100;
constexpr char32_t vowels = 0x1161;
constexpr char32_t tails = 0x11A7;
constexpr char32_t lead_count = 19;
constexpr char32_t vowel_count = 21;
constexpr char32_t tail_count = 28;

auto composed_hangul(char32_t first, char32_t second) -> char32_t {
  if (first >= leads && first < leads + lead_count && second >= vowels && second < vowels + vowel_count)
    return syllables + ((first - leads) * vowel_count + (second - vowels)) * tail_count;
  if (is_hangul_syllable(first) && (first - syllables) % tail_count == 0 && second > tails &&
      second < tails + tail_count)
    return first + (second - tails);
  return 0;
}

/// Rows that compose, ordered by the pair.
constexpr auto composing_rows() {
  constexpr auto count = static_cast<std::size_t>(std::count_if(
      std::begin(decomposition_rows), std::end(decomposition_rows), [](auto& row) { return row.composes; }));
  std::array<decomposition_row, count> found{};
  std::copy_if(std::begin(decomposition_rows), std::end(decomposition_rows), found.begin(),
               [](auto& row) { return row.composes; });
  std::sort(found.begin(), found.end(),
            [](auto& a, auto& b) { return a.first != b.first ? a.first < b.first : a.second < b.second; });
  return found;
}

}  // namespace

auto mapping_of(char32_t c) -> mapping {
  const auto& row = row_of(mapping_rows, c);
  const auto kind = static_cast<mapping_kind>(row.first >> 24U);
  if (kind != mapping_kind::text)
    return {kind, static_cast<char32_t>(static_cast<std::int32_t>(c) + row.argument), {}};
  const auto start_and_length = static_cast<std::size_t>(row.argument);
  return {kind, 0,
          std::u32string_view(mapping_texts + start_and_length / mapping_text_limit,
                              start_and_length % mapping_text_limit)};
}

auto traits_of(char32_t c) -> traits { return trait_values[row_of(trait_rows, c).argument]; }

/// Capitals are those that are mapped to their lower case, the first of several. Few titles ask.
auto capital_of(char32_t c) -> char32_t {
  // Georgian has capitals, and begins no word with them.
  if (c >= 0x10D0 && c < 0x1100) return c;
  for (std::size_t i = 0; i + 1 < std::size(mapping_rows); ++i) {
    const auto& row = mapping_rows[i];
    if (static_cast<mapping_kind>(row.first >> 24U) != mapping_kind::lowered) continue;
    const auto capital = static_cast<char32_t>(static_cast<std::int32_t>(c) - row.argument);
    if (capital >= (row.first & code_point_bits) && capital < (mapping_rows[i + 1].first & code_point_bits))
      return capital;
  }
  return c;
}

auto decomposition_of(char32_t c) -> code_point_pair {
  if (is_hangul_syllable(c)) {
    const auto index = c - syllables;
    if (index % tail_count != 0) return {c - index % tail_count, tails + index % tail_count};
    return {leads + index / (vowel_count * tail_count), vowels + index / tail_count % vowel_count};
  }
  const auto* row = std::lower_bound(std::begin(decomposition_rows), std::end(decomposition_rows), c,
                                     [](const decomposition_row& one, char32_t at) { return one.from < at; });
  if (row == std::end(decomposition_rows) || row->from != c) return {};
  return {row->first, row->second};
}

auto composition_of(char32_t first, char32_t second) -> char32_t {
  if (const auto hangul = composed_hangul(first, second); hangul != 0) return hangul;
  static const auto rows = composing_rows();
  const auto* row = std::lower_bound(rows.begin(), rows.end(), code_point_pair{first, second},
                                     [](const decomposition_row& one, code_point_pair wanted) {
                                       return one.first != wanted.first ? one.first < wanted.first
                                                                        : one.second < wanted.second;
                                     });
  return row != rows.end() && row->first == first && row->second == second ? row->from : 0;
}

}  // namespace waybill::unicode
