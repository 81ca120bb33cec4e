#include "domains/leads/field.hpp"

#include <algorithm>
#include <array>

namespace waybill::leads {
namespace {

constexpr std::array<std::string_view, lead_field_count> names{
    "external_id", "first_name", "last_name",   "email",       "phone",   "company",
    "job_title",   "address",    "city",        "postal_code", "country", "status",
    "source",      "notes",      "assigned_to", "created",     "amount"};

constexpr auto make_all() {
  std::array<lead_field, lead_field_count> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<lead_field>(i);
  return all;
}
constexpr auto all = make_all();

}  // namespace

auto lead_fields() -> std::span<const lead_field> { return all; }

auto name_of(lead_field field) -> std::string_view { return names[static_cast<std::size_t>(field)]; }

auto lead_field_of(std::string_view name) -> std::optional<lead_field> {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) return {};
  return static_cast<lead_field>(at - names.begin());
}

}  // namespace waybill::leads
