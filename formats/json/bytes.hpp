// Runs of bytes, sixteen at a time (SSE2: every x86-64 has it). Internal to the formats.
#pragma once

#include <emmintrin.h>

#include <bit>
#include <cstdint>
#include <string_view>

namespace waybill::formats::json {

using bytes16 = __m128i;

inline auto load16(const char* at) noexcept -> bytes16 {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
}
inline auto mask_of(bytes16 hits) noexcept -> std::uint32_t {
  return static_cast<std::uint32_t>(_mm_movemask_epi8(hits));
}
inline auto equals(bytes16 v, char c) noexcept -> bytes16 { return _mm_cmpeq_epi8(v, _mm_set1_epi8(c)); }
inline auto either(bytes16 a, bytes16 b) noexcept -> bytes16 { return _mm_or_si128(a, b); }

constexpr auto is_space(char c) noexcept -> bool { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
constexpr auto is_digit(char c) noexcept -> bool { return c >= '0' && c <= '9'; }
constexpr auto byte_of(char c) noexcept -> unsigned { return static_cast<unsigned char>(c); }

/// A byte a string may hold as it is: ASCII, no control character, no quote, no backslash.
constexpr auto is_plain(char c) noexcept -> bool { return c >= ' ' && c != '"' && c != '\\'; }

/// The first byte from `at` that is not plain; `end` when all are.
inline auto skip_plain(const char* at, const char* end) noexcept -> const char* {
  for (; end - at >= 16; at += 16) {
    const auto v = load16(at);
    // A signed comparison: controls and bytes above 0x7f are both less than a space.
    const auto odd = either(either(equals(v, '"'), equals(v, '\\')), _mm_cmplt_epi8(v, _mm_set1_epi8(' ')));
    if (const auto hits = mask_of(odd); hits != 0) return at + std::countr_zero(hits);
  }
  while (at != end && is_plain(*at)) ++at;
  return at;
}

/// The first quote or backslash from `at`; `end` when there is none.
inline auto find_quote(const char* at, const char* end) noexcept -> const char* {
  for (; end - at >= 16; at += 16) {
    const auto v = load16(at);
    if (const auto hits = mask_of(either(equals(v, '"'), equals(v, '\\'))); hits != 0) {
      return at + std::countr_zero(hits);
    }
  }
  while (at != end && *at != '"' && *at != '\\') ++at;
  return at;
}

/// The first byte from `at` that is no JSON whitespace; `end` when all are.
inline auto skip_space(const char* at, const char* end) noexcept -> const char* {
  if (at == end || !is_space(*at)) return at;
  for (; end - at >= 16; at += 16) {
    const auto v = load16(at);
    const auto space =
        either(either(equals(v, ' '), equals(v, '\n')), either(equals(v, '\r'), equals(v, '\t')));
    if (const auto others = mask_of(space) ^ 0xffffU; others != 0) return at + std::countr_zero(others);
  }
  while (at != end && is_space(*at)) ++at;
  return at;
}

}  // namespace waybill::formats::json
