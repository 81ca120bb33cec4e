#include "formats/json/scanner.hpp"

#include <array>
#include <bit>

#include "formats/json/bytes.hpp"

namespace waybill::formats::json {
namespace {

struct marks {
  std::uint64_t quotes = 0;
  std::uint64_t backslashes = 0;
  std::uint64_t opening = 0;
  std::uint64_t closing = 0;
};

inline auto marks_of(const char* at) -> marks {
  marks found;
  for (int shift = 0; shift < 64; shift += 16) {
    const auto v = load16(at + shift);
    // '[' and '{', ']' and '}' differ by this bit alone.
    const auto folded = either(v, _mm_set1_epi8(0x20));
    found.quotes |= static_cast<std::uint64_t>(mask_of(equals(v, '"'))) << shift;
    found.backslashes |= static_cast<std::uint64_t>(mask_of(equals(v, '\\'))) << shift;
    found.opening |= static_cast<std::uint64_t>(mask_of(equals(folded, '{'))) << shift;
    found.closing |= static_cast<std::uint64_t>(mask_of(equals(folded, '}'))) << shift;
  }
  return found;
}

/// Bit i becomes the parity of the bits 0..i: ones from each odd bit up to the next.
constexpr auto prefix_parity(std::uint64_t bits) -> std::uint64_t {
  for (const int distance : {1, 2, 4, 8, 16, 32}) bits ^= bits << distance;
  return bits;
}

}  // namespace

/// The bytes that stand behind a backslash which is not escaped itself.
inline auto end_scanner::escaped_after(std::uint64_t backslashes) -> std::uint64_t {
  constexpr std::uint64_t even = 0x5555555555555555;
  if (backslashes == 0) {
    const auto first = escaped_;
    escaped_ = 0;
    return first;
  }
  backslashes &= ~escaped_;
  const auto follows = backslashes << 1 | escaped_;
  // Runs that begin at an odd index: adding carries each to its end, and flips the meaning of "even" along
  // it.
  const auto odd_starts = backslashes & ~even & ~follows;
  std::uint64_t carried = 0;
  escaped_ = __builtin_add_overflow(odd_starts, backslashes, &carried) ? 1 : 0;
  return (even ^ carried << 1) & follows;
}

auto end_scanner::feed(const char* at, std::size_t valid) -> std::optional<std::size_t> {
  auto found = marks_of(at);
  const auto looked_at = valid >= step_bytes ? ~std::uint64_t{0} : (std::uint64_t{1} << valid) - 1;
  const auto quotes = found.quotes & ~escaped_after(found.backslashes & looked_at) & looked_at;
  const auto inside = prefix_parity(quotes) ^ in_string_;  // the opening quote too, the closing one not
  const bool is_string = depth_ == 0;
  in_string_ = std::uint64_t{0} - (inside >> 63);
  auto events = (found.opening | found.closing) & ~inside & looked_at;
  if (is_string && (events == 0 || (quotes != 0 && std::countr_zero(quotes) < std::countr_zero(events)))) {
    // No bracket is open: this is a string, and its closing quote is the value's end.
    const auto closing = quotes & ~inside;
    if (closing == 0) return std::nullopt;
    return static_cast<std::size_t>(std::countr_zero(closing)) + 1;
  }
  for (; events != 0; events &= events - 1) {
    const auto one = events & (~events + 1);
    if ((found.opening & one) != 0) {
      ++depth_;
    } else if (--depth_ == 0) {
      return static_cast<std::size_t>(std::countr_zero(one)) + 1;
    }
  }
  return std::nullopt;
}

}  // namespace waybill::formats::json
