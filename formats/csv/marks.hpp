// Where the bytes stand that mean something in a table, 64 at a time (SSE2: every x86-64 has it). Internal to
// this folder.
#pragma once

#include <emmintrin.h>

#include <cstdint>

namespace waybill::formats::csv {

/// One bit a byte, the first byte lowest.
struct marks {
  std::uint64_t special = 0;  ///< delimiter, quote, escape, CR, LF
  std::uint64_t high = 0;     ///< no ASCII
};

/// Of a dialect. A mark that does not exist is one of the others again.
class mark_finder {
 public:
  mark_finder(char delimiter, char quote, char escape)
      : delimiter_(_mm_set1_epi8(delimiter)), quote_(_mm_set1_epi8(quote)), escape_(_mm_set1_epi8(escape)) {}

  /// Of the 64 bytes at `at`, all of which can be read.
  auto find(const char* at) const -> marks {
    marks found;
    for (unsigned part = 0; part < 4; ++part) {
      const auto v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at) + part);
      const auto ends =
          _mm_or_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')), _mm_cmpeq_epi8(v, _mm_set1_epi8('\r')));
      const auto quotes = _mm_or_si128(_mm_cmpeq_epi8(v, quote_), _mm_cmpeq_epi8(v, escape_));
      const auto hits = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(v, delimiter_), quotes), ends);
      found.special |= bits_of(hits) << (16 * part);
      found.high |= bits_of(v) << (16 * part);
    }
    return found;
  }

 private:
  static auto bits_of(__m128i v) -> std::uint64_t { return static_cast<unsigned>(_mm_movemask_epi8(v)); }

  __m128i delimiter_, quote_, escape_;
};

/// The bits below `count`, which is at most 64.
constexpr auto bits_below(std::uint64_t count) -> std::uint64_t {
  return count >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

}  // namespace waybill::formats::csv
