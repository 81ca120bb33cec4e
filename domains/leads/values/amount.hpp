// Sums of money as cells write them. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::leads {

/// What the cells of a column say of the sign before decimals: only some tell (`12,5`, `1 234.50`).
struct amount_signs {
  std::uint64_t commas = 0;  ///< cells whose comma can only be a decimal sign
  std::uint64_t points = 0;
  void look_at(std::string_view cell);
};

struct amount_reading {
  std::string value;     ///< plain: "1234.5", "-3"; empty: it is none
  bool unsure = false;   ///< `1.234`, and the column does not tell whether that is a thousand
  bool cleaned = false;  ///< words stood around it, or `k` for thousands
};
/// `clean`: without blanks around it. Signs and codes of currencies, spaces and apostrophes between digits,
/// brackets or a hyphen for what is owed. `comma_by_default`: what is taken when neither cell nor column
/// tells.
auto read_amount(std::string_view clean, const amount_signs& column, bool comma_by_default) -> amount_reading;

}  // namespace waybill::leads
