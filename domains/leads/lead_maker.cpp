#include "domains/leads/lead_maker.hpp"

#include <algorithm>
#include <chrono>

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

auto latest_year_at(instant now) -> int {
  using namespace std::chrono;
  if (now.us <= 0) return 0;
  const auto tomorrow = floor<days>(sys_time<microseconds>{microseconds{now.us}}) + days{1};
  return static_cast<int>(year_month_day{tomorrow}.year());
}

lead_maker::lead_maker(const import_options& options, std::string_view file_name, cell_layout layout,
                       const lead_columns& evidence, instant imported_at)
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
  with.latest_year = latest_year_at(imported_at);
  with.name_case = options.name_case;
  with.strict = options.strict;
}

void lead_maker::make(std::span<const std::string_view> cells) {
  const auto& fields = layout_.fields_of(cells);
  read_lead(fields, rules_, reading_);
  if (const auto cell = layout_.cleaned_name(); !cell.empty()) tell_cleaned_name(cell);
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

void lead_maker::tell_cleaned_name(std::string_view cell) {
  constexpr std::size_t told_characters = 200;
  auto read_as = reading_.value(lead_field::first_name);
  read_as.append(read_as.empty() ? "" : " ").append(reading_.value(lead_field::last_name));
  reading_.warnings.push_back({lead_code::value_cleaned, lead_field::last_name,
                               text::repaired_utf8(text::cut_to_characters(cell, told_characters)),
                               std::move(read_as)});
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
