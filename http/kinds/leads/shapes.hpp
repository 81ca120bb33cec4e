// Leads as JSON.
#pragma once

#include <vector>

#include "domains/leads/values/lead_fault.hpp"
#include "http/json_text.hpp"
#include "http/kinds/leads/people.hpp"
#include "http/language.hpp"
#include "projections/leads/lead_views.hpp"

namespace waybill::http {

/// `language` as leads have it.
auto lead_language(language in) -> leads::language;

/// A user as an object `{username, name, left}`, or null for nobody.
void write_person(json_text& to, std::string_view user, const lead_people& people);
/// Inside an open object: the fields of a lead, without when it came and went.
void write_values(json_text& to, const leads::row_view& row, const lead_people& people);
void write(json_text& to, const lead_item& one, const lead_people& people);
void write(json_text& to, const lead_change& one, const lead_people& people);
/// `{code, field, value, message, detail}`.
void write_fault(json_text& to, const leads::lead_fault& fault, language in);
/// A list of `{code, field, value, message}`.
void write_faults(json_text& to, std::string_view name, const std::vector<leads::lead_fault>& faults,
                  language in);

}  // namespace waybill::http
