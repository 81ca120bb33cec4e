#include "domains/leads/column_choice.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

namespace waybill::leads {
namespace {

using nlohmann::json;

constexpr std::uint64_t most_columns = 16'384;
constexpr std::size_t most_joined = 16;

auto bad(const std::string& rule) -> error { return {errc::bad_value, "'mapping' " + rule, {}}; }

auto index_in(const json& value) -> result<std::size_t> {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= most_columns)
    return bad("has an 'index' that is none: columns are counted from 0.");
  return value.get<std::size_t>();
}

auto field_in(const json& value) -> result<lead_field> {
  const auto found =
      value.is_string() ? lead_field_of(value.get_ref<const std::string&>()) : std::optional<lead_field>{};
  if (!found) return bad("names a 'field' that leads do not have.");
  return *found;
}

auto read_split(const json& value, column_choice& into) -> result<done> {
  std::vector<lead_field> fields;
  if (value.is_array())
    for (const auto& one : value)
      if (const auto field = field_in(one); field.ok()) fields.push_back(*field);
  const auto kind = value.size() == fields.size() ? split_into(fields) : split_kind::none;
  if (kind == split_kind::none)
    return bad(
        "splits a column into 'first_name' and 'last_name', or into 'postal_code' and 'city', and nothing "
        "else.");
  into.fields = kind == split_kind::name ? std::vector{lead_field::first_name, lead_field::last_name}
                                         : std::vector{lead_field::postal_code, lead_field::city};
  return done{};
}

auto read_join(const json& given, column_choice& into) -> result<done> {
  const auto field = field_in(given.value("field", json()));
  if (!field) return field.why();
  if (*field != lead_field::address && *field != lead_field::notes)
    return bad("joins columns into 'address' or 'notes' only.");
  const auto& columns = given["join"];
  if (!columns.is_array() || columns.size() > most_joined) return bad("joins up to 16 columns.");
  for (const auto& one : columns) {
    const auto index = index_in(one);
    if (!index) return index.why();
    if (std::find(into.columns.begin(), into.columns.end(), *index) != into.columns.end())
      return bad("joins a column with itself.");
    into.columns.push_back(*index);
  }
  into.fields = {*field};
  return done{};
}

auto read_column(const json& given, column_choice& into) -> result<done> {
  const auto index = index_in(given.value("index", json()));
  if (!index) return index.why();
  into.columns = {*index};
  if (given.contains("split")) return read_split(given["split"], into);
  if (!given.contains("field")) {
    into.columns.push_back(*index);
    return done{};
  }
  if (given["field"].is_null()) return done{};
  const auto field = field_in(given["field"]);
  if (!field) return field.why();
  into.fields = {*field};
  return done{};
}

auto read_one(const json& given) -> result<column_choice> {
  if (!given.is_object()) return bad("is a list of objects.");
  for (const auto& [key, value] : given.items())
    if (key != "index" && key != "field" && key != "split" && key != "join")
      return error{errc::unknown_field, "'mapping' has no '" + key.substr(0, 100) +
                                            "': it knows 'index', 'field', 'split' and 'join'."};
  column_choice made;
  auto went = given.contains("join") ? read_join(given, made) : read_column(given, made);
  if (!went) return std::move(went).why();
  return made;
}

auto share(const auto& a, const auto& b) -> bool {
  return std::any_of(a.begin(), a.end(),
                     [&](const auto& one) { return std::find(b.begin(), b.end(), one) != b.end(); });
}

}  // namespace

auto split_into(const std::vector<lead_field>& fields) -> split_kind {
  if (fields == std::vector{lead_field::first_name, lead_field::last_name}) return split_kind::name;
  const bool is_place = fields == std::vector{lead_field::postal_code, lead_field::city} ||
                        fields == std::vector{lead_field::city, lead_field::postal_code};
  return is_place ? split_kind::place : split_kind::none;
}

auto read_choices(const json& from) -> result<std::vector<column_choice>> {
  if (!from.is_array() || from.size() > most_columns) return bad("is a list.");
  std::vector<column_choice> all;
  std::set<std::size_t> columns;
  std::set<lead_field> fields;
  for (const auto& given : from) {
    auto one = read_one(given);
    if (!one) return std::move(one).why();
    for (const auto field : one->fields)
      if (!fields.insert(field).second)
        return bad("gives the field '" + std::string(name_of(field)) + "' to more than one column.");
    const std::set<std::size_t> own(one->columns.begin(), one->columns.end());
    for (const auto column : own)
      if (!columns.insert(column).second)
        return bad("names the column " + std::to_string(column) + " more than once.");
    all.push_back(std::move(*one));
  }
  return all;
}

auto choices_fit(const std::vector<column_choice>& choices, std::size_t columns) -> result<done> {
  for (const auto& one : choices)
    for (const auto column : one.columns)
      if (column >= columns)
        return {errc::bad_value, "'mapping' names the column " + std::to_string(column) +
                                     ", but the file has " + std::to_string(columns) +
                                     " columns, counted from 0."};
  return done{};
}

auto choices_json(const std::vector<column_choice>& from) -> json {
  auto list = json::array();
  for (const auto& one : from) {
    if (one.columns.empty() || (one.fields.empty() && one.columns.size() > 1)) continue;  // taken back
    auto& made = list.emplace_back(json::object());
    if (one.fields.size() > 1) {
      made = {{"index", one.columns.front()}, {"split", json::array()}};
      for (const auto field : one.fields) made["split"].push_back(name_of(field));
    } else if (one.columns.size() > 1) {
      made = {{"field", name_of(one.fields.front())}, {"join", one.columns}};
    } else {
      made["index"] = one.columns.front();
      made["field"] = one.fields.empty() ? json() : json(name_of(one.fields.front()));
    }
  }
  return list;
}

void merge_choices(const std::vector<column_choice>& later, std::vector<column_choice>& into) {
  for (const auto& one : later) {
    std::erase_if(into, [&](const auto& earlier) {
      return share(earlier.columns, one.columns) || share(earlier.fields, one.fields);
    });
    const bool taken_back = one.columns.empty() || (one.fields.empty() && one.columns.size() > 1);
    if (taken_back) continue;
    // One column that is joined with nothing has the field.
    into.push_back(one);
  }
  std::sort(into.begin(), into.end(), [](const auto& a, const auto& b) { return a.columns < b.columns; });
}

}  // namespace waybill::leads
