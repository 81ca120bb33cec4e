// What is said of records of leads: bits of warnings as they stand in the log, and sentences for codes. Pure;
// any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "domains/leads/values/lead_fault.hpp"

namespace waybill::leads {

/// The lowest 8 bits are those of tables (`rows::row_warning`). They stand in the log: never renumber.
enum record_warning : std::uint32_t {
  table_warnings = 0xff,
  warning_assignee_unknown = 1U << 22,  ///< whom the file names as assigned is nobody here
  warning_assignee_left = 1U << 23,     ///< somebody who left
  warning_plan_changed = 1U << 24       ///< something else was to become of it when it was looked at
};
/// The bit of what is said of a value; also of a fault whose record is taken without the value. 0: none.
auto warning_of(lead_code code) -> std::uint32_t;
auto warning_names(std::uint32_t bits) -> std::vector<std::string_view>;

/// The code in static storage; empty: leads have no such code.
auto known_code(std::string_view code) -> std::string_view;
/// Empty: leads have no such code. Static storage.
auto sentence_of_code(std::string_view code) -> std::string_view;

}  // namespace waybill::leads
