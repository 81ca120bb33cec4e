// What people choose for columns, as clients write it. Internal to this kind. Pure; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "domains/leads/options.hpp"

namespace waybill::leads {

/// Into what a cell can be split.
enum class split_kind : std::uint8_t { none, name, place };
/// First and last name; postal code and city in either order.
auto split_into(const std::vector<lead_field>& fields) -> split_kind;

/// `[{"index": 0, "field": "email" | null} | {"index": 0, "split": ["first_name", "last_name"]} | {"index":
/// 1, "split": ["postal_code", "city"]} | {"field": "address", "join": [3, 4]}]`. An entry with an index
/// alone is a choice that is taken back: it has no fields, and its column twice. Errors: bad_value.
auto read_choices(const nlohmann::json& from) -> result<std::vector<column_choice>>;
/// Of a file that has so many columns. Errors: bad_value.
auto choices_fit(const std::vector<column_choice>& choices, std::size_t columns) -> result<done>;
auto choices_json(const std::vector<column_choice>& from) -> nlohmann::json;
/// What was chosen before gives way where both cannot be.
void merge_choices(const std::vector<column_choice>& later, std::vector<column_choice>& into);

}  // namespace waybill::leads
