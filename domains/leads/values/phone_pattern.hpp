// The patterns of numbering plans, made into one automaton: a number is looked at once, digit by digit,
// whatever the number of patterns. Private to this folder. Pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace waybill::leads {

/// Knows up to 16 patterns over digits, in the part of regular expressions that numbering plans are written
/// in: digits, `\d`, `[1-46]`, groups, `|`, `?`, `{2}`, `{2,5}`.
class digit_patterns {
 public:
  /// False: one has something that is not known here, and nothing was made.
  auto compile(std::span<const std::string_view> patterns) -> bool;
  /// Bit n: the whole of `digits` matches pattern n. Digits of ASCII alone.
  [[nodiscard]] auto matches(std::string_view digits) const -> std::uint16_t;
  [[nodiscard]] auto is_empty() const -> bool { return states_.empty(); }
  /// Bit n: pattern n matches what `digits` begins with.
  [[nodiscard]] auto matches_beginning(std::string_view digits) const -> std::uint16_t;

 private:
  struct state {
    std::array<std::uint16_t, 10> next{};  ///< 0: none
    std::uint16_t accepts = 0;
  };
  std::vector<state> states_;  ///< the first is none, the second the start
};

}  // namespace waybill::leads
