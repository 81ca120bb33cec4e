// What the known parts of one header say together. Private to this folder.
#pragma once

#include <cstddef>
#include <vector>

#include "domains/leads/columns/header_meaning.hpp"
#include "domains/leads/columns/phrase_cover.hpp"

namespace waybill::leads {

using units = std::vector<covered>;

/// `bare`: the header is nothing but this one phrase.
auto meaning_of_units(const units& all, bool bare) -> header_meaning;

auto is_unknown(const covered& unit) -> bool;

struct unit_counts {
  std::size_t unknown = 0;
  std::size_t names = 0;  ///< of fields
};
auto count_of(const units& all) -> unit_counts;

}  // namespace waybill::leads
