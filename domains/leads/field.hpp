// The fields of a lead that a file can fill. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace waybill::leads {

/// In the order in which people are shown them. The names (see `name_of`) are stable; the numbers are not,
/// and stand in no event.
enum class lead_field : std::uint8_t {
  external_id,  ///< what the lead is called where it comes from
  first_name,
  last_name,
  email,
  phone,
  company,
  job_title,
  address,  ///< street and number
  city,
  postal_code,
  country,
  status,
  source,  ///< where the lead comes from
  notes,
  assigned_to,  ///< who looks after it
  created,      ///< the day it came about where it comes from
  amount        ///< what it is worth
};

inline constexpr std::size_t lead_field_count = static_cast<std::size_t>(lead_field::amount) + 1;

/// All of them, in their order. Static storage.
auto lead_fields() -> std::span<const lead_field>;
/// The stable name, as it stands in the API and in events: "postal_code".
auto name_of(lead_field field) -> std::string_view;
/// The field of a name; nothing when none has it.
auto lead_field_of(std::string_view name) -> std::optional<lead_field>;

/// A lead is known by these: a file must fill one of them.
constexpr auto identifies(lead_field field) -> bool {
  return field == lead_field::email || field == lead_field::phone || field == lead_field::external_id;
}

}  // namespace waybill::leads
