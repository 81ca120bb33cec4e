#include "domains/rows/schema/field.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>

#include "domains/rows/schema/texts.hpp"
#include "formats/text.hpp"

namespace waybill::rows {
namespace {

constexpr std::array<std::string_view, 14> type_names{
    "string", "integer",   "number",   "boolean", "date",  "time",     "datetime",
    "year",   "yearmonth", "duration", "object",  "array", "geopoint", "any"};

auto is_one_of(std::string_view cell, const std::vector<std::string>& all) -> bool {
  return std::find(all.begin(), all.end(), cell) != all.end();
}

auto characters(std::string_view text) -> std::uint64_t {
  return static_cast<std::uint64_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return !text::is_continuation(c); }));
}

auto keep(std::optional<moment> found, cell_scratch& scratch) -> bool {
  if (found) scratch.time = *found;
  return found.has_value();
}

/// A format that says no more than that it is one: those that people write most.
auto read_any(std::string_view text, field_type type) -> std::optional<moment> {
  static const auto patterns = [] {
    std::vector<time_pattern> all;
    for (const auto* format : {"%Y/%m/%d", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d %B %Y", "%B %d, %Y"})
      all.push_back(std::move(*time_pattern::read(format)));
    return all;
  }();
  static const auto times = std::move(*time_pattern::read("%H:%M"));
  if (type == field_type::time) {
    const auto found = read_time(text);
    return found ? found : times.match(text);
  }
  if (const auto found = type == field_type::date ? read_date(text) : read_datetime(text)) return found;
  if (type == field_type::datetime) return read_date(text);
  for (const auto& each : patterns)
    if (const auto found = each.match(text)) return found;
  return std::nullopt;
}

auto compare(const measured& bound, const cell_scratch& value) -> std::strong_ordering {
  if (const auto* number = std::get_if<decimal>(&bound)) return value.number <=> *number;
  if (const auto* time = std::get_if<moment>(&bound)) return value.time <=> *time;
  return std::strong_ordering::equal;
}

}  // namespace

auto name_of(field_type what) -> std::string_view { return type_names[static_cast<std::size_t>(what)]; }

auto field_type_of(std::string_view name) -> std::optional<field_type> {
  const auto* const found = std::find(type_names.begin(), type_names.end(), name);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<field_type>(found - type_names.begin());
}

auto table_field::is_missing(std::string_view cell) const -> bool { return is_one_of(cell, missing_values); }

auto table_field::is_measured() const -> bool {
  return minimum || maximum || unique || !allowed_numbers.empty();
}

auto table_field::is_text(std::string_view cell) const -> bool {
  switch (format) {
    case field_format::email:
      return is_email(cell);
    case field_format::uri:
      return is_uri(cell);
    case field_format::uuid:
      return is_uuid(cell);
    case field_format::binary:
      return is_base64(cell);
    default:
      return true;
  }
}

auto table_field::style_of(bool is_typed) const -> const number_style& {
  static const number_style of_workbooks;
  return is_typed ? of_workbooks : style;
}

auto table_field::is_number(std::string_view cell, cell_scratch& scratch, const number_style& written) const
    -> bool {
  const auto plain = type == field_type::integer ? plain_integer(cell, written, scratch.plain)
                                                 : plain_number(cell, written, scratch.plain);
  if (plain && is_measured()) scratch.number.assign(*plain);
  return plain.has_value();
}

auto table_field::is_time(std::string_view cell, cell_scratch& scratch) const -> bool {
  if (format == field_format::pattern) return keep(pattern_of_time.match(cell), scratch);
  if (format == field_format::any) return keep(read_any(cell, type), scratch);
  switch (type) {
    case field_type::date:
      return keep(read_date(cell), scratch);
    case field_type::time:
      return keep(read_time(cell), scratch);
    case field_type::datetime:
      return keep(read_datetime(cell), scratch);
    case field_type::year:
      return keep(read_year(cell), scratch);
    default:
      return keep(read_yearmonth(cell), scratch);
  }
}

/// A workbook has days and times; which of them it is the value tells.
auto table_field::is_time_of_workbook(std::string_view cell, cell_scratch& scratch) const -> bool {
  if (type == field_type::date) return keep(read_date(cell), scratch);
  if (type == field_type::time) return keep(read_time(cell), scratch);
  return type == field_type::datetime &&
         (keep(read_datetime(cell), scratch) || keep(read_date(cell), scratch));
}

auto table_field::has_type(std::string_view cell, cell_scratch& scratch, bool is_typed) const -> bool {
  if (is_typed && is_time_of_workbook(cell, scratch)) return true;
  switch (type) {
    case field_type::any:
      return true;
    case field_type::string:
      return is_text(cell);
    case field_type::integer:
    case field_type::number:
      return is_number(cell, scratch, style_of(is_typed));
    case field_type::boolean:
      return is_one_of(cell, true_values) || is_one_of(cell, false_values) ||
             (is_typed && (cell == "true" || cell == "false"));
    case field_type::duration:
      return is_duration(cell);
    case field_type::object:
      return object_size(cell).has_value();
    case field_type::array:
      return array_size(cell).has_value();
    case field_type::geopoint:
      return format == field_format::array    ? is_geopoint_array(cell)
             : format == field_format::object ? is_geopoint_object(cell)
                                              : is_geopoint(cell);
    default:
      return is_time(cell, scratch);
  }
}

auto table_field::length_fault(std::string_view cell) const -> std::string_view {
  const auto length = type == field_type::array    ? array_size(cell).value_or(0)
                      : type == field_type::object ? object_size(cell).value_or(0)
                                                   : characters(cell);
  if (min_length && length < *min_length) return "too_short";
  if (max_length && length > *max_length) return "too_long";
  return {};
}

auto table_field::bound_fault(const cell_scratch& scratch) const -> std::string_view {
  const bool is_nothing =
      (type == field_type::integer || type == field_type::number) && scratch.number.is_nan();
  if (minimum) {
    const auto order = is_nothing ? std::strong_ordering::less : compare(minimum->at, scratch);
    if (order < 0 || (order == 0 && !minimum->is_inside)) return "below_minimum";
  }
  if (maximum) {
    const auto order = is_nothing ? std::strong_ordering::greater : compare(maximum->at, scratch);
    if (order > 0 || (order == 0 && !maximum->is_inside)) return "above_maximum";
  }
  return {};
}

auto table_field::is_allowed(std::string_view cell, const cell_scratch& scratch) const -> bool {
  if (std::binary_search(allowed.begin(), allowed.end(), cell, std::less<>{})) return true;
  return !allowed_numbers.empty() && !scratch.number.is_nan() &&
         std::find(allowed_numbers.begin(), allowed_numbers.end(), scratch.number) != allowed_numbers.end();
}

auto table_field::fault_of(std::string_view cell, cell_scratch& scratch, bool is_typed) const
    -> std::string_view {
  if (is_missing(cell)) return required ? std::string_view("required") : std::string_view{};
  if (type != field_type::string && type != field_type::any) cell = text::trimmed(cell);
  if (!has_type(cell, scratch, is_typed)) return "type_error";
  if (min_length || max_length)
    if (const auto fault = length_fault(cell); !fault.empty()) return fault;
  if (minimum || maximum)
    if (const auto fault = bound_fault(scratch); !fault.empty()) return fault;
  if (pattern && !re2::RE2::FullMatch({cell.data(), cell.size()}, *pattern)) return "pattern_mismatch";
  if (!allowed.empty() && !is_allowed(cell, scratch)) return "not_allowed";
  return {};
}

auto table_field::value_text(std::string_view cell, cell_scratch& scratch, bool is_typed) const
    -> std::string_view {
  if (type == field_type::string || type == field_type::any) return cell;
  cell = text::trimmed(cell);
  if (type != field_type::integer && type != field_type::number) return cell;
  const auto& written = style_of(is_typed);
  const auto plain = type == field_type::integer ? plain_integer(cell, written, scratch.plain)
                                                 : plain_number(cell, written, scratch.plain);
  if (!plain) return cell;
  scratch.number.assign(*plain);
  scratch.plain.clear();
  scratch.number.append_text(scratch.plain);
  return scratch.plain;
}

}  // namespace waybill::rows
