// Numbering plans, read from the library's own data. Private to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domains/leads/values/phone_pattern.hpp"

namespace waybill::leads {

/// Lengths as bits: bit n is n digits.
using lengths = std::uint32_t;

/// What the library does with a number of one region, or of one country code without a region.
struct phone_plan {
  std::string region;
  int country_code = 0;
  std::string code_digits;           ///< of the country code
  std::string international_prefix;  ///< "00"; empty: one that is not plain digits
  std::string national_prefix;       ///< "0"; empty: none
  bool is_plain = false;             ///< nothing else has to be known of prefixes
  bool has_leading_digits = false;   ///< of a shared country code: what its numbers begin with
  lengths possible = 0;              ///< of any number
  lengths local = 0;                 ///< of those that are dialled in a place only
  std::vector<lengths> kinds;        ///< pattern n: its lengths; 0: any. The first is of any number
  digit_patterns numbers;            ///< the first: of any number; then of each kind
  digit_patterns leading;
};

/// Why a length does not do, as far as it matters.
enum class length_verdict : std::uint8_t { possible, local_only, too_short, too_long, invalid };
auto judge_length(const phone_plan& plan, std::size_t digits) -> length_verdict;
/// Some kind of number of this plan.
auto is_valid(const phone_plan& plan, std::string_view national) -> bool;
auto begins_like(const phone_plan& plan, std::string_view national) -> bool;
auto matches_any(const phone_plan& plan, std::string_view national) -> bool;

struct phone_plan_list {
  std::vector<phone_plan> plans;
  std::unordered_map<std::string, std::size_t> by_region;
  /// The plans of a country code, the main one first, in the library's order.
  std::vector<std::vector<std::size_t>> by_code;
};

/// All that the library has.
auto read_phone_plans() -> phone_plan_list;

}  // namespace waybill::leads
