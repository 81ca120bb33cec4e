#include "domains/leads/kept_mapping.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "domains/leads/column_choice.hpp"
#include "domains/leads/columns/header_words.hpp"
#include "domains/rows/findings.hpp"
#include "formats/table.hpp"

namespace waybill::leads {
namespace {

using nlohmann::json;

/// All of a project together stand in its event, and in the answer that shows the project.
constexpr std::size_t most_mappings = 50;
constexpr std::size_t most_bytes = 64 << 10;

/// `normalized_header`; of a name in which no letter of a-z and no digit stands the name itself.
auto column_key(std::string_view name) -> std::string {
  auto key = normalized_header(name);
  return key.empty() ? std::string(formats::trimmed_cell(name)) : key;
}

struct ordered_columns {
  std::vector<std::string> keys;   ///< in order
  std::vector<std::size_t> index;  ///< of the column of each; of equal ones the first first
};

auto in_order(std::span<const std::string_view> names) -> ordered_columns {
  std::vector<std::string> keys;
  for (const auto name : names) keys.push_back(column_key(name));
  ordered_columns made;
  made.index.resize(names.size());
  std::iota(made.index.begin(), made.index.end(), std::size_t{0});
  std::ranges::stable_sort(made.index, {}, [&](auto i) -> const std::string& { return keys[i]; });
  for (const auto i : made.index) made.keys.push_back(keys[i]);
  return made;
}

/// With `to[i]` for each column i; what has none is left out.
auto renumbered(const std::vector<column_choice>& choices, const std::vector<std::size_t>& to)
    -> std::vector<column_choice> {
  std::vector<column_choice> made;
  for (auto one : choices) {
    if (std::ranges::any_of(one.columns, [&](auto column) { return column >= to.size(); })) continue;
    for (auto& column : one.columns) column = to[column];
    made.push_back(std::move(one));
  }
  return made;
}

auto has_names(const json& value) -> bool {
  return value.is_array() && !value.empty() &&
         std::ranges::all_of(value, [](const auto& one) { return one.is_string(); });
}

auto read_one(const json& given) -> result<kept_mapping> {
  if (!given.is_object() || given.size() != 2 || !has_names(given.value("columns", json())) ||
      !given.contains("mapping"))
    return {errc::bad_value, "'mappings' is a list of objects of 'columns' and 'mapping'."};
  auto choices = read_choices(given["mapping"]);
  if (!choices) return std::move(choices).why();
  // What is taken back there is nothing to be kept.
  std::vector<column_choice> kept;
  merge_choices(*choices, kept);
  std::vector<std::string_view> names;
  for (const auto& one : given["columns"]) names.push_back(one.get_ref<const std::string&>());
  for (const auto& one : kept)
    for (const auto column : one.columns)
      if (column >= names.size())
        return {errc::bad_value, "'mappings' has a 'mapping' of more columns than its 'columns'."};
  return keep_mapping(names, kept);
}

/// One column of a file as its findings tell of it. Nothing: it says nothing of its own.
auto choice_of(const json& column) -> json {
  if (column.contains("split")) return {{"index", column["index"]}, {"split", column["split"]}};
  if (column.contains("join")) {
    // Told with each of its columns: it is one choice.
    if (column["join"].empty() || column["join"].front() != column["index"]) return {};
    return {{"field", column.value("joined_into", json())}, {"join", column["join"]}};
  }
  return {{"index", column["index"]}, {"field", column.value("field", json())}};
}

/// All that the findings of a file say of its columns. Errors: bad_value.
auto choices_in(std::string_view findings) -> result<std::vector<column_choice>> {
  const auto all = json::parse(findings, nullptr, false);
  auto list = json::array();
  if (all.is_object() && all.value("mapping", json()).is_array())
    for (const auto& column : all["mapping"])
      if (auto choice = column.contains("index") ? choice_of(column) : json(); choice.is_object())
        list.push_back(std::move(choice));
  return read_choices(list);
}

}  // namespace

auto keep_mapping(std::span<const std::string_view> names, const std::vector<column_choice>& choices)
    -> kept_mapping {
  auto columns = in_order(names);
  std::vector<std::size_t> place(names.size());
  for (std::size_t i = 0; i < columns.index.size(); ++i) place[columns.index[i]] = i;
  return {std::move(columns.keys), renumbered(choices, place)};
}

auto find_mapping(std::span<const kept_mapping> kept, std::span<const std::string_view> names)
    -> std::optional<std::vector<column_choice>> {
  if (kept.empty()) return std::nullopt;
  const auto columns = in_order(names);
  for (auto one = kept.rbegin(); one != kept.rend(); ++one)
    if (one->columns == columns.keys) return renumbered(one->choices, columns.index);
  return std::nullopt;
}

void add_mapping(kept_mapping one, std::vector<kept_mapping>& to) {
  std::erase_if(to, [&](const auto& other) { return other.columns == one.columns; });
  to.push_back(std::move(one));
  while (to.size() > 1 && (to.size() > most_mappings || mappings_json(to).dump().size() > most_bytes))
    to.erase(to.begin());
}

auto mappings_json(const std::vector<kept_mapping>& from) -> json {
  auto list = json::array();
  for (const auto& one : from)
    list.push_back({{"columns", one.columns}, {"mapping", choices_json(one.choices)}});
  return list;
}

auto read_mappings(const json& from) -> result<std::vector<kept_mapping>> {
  if (!from.is_array())
    return {errc::bad_value, "'mappings' is a list of objects of 'columns' and 'mapping'."};
  if (from.size() > most_mappings || from.dump().size() > most_bytes)
    return {errc::bad_value, "'mappings' is a list of at most 50 entries, and at most 64 KiB of them."};
  std::vector<kept_mapping> all;
  for (const auto& given : from) {
    auto one = read_one(given);
    if (!one) return std::move(one).why();
    add_mapping(std::move(*one), all);
  }
  return all;
}

auto read_mapping(const json& from) -> result<kept_mapping> { return read_one(from); }

auto columns_to_keep(std::string_view findings) -> result<std::string> {
  const auto columns = rows::columns_in(findings);
  if (!columns) return {errc::bad_value, "The file has too many columns for its mapping to be kept."};
  auto choices = choices_in(findings);
  if (!choices) return std::move(choices).why();
  const json one{{"columns", *columns}, {"mapping", choices_json(*choices)}};
  if (one.dump().size() > most_bytes)
    return {errc::bad_value, "The file has too many columns for its mapping to be kept."};
  return json{{"add_mapping", one}}.dump();
}

}  // namespace waybill::leads
