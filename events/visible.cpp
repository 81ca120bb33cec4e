#include "events/visible.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace waybill {
namespace {

/// First and last, in order. Source: Unicode 15.0, UnicodeData.txt and DerivedCoreProperties.txt.
constexpr std::array<std::pair<char32_t, char32_t>, 20> unseen{
    {{0x0000, 0x001f}, {0x007f, 0x009f},   {0x00ad, 0x00ad},   {0x034f, 0x034f},   {0x061c, 0x061c},
     {0x115f, 0x1160}, {0x17b4, 0x17b5},   {0x180e, 0x180e},   {0x200b, 0x200f},   {0x2028, 0x202e},
     {0x2060, 0x2064}, {0x2066, 0x206f},   {0x3164, 0x3164},   {0xfeff, 0xfeff},   {0xffa0, 0xffa0},
     {0xfff9, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe007f}, {0x110000, 0xffffffff}}};

auto is_unseen(char32_t character) -> bool {
  const auto* range = std::lower_bound(unseen.begin(), unseen.end(), character,
                                       [](const auto& one, char32_t c) { return one.second < c; });
  return range != unseen.end() && range->first <= character;
}

struct decoded {
  char32_t character = 0xffffffff;  ///< no UTF-8
  std::size_t bytes = 1;
};

/// The character that text begins with (RFC 3629).
auto first_of(std::string_view text) -> decoded {
  const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto lead = at(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < bytes) return {};
  auto character = static_cast<char32_t>(lead & (0x7f >> bytes));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((at(i) & 0xc0) != 0x80) return {};
    character = character << 6 | (at(i) & 0x3f);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xd800 && character < 0xe000;
  if (character < least[bytes] || character > 0x10ffff || surrogate) return {};
  return {character, bytes};
}

}  // namespace

auto visible(std::string_view text) -> std::string {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto [character, bytes] = first_of(text);
    if (is_unseen(character))
      out += '?';
    else
      out += text.substr(0, bytes);
    text.remove_prefix(bytes);
  }
  return out;
}

}  // namespace waybill
