#include "domains/leads/lead_maker.hpp"

#include <algorithm>

#include "domains/leads/values/cell_text.hpp"
#include "formats/table.hpp"
#include "formats/text.hpp"

namespace waybill::leads {

auto source_of_file(std::string_view file_name) -> std::string {
  file_name.remove_prefix(std::min(file_name.find_last_of("/\\") + 1, file_name.size()));
  if (const auto dot = file_name.rfind('.'); dot != std::string_view::npos && dot > 0)
    file_name = file_name.substr(0, dot);
  std::string scratch;
  const auto clean = clean_text(file_name, line_breaks::are_blanks, scratch);
  return std::string(text::cut_to_characters(clean, length_limit(lead_field::source)));
}

auto default_status_of(const import_options& options, const status_list& known) -> std::string {
  const auto is_known = [&](const std::string& code) {
    return std::any_of(known.all().begin(), known.all().end(),
                       [&](const auto& one) { return one.code == code; });
  };
  return options.default_status && is_known(*options.default_status) ? *options.default_status
                                                                     : options.project.default_status;
}

lead_maker::lead_maker(const import_options& options, std::string_view file_name, cell_layout layout,
                       const lead_columns& evidence)
    : statuses_(std::make_unique<const status_list>(statuses_of(options.project))),
      default_source_(options.source ? *options.source : source_of_file(file_name)),
      layout_(std::move(layout)) {
  rules_.plans = &known_plans();
  rules_.statuses = statuses_.get();
  rules_.columns = evidence;
  auto& with = rules_.options;
  with.default_country = options.project.default_country;
  with.default_region = options.default_region.value_or(options.project.default_country);
  with.default_status = default_status_of(options, *statuses_);
  with.in = options.project.in;
  with.name_case = options.name_case;
  with.strict = options.strict;
}

void lead_maker::make(std::span<const std::string_view> cells) {
  const auto& fields = layout_.fields_of(cells);
  read_lead(fields, rules_, reading_);
  tell(fields);
  if (reading_.value(lead_field::source).empty()) reading_.values[at(lead_field::source)] = default_source_;
  for (std::size_t i = 0; i < lead_field_count; ++i) row_.values[i] = reading_.values[i];
  row_.values[at(lead_field::assigned_to)] = {};
  row_.phone_e164 = reading_.keys.phone;
  row_.phone_extension = reading_.phone_extension;
  row_.country_code = reading_.country_code;
  row_.email_key = reading_.keys.email;
  row_.holds = possible_keys(row_);
  flags_ |= row_.holds;
  row_.extra = layout_.extra_of(cells);
}

void lead_maker::tell(const lead_cells& cells) {
  flags_ = 0;
  const auto says = [&](lead_field field) {
    return !formats::trimmed_cell(cells[at(field)]).empty() && !reading_.value(field).empty();
  };
  if (says(lead_field::country)) flags_ |= record_tells_country;
  if (says(lead_field::source)) flags_ |= record_tells_source;
  const bool default_taken =
      std::any_of(reading_.warnings.begin(), reading_.warnings.end(), [](const lead_fault& one) {
        return one.field == lead_field::status;  // it is not known, or no value at all
      });
  if (says(lead_field::status) && !default_taken) flags_ |= record_tells_status;
}

void lead_maker::put_row(std::string& out) const { encode_row(row_, out); }

}  // namespace waybill::leads
