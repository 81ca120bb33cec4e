// Countries: names in English and French, codes, and how their postal codes look. Source: ISO 3166-1, CLDR.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace waybill::leads {

/// The languages a lead's values and faults are told in.
enum class language : bool { english, french };

/// Static storage.
struct country {
  std::string_view code;  ///< ISO 3166-1 alpha-2: "FR"
  std::string_view code3;
  std::string_view english;
  std::string_view french;
  std::string_view postal_codes;
  std::string_view other_names;
};

auto name_of(const country& of, language in) -> std::string_view;
/// Two letters, in any case; null: nobody's.
auto country_of_code(std::string_view code) -> const country*;
/// By name in English or French, by a name people use, by code of two or three letters; accents, case, spaces
/// and punctuation aside. Null: none of them.
auto country_of(std::string_view text) -> const country*;

/// What a postal code was read as.
struct postal_code_reading {
  std::string value;       ///< empty: it is none
  bool completed = false;  ///< got back the `0` that a spreadsheet took from its front
  bool cleaned = false;    ///< `F-75001`, `75 001`, `75001.0`
};
/// `clean`: without blanks around it. `of` null: any country's; then the shape alone is judged.
auto read_postal_code(std::string_view clean, const country* of) -> postal_code_reading;

}  // namespace waybill::leads
