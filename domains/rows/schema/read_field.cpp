// A field of a schema, from its JSON.
#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "domains/rows/schema/schema.hpp"
#include "domains/rows/schema/slips.hpp"

namespace waybill::rows {
namespace {

using nlohmann::json;

/// What is wrong with a field; it is named in front.
auto bad(const table_field& of, const std::string& why) -> error {
  return {errc::bad_value, "the field '" + of.name + "' " + why};
}

auto text_at(const json& from, const char* key) -> std::string {
  const auto found = from.find(key);
  return found != from.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// A value of JSON as a table writes it.
auto as_cell(const json& value) -> std::string {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

auto take_format(const std::string& text, table_field& into) -> result<done> {
  const bool is_time =
      into.type == field_type::date || into.type == field_type::time || into.type == field_type::datetime;
  const auto take = [&](std::string_view name, field_format format, bool fits) {
    if (text != name || !fits) return false;
    into.format = format;
    return true;
  };
  const bool is_text = into.type == field_type::string;
  const bool is_place = into.type == field_type::geopoint;
  if (text.empty() || text == "default" || take("email", field_format::email, is_text) ||
      take("uri", field_format::uri, is_text) || take("uuid", field_format::uuid, is_text) ||
      take("binary", field_format::binary, is_text) || take("array", field_format::array, is_place) ||
      take("object", field_format::object, is_place) || take("any", field_format::any, is_time))
    return done{};
  if (!is_time || text.find('%') == std::string::npos)
    return bad(into, "has the format '" + text + "', which values of type " +
                         std::string(name_of(into.type)) + " do not have");
  auto pattern = time_pattern::read(text.starts_with("fmt:") ? text.substr(4) : text);
  if (!pattern) return bad(into, "has a format that " + pattern.why().message);
  into.format = field_format::pattern;
  into.pattern_of_time = std::move(*pattern);
  return done{};
}

auto take_texts(const json& from, const char* key, table_field& of, std::vector<std::string>& into)
    -> result<done> {
  const auto found = from.find(key);
  if (found == from.end()) return done{};
  if (!found->is_array()) return bad(of, "has a '" + std::string(key) + "' that is no list of texts");
  into.clear();
  for (const auto& one : *found) {
    const auto text = one.is_object() ? one.value("value", json()) : one;
    if (!text.is_string()) return bad(of, "has a '" + std::string(key) + "' that is no list of texts");
    into.push_back(text.get<std::string>());
  }
  return done{};
}

auto take_style(const json& from, table_field& into) -> result<done> {
  if (from.contains("decimalChar")) into.style.decimal_char = text_at(from, "decimalChar");
  into.style.group_char = text_at(from, "groupChar");
  if (const auto bare = from.find("bareNumber"); bare != from.end() && bare->is_boolean())
    into.style.bare = bare->get<bool>();
  if (into.style.decimal_char.empty() || into.style.decimal_char == into.style.group_char)
    return bad(into, "has no 'decimalChar', or the same as 'groupChar'");
  return done{};
}

auto take_truth(const json& value, std::string_view name, table_field& of, bool& into) -> result<done> {
  if (!value.is_boolean()) return bad(of, "has a '" + std::string(name) + "' that is not true or false");
  into = value.get<bool>();
  return done{};
}

auto take_length(const json& value, std::string_view name, const table_field& of,
                 std::optional<std::uint64_t>& into) -> result<done> {
  const bool has_length =
      of.type == field_type::string || of.type == field_type::array || of.type == field_type::object;
  if (!has_length || !value.is_number_unsigned())
    return bad(of, "has a '" + std::string(name) + "' that is no whole number, or no length to compare");
  into = value.get<std::uint64_t>();
  return done{};
}

auto measure(const std::string& cell, const table_field& of) -> measured {
  cell_scratch scratch;
  auto plain_field = of;
  plain_field.unique = true;  // so that numbers are measured
  if (!plain_field.has_type(cell, scratch)) {
    // A bound may also be written as values usually are.
    plain_field.format = field_format::usual;
    plain_field.style = {};
    if (!plain_field.has_type(cell, scratch)) return {};
  }
  if (of.type == field_type::integer || of.type == field_type::number) return scratch.number;
  return scratch.time;
}

auto take_bound(const json& value, std::string_view name, const table_field& of, bool is_inside,
                std::optional<field_bound>& into) -> result<done> {
  switch (of.type) {
    case field_type::integer:
    case field_type::number:
    case field_type::date:
    case field_type::time:
    case field_type::datetime:
    case field_type::year:
    case field_type::yearmonth:
      break;
    default:
      return bad(of, "has a '" + std::string(name) + "', but its values are not larger or smaller");
  }
  auto at = measure(as_cell(value), of);
  if (at.index() == 0) return bad(of, "has a '" + std::string(name) + "' that is no value of its type");
  into = field_bound{std::move(at), is_inside};
  return done{};
}

auto take_pattern(const json& value, table_field& into) -> result<done> {
  constexpr std::int64_t most_memory_bytes = 4 << 20;
  if (!value.is_string()) return bad(into, "has a 'pattern' that is no text");
  re2::RE2::Options how;
  how.set_log_errors(false);
  how.set_max_mem(most_memory_bytes);
  auto made = std::make_shared<const re2::RE2>(value.get<std::string>(), how);
  if (!made->ok())
    return bad(into, "has a 'pattern' that is not taken (" + made->error() +
                         "); patterns are those of RE2: without references and look-around");
  into.pattern = std::move(made);
  return done{};
}

void allow(std::vector<std::string> values, table_field& into) {
  into.allowed = std::move(values);
  into.allowed_numbers.clear();
  for (const auto& one : into.allowed) {
    const auto measured_as = measure(one, into);
    if (const auto* number = std::get_if<decimal>(&measured_as)) into.allowed_numbers.push_back(*number);
  }
  std::sort(into.allowed.begin(), into.allowed.end());
}

auto take_list(const json& value, table_field& into) -> result<done> {
  if (!value.is_array() || value.empty()) return bad(into, "has an 'enum' that is no list of values");
  std::vector<std::string> values;
  for (const auto& one : value) values.push_back(as_cell(one));
  allow(std::move(values), into);
  return done{};
}

/// `categories` of version 2: values, or objects with a value and a label. With `enum` both are held.
auto take_categories(const json& from, table_field& into) -> result<done> {
  const auto found = from.find("categories");
  if (found == from.end()) return done{};
  if (into.type != field_type::string && into.type != field_type::integer)
    return bad(into,
               "has 'categories', which values of type " + std::string(name_of(into.type)) + " do not have");
  if (!found->is_array() || found->empty()) return bad(into, "has 'categories' that are no list of values");
  std::vector<std::string> values;
  for (const auto& one : *found) {
    const auto value = one.is_object() ? one.value("value", json()) : one;
    if (!value.is_string() && !value.is_number_integer())
      return bad(into, "has 'categories' that are no list of values");
    auto cell = as_cell(value);
    if (into.allowed.empty() || std::binary_search(into.allowed.begin(), into.allowed.end(), cell))
      values.push_back(std::move(cell));
  }
  if (values.empty()) return bad(into, "has no value that both its 'categories' and its 'enum' have");
  allow(std::move(values), into);
  return done{};
}

struct constraint {
  std::string_view name;
  result<done> (*take)(const json& value, std::string_view name, table_field& into);
};
constexpr auto constraints = std::to_array<constraint>({
    {"required",
     [](auto& value, auto name, auto& into) { return take_truth(value, name, into, into.required); }},
    {"unique", [](auto& value, auto name, auto& into) { return take_truth(value, name, into, into.unique); }},
    {"minLength",
     [](auto& value, auto name, auto& into) { return take_length(value, name, into, into.min_length); }},
    {"maxLength",
     [](auto& value, auto name, auto& into) { return take_length(value, name, into, into.max_length); }},
    {"minimum",
     [](auto& value, auto name, auto& into) { return take_bound(value, name, into, true, into.minimum); }},
    {"exclusiveMinimum",
     [](auto& value, auto name, auto& into) { return take_bound(value, name, into, false, into.minimum); }},
    {"maximum",
     [](auto& value, auto name, auto& into) { return take_bound(value, name, into, true, into.maximum); }},
    {"exclusiveMaximum",
     [](auto& value, auto name, auto& into) { return take_bound(value, name, into, false, into.maximum); }},
    {"pattern", [](auto& value, auto, auto& into) { return take_pattern(value, into); }},
    {"enum", [](auto& value, auto, auto& into) { return take_list(value, into); }},
});

auto constraint_named(std::string_view name) -> const constraint* {
  const auto* const found = std::ranges::find(constraints, name, &constraint::name);
  return found == constraints.end() ? nullptr : &*found;
}

auto take_constraints(const json& from, table_field& into) -> result<done> {
  const auto given = from.find("constraints");
  if (given == from.end()) return done{};
  if (!given->is_object()) return bad(into, "has 'constraints' that are no object");
  for (const auto& [name, value] : given->items()) {
    const auto* const one = constraint_named(name);
    if (one == nullptr) return bad(into, "has the constraint '" + name + "', which is not known here");
    if (auto taken = one->take(value, name, into); !taken) return std::move(taken).why();
  }
  return done{};
}

constexpr auto names_with_effect = std::to_array<std::string_view>(
    {"constraints", "categories", "format", "type", "trueValues", "falseValues", "missingValues",
     "decimalChar", "groupChar", "bareNumber"});

/// A schema may have properties of its own. One that would do something if it stood elsewhere, or were
/// spelled right, is a slip; and the rows that it lets through tell nobody.
auto find_slips(const json& from, const table_field& of) -> result<done> {
  for (const auto& [name, value] : from.items()) {
    if (constraint_named(name) != nullptr)
      return bad(of, "has '" + name + "' beside its 'constraints'; it belongs into them");
    if (const auto meant = meant_by(name, names_with_effect); !meant.empty())
      return bad(of, "has '" + name + "'; is '" + std::string(meant) + "' meant?");
  }
  return done{};
}

}  // namespace

auto read_field(const std::string& text, const std::vector<std::string>& missing_values)
    -> result<table_field> {
  const auto from = json::parse(text, nullptr, false);
  table_field made;
  if (from.is_object()) made.name = text_at(from, "name");
  if (made.name.empty()) return {errc::bad_value, "a field has no 'name'"};
  if (auto fine = find_slips(from, made); !fine) return std::move(fine).why();
  made.title = text_at(from, "title");
  made.description = text_at(from, "description");
  made.missing_values = missing_values;
  // Without a type a field is text in version 1 of the standard, and anything in version 2: which is the same
  // here.
  const auto type = from.contains("type") ? as_cell(from["type"]) : std::string("string");
  const auto known = field_type_of(type);
  if (!known) return bad(made, "has the type '" + type + "', which is not known here");
  made.type = *known;
  if (auto taken = take_format(text_at(from, "format"), made); !taken) return std::move(taken).why();
  if (auto taken = take_style(from, made); !taken) return std::move(taken).why();
  if (auto taken = take_texts(from, "trueValues", made, made.true_values); !taken)
    return std::move(taken).why();
  if (auto taken = take_texts(from, "falseValues", made, made.false_values); !taken)
    return std::move(taken).why();
  if (auto taken = take_texts(from, "missingValues", made, made.missing_values); !taken)
    return std::move(taken).why();
  if (auto taken = take_constraints(from, made); !taken) return std::move(taken).why();
  if (auto taken = take_categories(from, made); !taken) return std::move(taken).why();
  return made;
}

}  // namespace waybill::rows
