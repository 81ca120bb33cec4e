// The bytes of characters beyond ASCII. Internal to the formats. Source: RFC 3629, section 4.
#pragma once

#include "formats/json/bytes.hpp"
#include "formats/text.hpp"

namespace waybill::formats::json {

struct character {
  unsigned bytes_left;
  unsigned least;
  unsigned greatest;
};

/// The table of RFC 3629, section 4: what may follow a first byte. No bytes left: it is no first byte.
constexpr auto character_of(unsigned first) -> character {
  if (first < 0xc2 || first > 0xf4) return {0, 0, 0};
  if (first < 0xe0) return {1, 0x80, 0xbf};
  if (first == 0xe0) return {2, 0xa0, 0xbf};
  if (first == 0xed) return {2, 0x80, 0x9f};
  if (first < 0xf0) return {2, 0x80, 0xbf};
  if (first == 0xf0) return {3, 0x90, 0xbf};
  if (first == 0xf4) return {3, 0x80, 0x8f};
  return {3, 0x80, 0xbf};
}

/// Skips the characters of two and three bytes that need no second look.
inline auto skip_common_characters(const char* at, const char* end) -> const char* {
  while (end - at >= 3) {
    const auto first = byte_of(*at);
    if (first >= 0xc2 && first < 0xe0 && text::is_continuation(at[1])) {
      at += 2;
    } else if (first > 0xe0 && first < 0xf0 && first != 0xed && text::is_continuation(at[1]) &&
               text::is_continuation(at[2])) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

}  // namespace waybill::formats::json
