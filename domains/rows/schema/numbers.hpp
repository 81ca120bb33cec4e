// Numbers as tables write them. Sources: Frictionless Table Schema ("integer", "number"), XML Schema part 2
// (decimal, double). All pure; any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace waybill::rows {

/// How a column writes its numbers.
struct number_style {
  std::string decimal_char = ".";
  std::string group_char;  ///< "": digits are not grouped
  bool bare = true;        ///< false: signs of money and of units may stand around it
};

/// The number in plain digits, with a point; it points into `text` or `scratch`. Nothing: it is none.
auto plain_integer(std::string_view text, const number_style& style, std::string& scratch)
    -> std::optional<std::string_view>;
/// The same with decimals and exponent, and NaN, INF, -INF.
auto plain_number(std::string_view text, const number_style& style, std::string& scratch)
    -> std::optional<std::string_view>;

/// A number as it is compared: exact, whatever its size. It owns its digits.
class decimal {
 public:
  /// Of what `plain_integer` or `plain_number` gave. Keeps the memory that it has.
  void assign(std::string_view plain);
  [[nodiscard]] auto is_nan() const -> bool { return is_nan_; }
  /// Neither is NaN.
  friend auto operator<=>(const decimal& a, const decimal& b) -> std::strong_ordering;
  friend auto operator==(const decimal& a, const decimal& b) -> bool { return (a <=> b) == 0; }
  /// Equal numbers have equal texts.
  void append_text(std::string& out) const;

 private:
  [[nodiscard]] auto sign() const -> int { return digits_.empty() ? 0 : is_negative_ ? -1 : 1; }

  std::string digits_;      ///< the first and the last are not 0; zero has none; infinity one that is none
  std::int64_t point_ = 0;  ///< the number is 0.digits times ten to this
  bool is_negative_ = false;
  bool is_nan_ = false;
};

}  // namespace waybill::rows
