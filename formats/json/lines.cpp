#include "formats/json/lines.hpp"

#include <algorithm>

#include "formats/json/bytes.hpp"

namespace waybill::formats::json {
namespace {

auto count_newlines(std::string_view text) -> std::uint64_t {
  const char* at = text.data();
  const char* const end = at + text.size();
  std::uint64_t count = 0;
  while (end - at >= 16) {
    // Hits are -1 a byte: a byte holds 255 of them before it must be emptied.
    const auto rounds = std::min<std::ptrdiff_t>((end - at) / 16, 255);
    auto sums = _mm_setzero_si128();
    for (std::ptrdiff_t i = 0; i < rounds; ++i, at += 16) sums = _mm_sub_epi8(sums, equals(load16(at), '\n'));
    const auto halves = _mm_sad_epu8(sums, _mm_setzero_si128());
    count += static_cast<std::uint64_t>(_mm_cvtsi128_si64(halves)) +
             static_cast<std::uint64_t>(_mm_cvtsi128_si64(_mm_unpackhi_epi64(halves, halves)));
  }
  return count + static_cast<std::uint64_t>(std::count(at, end, '\n'));
}

}  // namespace

auto line_counter::place_of(std::string_view block, std::uint64_t base, std::uint64_t offset) -> place {
  if (offset > counted_to_) {
    const auto from = static_cast<std::size_t>(counted_to_ - base);
    const auto part = block.substr(from, static_cast<std::size_t>(offset - counted_to_));
    if (const auto last = part.rfind('\n'); last != std::string_view::npos) {
      line_ += count_newlines(part);
      line_start_ = counted_to_ + last + 1;
    }
    counted_to_ = offset;
  }
  return {offset, line_, offset - line_start_ + 1};
}

}  // namespace waybill::formats::json
