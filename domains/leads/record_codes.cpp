#include "domains/leads/record_codes.hpp"

#include <array>

#include "domains/rows/table_source.hpp"

namespace waybill::leads {
namespace {

struct code_sentence {
  std::string_view code;
  std::string_view sentence;
};
constexpr std::array sentences{
    code_sentence{"duplicate", "A lead with the same key was there before."},
    code_sentence{"duplicate_in_file", "A record with the same key stands earlier in this file."},
    code_sentence{"ambiguous_duplicate", "The keys of the record are those of two different leads."},
    code_sentence{"unchanged", "The lead is there already, and the record says nothing new."},
    code_sentence{"key_taken", "Another lead has this e-mail address, telephone number or external id."},
    code_sentence{"excluded", "Somebody left the record out."},
    code_sentence{"contact_missing",
                  "The record has no valid e-mail address, telephone number or external id."},
    code_sentence{"invalid_email", "The value is no e-mail address."},
    code_sentence{"invalid_phone", "The value is no valid telephone number."},
    code_sentence{"invalid_postal_code", "The value is no postal code of the country."},
    code_sentence{"invalid_date", "The value is no day."},
    code_sentence{"invalid_amount", "The value is no amount of money."},
    code_sentence{"country_unknown", "The value names no country."},
    code_sentence{"number_damaged", "A spreadsheet has lost digits of the number."},
    code_sentence{"too_long", "The value is longer than its field may be."},
    code_sentence{"cell_too_long", "A cell of the row is larger than 1 MiB."},
    code_sentence{"cell_was_cut",
                  "A cell of the row was cut when the workbook was written, as the mark 'cut' behind the row "
                  "says: take the row from the CSV file, or correct the cell."},
    code_sentence{"row_too_long", "The row is larger than 8 MiB."},
    code_sentence{"too_many_columns", "The row has more than 16,384 cells."},
};

struct value_warning {
  lead_code code;
  std::uint32_t bit;
};
constexpr std::array value_warnings{
    value_warning{lead_code::invalid_email, 1U << 8},
    value_warning{lead_code::invalid_phone, 1U << 9},
    value_warning{lead_code::invalid_postal_code, 1U << 10},
    value_warning{lead_code::invalid_date, 1U << 11},
    value_warning{lead_code::invalid_amount, 1U << 12},
    value_warning{lead_code::country_unknown, 1U << 13},
    value_warning{lead_code::number_damaged, 1U << 14},
    value_warning{lead_code::too_long, 1U << 15},
    value_warning{lead_code::email_typo, 1U << 16},
    value_warning{lead_code::several_values, 1U << 17},
    value_warning{lead_code::postal_code_completed, 1U << 18},
    value_warning{lead_code::date_order_unsure, 1U << 19},
    value_warning{lead_code::status_unknown, 1U << 20},
    value_warning{lead_code::value_cleaned, 1U << 21},
    // Readers of workbooks say the same of their rows.
    value_warning{lead_code::cell_error, rows::warning_cell_error},
};

}  // namespace

auto warning_of(lead_code code) -> std::uint32_t {
  for (const auto& [known, bit] : value_warnings)
    if (known == code) return bit;
  return 0;
}

auto warning_names(std::uint32_t bits) -> std::vector<std::string_view> {
  auto names = rows::warning_names(bits & table_warnings);
  for (const auto& [code, bit] : value_warnings)
    if (bit > table_warnings && (bits & bit) != 0) names.push_back(name_of(code));
  if ((bits & warning_assignee_unknown) != 0) names.emplace_back("assignee_unknown");
  if ((bits & warning_assignee_left) != 0) names.emplace_back("assignee_left");
  if ((bits & warning_plan_changed) != 0) names.emplace_back("plan_changed");
  return names;
}

auto known_code(std::string_view code) -> std::string_view {
  for (const auto& one : sentences)
    if (one.code == code) return one.code;
  return {};
}

auto sentence_of_code(std::string_view code) -> std::string_view {
  for (const auto& [name, text] : sentences)
    if (name == code) return text;
  return {};
}

}  // namespace waybill::leads
