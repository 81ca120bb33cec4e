#include "formats/encoding.hpp"

#include <array>

namespace waybill::formats {
namespace {

using namespace std::string_view_literals;

constexpr wide_encoding utf16_le{"UTF-16 (little-endian)", 2, false, 0};
constexpr wide_encoding utf16_be{"UTF-16 (big-endian)", 2, true, 0};
constexpr wide_encoding utf32_le{"UTF-32 (little-endian)", 4, false, 0};
constexpr wide_encoding utf32_be{"UTF-32 (big-endian)", 4, true, 0};

struct mark {
  std::string_view bytes;
  wide_encoding means;
};
/// The longer ones first: one of them begins like another.
constexpr std::array marks{mark{"\xFF\xFE\0\0"sv, utf32_le}, mark{"\0\0\xFE\xFF"sv, utf32_be},
                           mark{"\xFF\xFE"sv, utf16_le}, mark{"\xFE\xFF"sv, utf16_be}};

/// Whether the bytes under `pattern` are zero where it says `0`, and are not where it says `x`.
auto looks_like(std::string_view first, std::string_view pattern) -> bool {
  if (first.size() < pattern.size()) return false;
  for (std::size_t at = 0; at < pattern.size(); ++at)
    if ((first[at] == '\0') != (pattern[at] == '0')) return false;
  return true;
}

}  // namespace

auto wide_encoding_of(std::string_view first) -> wide_encoding {
  for (const auto& [bytes, means] : marks) {
    if (!first.starts_with(bytes)) continue;
    auto found = means;
    found.mark_bytes = bytes.size();
    return found;
  }
  if (looks_like(first, "x000")) return utf32_le;
  if (looks_like(first, "000x")) return utf32_be;
  if (looks_like(first, "x0x0")) return utf16_le;
  if (looks_like(first, "0x0x")) return utf16_be;
  return {};
}

auto wide_by_zero_bytes(std::string_view first) -> wide_encoding {
  std::array<std::size_t, 2> zeros{};
  for (std::size_t at = 0; at < first.size(); ++at)
    if (first[at] == '\0') ++zeros.at(at % 2);
  const auto units = first.size() / 2;
  const std::size_t high = zeros[0] > zeros[1] ? 0 : 1;
  if (units < 2 || zeros.at(high) * 5 < units || zeros.at(1 - high) * 100 > units) return {};
  // Delimiters and line ends must be characters, too, and not half of others.
  std::size_t whole = 0;
  std::size_t halves = 0;
  for (std::size_t at = 0; at + 1 < first.size(); at += 2) {
    if (",;\t\n\r"sv.find(first[at + 1 - high]) == std::string_view::npos) continue;
    ++(first[at + high] == '\0' ? whole : halves);
  }
  if (halves * 4 > whole) return {};
  return high == 1 ? utf16_le : utf16_be;
}

auto narrowed(std::string_view text, const wide_encoding& from) -> std::string {
  std::string out;
  text.remove_prefix(std::min(from.mark_bytes, text.size()));
  for (; text.size() >= from.unit_bytes; text.remove_prefix(from.unit_bytes)) {
    const auto unit = text.substr(0, from.unit_bytes);
    const char c = from.big_endian ? unit.back() : unit.front();
    const auto others = from.big_endian ? unit.substr(0, unit.size() - 1) : unit.substr(1);
    const bool is_ascii =
        static_cast<unsigned char>(c) < 0x80 && others.find_first_not_of('\0') == std::string_view::npos;
    out.push_back(is_ascii ? c : '?');
  }
  return out;
}

}  // namespace waybill::formats
