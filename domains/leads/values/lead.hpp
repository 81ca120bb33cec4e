// What the cells of one row make of a lead: values, faults and warnings. docs/lead_values.md has every rule.
// Pure; a thread each.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/field.hpp"
#include "domains/leads/values/amount.hpp"
#include "domains/leads/values/country.hpp"
#include "domains/leads/values/day.hpp"
#include "domains/leads/values/email.hpp"
#include "domains/leads/values/lead_fault.hpp"
#include "domains/leads/values/lead_status.hpp"
#include "domains/leads/values/phone_cell.hpp"

namespace waybill::leads {

/// The cell of each field, as it stands in the file (UTF-8); empty: the file has none.
using lead_cells = std::array<std::string_view, lead_field_count>;

constexpr auto at(lead_field field) -> std::size_t { return static_cast<std::size_t>(field); }

/// What the project and the import wish.
struct lead_options {
  std::string default_region = "FR";   ///< whose national telephone numbers are meant
  std::string default_country = "FR";  ///< of a lead that names none; empty: none
  std::string default_status = "new";  ///< a code of the project's statuses
  std::string default_source;          ///< of a lead that names none
  language in = language::french;      ///< of countries' names, and of what is added to notes
  int latest_year = 0;  ///< that a day may be in whose year has two digits (day.hpp); 0: POSIX says it
  bool name_case = true;
  bool strict = false;  ///< a fault makes the row invalid
};

/// What a whole column says of its cells.
struct lead_columns {
  day_signs created;
  amount_signs amount;
  void look_at(const lead_cells& cells);
};

/// All that rows are read by. What it points to outlives it.
struct lead_rules {
  const phone_plans* plans = nullptr;
  const status_list* statuses = nullptr;
  lead_options options;
  lead_columns columns;
};

/// What leads are recognised by. Empty: the lead has none.
struct lead_keys {
  std::string email;  ///< the domain in ASCII
  std::string phone;  ///< E.164
  std::string external_id;
};

/// Memory that reading takes, kept from row to row.
struct lead_scratch {
  std::string text;
  std::string narrow;
  email_reading email;
  phone_reading phone;
};

struct lead_reading {
  std::array<std::string, lead_field_count>
      values;  ///< normalized; of phone: as written; of status: the code
  std::string phone_extension;
  std::string country_code;
  lead_keys keys;
  std::vector<lead_fault> faults;  ///< values that are left out
  std::vector<lead_fault> warnings;
  bool valid = false;
  lead_scratch scratch;

  [[nodiscard]] auto value(lead_field of) const -> const std::string& { return values[at(of)]; }
  [[nodiscard]] auto has_key() const -> bool {
    return !keys.email.empty() || !keys.phone.empty() || !keys.external_id.empty();
  }
};

/// Replaces `out`, keeping its memory.
void read_lead(const lead_cells& cells, const lead_rules& rules, lead_reading& out);
auto read_lead(const lead_cells& cells, const lead_rules& rules) -> lead_reading;

}  // namespace waybill::leads
