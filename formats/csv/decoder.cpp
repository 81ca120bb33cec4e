#include "formats/csv/decoder.hpp"

#include <emmintrin.h>

#include <algorithm>
#include <array>
#include <bit>

#include "formats/json/utf8.hpp"

namespace waybill::formats::csv {
namespace {

#include "formats/csv/code_pages.inc"

constexpr char no_utf_8 = '\xFF';

constexpr auto byte_of(char c) -> unsigned { return static_cast<unsigned char>(c); }

auto characters_of(encoding one) -> const std::array<char16_t, 128>& {
  if (one == encoding::iso_8859_15) return iso_8859_15_characters;
  return one == encoding::macintosh ? macintosh_characters : windows_1252_characters;
}

/// The first byte from `at` that is no ASCII; `end` when all are.
auto skip_ascii(const char* at, const char* end) -> const char* {
  for (; end - at >= 16; at += 16) {
    const auto hits = _mm_movemask_epi8(_mm_loadu_si128(reinterpret_cast<const __m128i*>(at)));
    if (hits != 0) return at + std::countr_zero(static_cast<unsigned>(hits));
  }
  while (at != end && byte_of(*at) < 0x80) ++at;
  return at;
}

/// How many bytes of a character that is not whole stand at the end of `text`.
auto cut_off(std::string_view text) -> std::size_t {
  for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
    const auto first = byte_of(text[text.size() - back]);
    if (first < 0x80) return 0;
    if (first >= 0xC0) return json::character_of(first).bytes_left >= back ? back : 0;
  }
  return 0;
}

}  // namespace

auto characters_beyond_ascii(encoding one) -> std::span<const char16_t, 128> { return characters_of(one); }

auto append_decoded(std::string_view text, encoding from, std::string& out) -> bool {
  const auto& characters = characters_of(from);
  bool all = true;
  const auto* const end = text.data() + text.size();
  for (const auto* at = text.data(); at != end;) {
    const auto* const high = skip_ascii(at, end);
    out.append(at, high);
    for (at = high; at != end && byte_of(*at) >= 0x80; ++at) {
      const auto character = characters[byte_of(*at) - 0x80];
      all = all && character != 0;
      text::append_utf8(character == 0 ? char32_t{0xFFFD} : character, out);
    }
  }
  return all;
}

auto as_utf_8(std::string_view cell, encoding from) -> std::string {
  if (!is_single_byte(from)) return text::repaired_utf8(cell);
  std::string out;
  append_decoded(cell, from, out);
  return out;
}

void utf_16_decoder::append(std::string_view bytes, std::string& out) {
  const auto unit = [&](unsigned first, unsigned second) {
    take(big_endian_ ? first << 8U | second : second << 8U | first, out);
  };
  if (has_half_ && !bytes.empty()) {
    has_half_ = false;
    unit(half_, byte_of(bytes.front()));
    bytes.remove_prefix(1);
  }
  const auto whole = bytes.size() / 2 * 2;
  for (std::size_t at = 0; at < whole; at += 2) unit(byte_of(bytes[at]), byte_of(bytes[at + 1]));
  if (whole == bytes.size()) return;
  has_half_ = true;
  half_ = static_cast<unsigned char>(bytes.back());
}

void utf_16_decoder::take(unsigned unit, std::string& out) {
  const bool is_low = unit >= 0xDC00 && unit < 0xE000;
  if (surrogate_ != 0) {
    if (is_low)
      text::append_utf8(0x10000 + ((surrogate_ - 0xD800) << 10U) + (unit - 0xDC00), out);
    else
      out.push_back(no_utf_8);
    surrogate_ = 0;
    if (is_low) return;
  }
  if (unit < 0x80)
    out.push_back(static_cast<char>(unit));
  else if (unit >= 0xD800 && unit < 0xDC00)
    surrogate_ = unit;
  else if (is_low)
    out.push_back(no_utf_8);
  else
    text::append_utf8(unit, out);
}

void utf_16_decoder::finish(std::string& out) {
  if (surrogate_ != 0) out.push_back(no_utf_8);
  if (has_half_) out.push_back(no_utf_8);
  surrogate_ = 0;
  has_half_ = false;
}

auto utf_16_decoder::source_bytes(std::string_view decoded) -> std::uint64_t {
  std::uint64_t units = 0;
  for (const char c : decoded) {
    const auto byte = byte_of(c);
    units +=
        static_cast<unsigned>((byte & 0xC0U) != 0x80U) + static_cast<unsigned>(byte >= 0xF0 && byte < 0xF5);
  }
  return 2 * units;
}

void utf_32_decoder::append(std::string_view bytes, std::string& out) {
  constexpr std::uint32_t behind_last = 0x110000;
  for (const char c : bytes) {
    unit_ |= std::uint32_t{byte_of(c)} << (8U * (big_endian_ ? 3 - held_ : held_));
    if (++held_ < 4) continue;
    if (unit_ < behind_last && (unit_ < 0xD800 || unit_ >= 0xE000))
      text::append_utf8(unit_, out);
    else
      out.push_back(no_utf_8);
    held_ = 0;
    unit_ = 0;
  }
}

void utf_32_decoder::finish(std::string& out) {
  if (held_ != 0) out.push_back(no_utf_8);
  held_ = 0;
  unit_ = 0;
}

void utf_8_tally::add(std::string_view bytes) {
  if (!rest_.empty()) {
    // A character has at most four bytes: with three more it is whole, or none.
    const auto taken = std::min<std::size_t>(bytes.size(), 3);
    const auto before = rest_.size();
    rest_.append(bytes.substr(0, taken));
    const auto whole = rest_.size() - cut_off(rest_);
    if (whole < before) return;  // It may still go on: `bytes` was less than that.
    add_whole(std::string_view(rest_).substr(0, whole));
    bytes.remove_prefix(whole - before);
    rest_.clear();
  }
  const auto rest = cut_off(bytes);
  add_whole(bytes.substr(0, bytes.size() - rest));
  rest_.assign(bytes.substr(bytes.size() - rest));
}

void utf_8_tally::add_whole(std::string_view bytes) {
  const auto* const end = bytes.data() + bytes.size();
  for (const auto* at = skip_ascii(bytes.data(), end); at != end; at = skip_ascii(at, end)) {
    const auto* const common = json::skip_common_characters(at, end);
    if (common != at) {
      high_ += static_cast<std::uint64_t>(common - at);
      at = common;
      continue;
    }
    const auto size = text::character_size({at, static_cast<std::size_t>(end - at)});
    if (size == 0) ++broken_;
    const auto passed = std::max<std::size_t>(size, 1);
    high_ += passed;
    at += passed;
  }
}

auto is_valid_utf_8(std::string_view text) -> bool {
  const auto* const end = text.data() + text.size();
  for (const auto* at = skip_ascii(text.data(), end); at != end; at = skip_ascii(at, end)) {
    const auto* const common = json::skip_common_characters(at, end);
    if (common == at) {
      const auto size = text::character_size({at, static_cast<std::size_t>(end - at)});
      if (size == 0) return false;
      at += size;
    } else {
      at = common;
    }
  }
  return true;
}

}  // namespace waybill::formats::csv
