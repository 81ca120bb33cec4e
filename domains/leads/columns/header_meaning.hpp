// Which fields a header may mean, by its words alone. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domains/leads/columns/dictionary.hpp"

namespace waybill::leads {

/// By what a column came to its field, or to none. docs/lead_columns.md tells of each.
enum class match_reason : std::uint8_t {
  alias,         ///< the header is a name of the field
  affix,         ///< it is one, once words that say nothing of the content are taken off
  word,          ///< a name of the field is among words that are not known
  contained,     ///< a name of the field is part of a longer word
  similar,       ///< it is like a name of the field
  ambiguous,     ///< it is a name of the field, and of something else
  values,        ///< the samples say it, the header says nothing
  no_field,      ///< it is known to be no field of a lead
  whole_name,    ///< first and last name in one cell
  address_part,  ///< a second line of an address
  postal_city,   ///< postal code and city in one cell
  taken,         ///< another column fills the field better
  contradicted,  ///< the header names a field, the samples are something else
  unknown        ///< nothing is known of it
};
/// "alias". Stable.
auto name_of(match_reason why) -> std::string_view;

/// Points are hundredths of confidence.
struct field_claim {
  lead_field field = lead_field::external_id;
  int points = 0;
  match_reason why = match_reason::unknown;
  int choice = 0;       ///< as in `alias_use`
  bool unsure = false;  ///< unless the samples confirm it
  friend auto operator==(const field_claim&, const field_claim&) -> bool = default;
};

struct header_meaning {
  std::vector<field_claim> claims;  ///< a field at most once
  /// Without claims: no_field, whole_name, address_part, postal_city or unknown.
  match_reason otherwise = match_reason::unknown;
  bool is_plain_name = false;  ///< "nom", "name": the last name beside a first name, else perhaps the whole
};

auto meaning_of(std::string_view header, const column_dictionary& dictionary) -> header_meaning;

}  // namespace waybill::leads
