#include "domains/rows/schema/schema.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "domains/rows/schema/slips.hpp"

namespace waybill::rows {
namespace {

using nlohmann::json;

constexpr std::size_t most_fields = 16'384;
/// Each takes memory for every row of an import.
constexpr std::size_t most_uniques = 8;

constexpr auto names_with_effect = std::to_array<std::string_view>(
    {"fields", "primaryKey", "uniqueKeys", "foreignKeys", "missingValues", "fieldsMatch"});

auto refuse(std::string why) -> error { return {errc::bad_value, std::move(why)}; }

auto missing_values_of(const json& schema) -> result<std::vector<std::string>> {
  const auto found = schema.find("missingValues");
  if (found == schema.end()) return std::vector<std::string>{""};
  std::vector<std::string> all;
  if (!found->is_array()) return refuse("'missingValues' is no list of texts");
  for (const auto& one : *found) {
    const auto text = one.is_object() ? one.value("value", json()) : one;
    if (!text.is_string()) return refuse("'missingValues' is no list of texts");
    all.push_back(text.get<std::string>());
  }
  return all;
}

/// Names of columns, of which one may stand without a list.
auto columns_of(const json& names, std::string_view key, std::span<const table_field> fields)
    -> result<std::vector<std::size_t>> {
  const auto list = names.is_string() ? json::array({names}) : names;
  std::vector<std::size_t> all;
  for (const auto& name : list) {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const auto& one) {
      return name.is_string() && one.name == name.get_ref<const json::string_t&>();
    });
    if (found == fields.end())
      return refuse("'" + std::string(key) + "' names " + name.dump() + ", which is no field");
    all.push_back(static_cast<std::size_t>(found - fields.begin()));
  }
  if (!list.is_array() || all.empty()) return refuse("'" + std::string(key) + "' names no field");
  return all;
}

auto uniques_of(const json& schema, std::span<const table_field> fields)
    -> result<std::vector<unique_columns>> {
  std::vector<unique_columns> all;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].unique) all.push_back({{i}, false});
  if (const auto key = schema.find("primaryKey"); key != schema.end() && !key->empty()) {
    auto columns = columns_of(*key, "primaryKey", fields);
    if (!columns) return std::move(columns).why();
    all.push_back({std::move(*columns), true});
  }
  if (const auto keys = schema.find("uniqueKeys"); keys != schema.end()) {
    if (!keys->is_array()) return refuse("'uniqueKeys' is no list of lists of fields");
    for (const auto& key : *keys) {
      auto columns = columns_of(key, "uniqueKeys", fields);
      if (!columns) return std::move(columns).why();
      all.push_back({std::move(*columns), false});
    }
  }
  if (all.size() > most_uniques)
    return refuse("more than " + std::to_string(most_uniques) +
                  " columns or keys are to be unique; so many are not remembered");
  return all;
}

/// Must every field be a column?
auto wants_all(const json& schema) -> result<bool> {
  auto way = schema.value("fieldsMatch", json("usual"));
  if (way.is_array() && way.size() == 1) way = way[0];
  if (way == "exact" || way == "equal" || way == "subset") return true;
  if (way == "usual" || way == "superset" || way == "partial") return false;
  return refuse("'fieldsMatch' is exact, equal, subset, superset or partial");
}

}  // namespace

auto table_schema::read(std::string_view text) -> result<table_schema> {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto schema = json::parse(text, nullptr, false);
  if (!schema.is_object()) return refuse("it is no JSON object");
  const auto fields = schema.find("fields");
  if (fields == schema.end() || !fields->is_array() || fields->empty()) return refuse("it has no 'fields'");
  if (fields->size() > most_fields) return refuse("it has more fields than a table has columns");
  for (const auto& each : schema.items())
    if (const auto meant = meant_by(each.key(), names_with_effect); !meant.empty())
      return refuse("it has '" + each.key() + "'; is '" + std::string(meant) + "' meant?");
  if (const auto foreign = schema.find("foreignKeys"); foreign != schema.end() && !foreign->empty())
    return refuse(
        "it has 'foreignKeys', which are not held here: rows are held against their own table alone");
  const auto missing = missing_values_of(schema);
  if (!missing) return missing.why();
  table_schema made;
  for (const auto& one : *fields) {
    auto field = read_field(one.dump(-1, ' ', false, json::error_handler_t::replace), *missing);
    if (!field) return std::move(field).why();
    const bool twice = std::any_of(made.fields_.begin(), made.fields_.end(),
                                   [&](const auto& other) { return other.name == field->name; });
    if (twice) return refuse("the field '" + field->name + "' stands there twice");
    made.fields_.push_back(std::move(*field));
  }
  auto uniques = uniques_of(schema, made.fields_);
  if (!uniques) return std::move(uniques).why();
  made.uniques_ = std::move(*uniques);
  for (const auto& one : made.uniques_)
    for (const auto at : one.fields)
      if (one.required) made.fields_[at].required = true;
  const auto all = wants_all(schema);
  if (!all) return all.why();
  made.wants_all_ = *all;
  return made;
}

auto table_schema::missing_in(std::span<const std::string> columns) const -> const table_field* {
  for (const auto& field : fields_)
    if ((field.required || wants_all_) &&
        std::find(columns.begin(), columns.end(), field.name) == columns.end())
      return &field;
  return nullptr;
}

}  // namespace waybill::rows
