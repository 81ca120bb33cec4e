// Letters whose stroke or second half is no accent to Unicode, in plain ones. Pure.
#pragma once

#include <string_view>

namespace waybill::leads {

/// What a small letter is written as where there are no others than a to z; empty: it is none of these.
constexpr auto spelled_out(char32_t c) -> std::string_view {
  switch (c) {
    case U'ß':
      return "ss";
    case U'œ':
      return "oe";
    case U'æ':
      return "ae";
    case U'ø':
      return "o";
    case U'ł':
      return "l";
    case U'đ':
      return "d";
    case U'ı':
      return "i";
    default:
      return {};
  }
}

}  // namespace waybill::leads
