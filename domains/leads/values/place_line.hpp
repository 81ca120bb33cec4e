// A postal code and a city in one cell. Pure; any thread.
#pragma once

#include <string_view>

#include "domains/leads/values/country.hpp"

namespace waybill::leads {

/// Points into the cell. Empty: the cell has none.
struct place_line {
  std::string_view postal_code;  ///< as it is written; nobody has judged it
  std::string_view city;
};
/// `clean`: without blanks around it (cell_text.hpp). `75001 Paris`, `Paris (75001)`, `London SW1A 1AA`: what
/// the country (null: not known) writes as a code stands before the city or behind it; where nothing is one,
/// the words with a digit in them are meant as one. A cell without such words is a city.
auto split_place(std::string_view clean, const country* of) -> place_line;

}  // namespace waybill::leads
