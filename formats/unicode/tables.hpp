// What Unicode 15.0 says of a code point, as far as host names and titles need it. The data are part of the
// source (tables.inc), so that no upgrade of a library can change what was made of them: docs/decisions/0014.
// Any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace waybill::unicode {

inline constexpr int unicode_major = 15;
inline constexpr int unicode_minor = 0;

/// What UTS #46 does with a code point (non-transitional, without STD3 rules). Numbers stand in tables.inc.
enum class mapping_kind : std::uint8_t {
  valid,       ///< stays
  ignored,     ///< is left out
  disallowed,  ///< no host may hold it; so is all that Unicode 15.0 does not assign
  shifted,     ///< becomes another code point
  lowered,     ///< becomes another code point: its own lower case
  text         ///< becomes several
};
/// Lengths of mapped texts are below this.
inline constexpr std::size_t mapping_text_limit = 32;

struct mapping {
  mapping_kind kind = mapping_kind::valid;
  char32_t one = 0;               ///< valid, shifted, lowered: the code point
  std::u32string_view several{};  ///< text
};
auto mapping_of(char32_t c) -> mapping;

/// Bidi_Class, as far as RFC 5893 tells them apart. Numbers stand in tables.inc.
enum class bidi_class : std::uint8_t {
  other,
  left,             ///< L
  right,            ///< R
  arabic_letter,    ///< AL
  arabic_number,    ///< AN
  european_number,  ///< EN
  mark,             ///< NSM
  neutral           ///< ES, CS, ET, ON, BN
};
/// Joining_Type (RFC 5892, A.1). Numbers stand in tables.inc.
enum class joining_type : std::uint8_t { none, left, right, dual, transparent };

struct traits {
  std::uint8_t combining_class = 0;
  bidi_class bidi = bidi_class::other;
  joining_type joining = joining_type::none;
  bool mark = false;  ///< General_Category M
  bool word = false;  ///< General_Category L, M or N: belongs to a word
};
auto traits_of(char32_t c) -> traits;
/// The capital that a word begins with instead of `c`; `c` itself when there is none.
auto capital_of(char32_t c) -> char32_t;

constexpr auto is_hangul_syllable(char32_t c) -> bool { return c >= 0xAC00 && c < 0xD7A4; }

/// A canonical decomposition, one step. `second` is 0 when it is one code point; both are 0 when there is
/// none.
struct code_point_pair {
  char32_t first = 0;
  char32_t second = 0;
};
auto decomposition_of(char32_t c) -> code_point_pair;
/// The code point that NFC writes for the two; 0: none. Hangul too.
auto composition_of(char32_t first, char32_t second) -> char32_t;

}  // namespace waybill::unicode
