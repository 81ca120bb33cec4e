// What is to be said of a lead's values: stable codes for programs, sentences for people. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "domains/leads/field.hpp"
#include "domains/leads/values/country.hpp"

namespace waybill::leads {

enum class lead_code : std::uint8_t {
  // Faults: the value is left out.
  contact_missing,  ///< no valid e-mail, telephone number or external id; of no field
  invalid_email,
  invalid_phone,
  invalid_postal_code,
  invalid_date,
  invalid_amount,
  country_unknown,
  number_damaged,  ///< a spreadsheet made `1.23457E+11` of it
  too_long,
  // Warnings: the value is there, but somebody should have a look.
  email_typo,      ///< a domain that nobody means; the detail is the one that is meant
  several_values,  ///< the first was taken; the detail is the others
  postal_code_completed,
  date_order_unsure,
  status_unknown,  ///< the default was taken
  value_cleaned,   ///< something was taken off the value; the detail is what was made of it
  cell_error       ///< `#N/A` and the like: there is no value
};
inline constexpr std::size_t lead_code_count = static_cast<std::size_t>(lead_code::cell_error) + 1;

/// "invalid_email". Static storage.
auto name_of(lead_code code) -> std::string_view;
auto lead_code_of(std::string_view name) -> std::optional<lead_code>;
/// Faults make a row invalid when an import is strict.
constexpr auto is_fault(lead_code code) -> bool { return code <= lead_code::too_long; }

struct lead_fault {
  lead_code code = lead_code::value_cleaned;
  std::optional<lead_field> field;
  std::string value;   ///< the cell, as it stands in the file; at most 200 characters of it
  std::string detail;  ///< what the code says of it
  friend auto operator==(const lead_fault&, const lead_fault&) -> bool = default;
};

/// What people call a field: "Code postal".
auto label_of(lead_field field, language in) -> std::string_view;
/// One whole sentence.
auto sentence_of(const lead_fault& fault, language in) -> std::string;
/// The sentence before its parts are put in: `{field}`, `{value}`, `{detail}`.
auto sentence_pattern(lead_code code, language in) -> std::string_view;

/// The most characters that a field holds.
auto length_limit(lead_field field) -> std::size_t;

}  // namespace waybill::leads
