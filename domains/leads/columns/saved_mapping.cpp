#include "domains/leads/columns/saved_mapping.hpp"

#include <algorithm>
#include <numeric>

#include "domains/leads/columns/header_words.hpp"
#include "formats/table.hpp"

namespace waybill::leads {
namespace {

struct ordered_columns {
  std::vector<std::string> keys;   ///< of the columns
  std::vector<std::size_t> order;  ///< columns by key; of equal ones the first first
};

auto in_order(std::span<const std::string_view> names) -> ordered_columns {
  ordered_columns made;
  for (const auto name : names) made.keys.push_back(column_key(name));
  made.order.resize(names.size());
  std::iota(made.order.begin(), made.order.end(), std::size_t{0});
  std::stable_sort(made.order.begin(), made.order.end(),
                   [&](auto a, auto b) { return made.keys[a] < made.keys[b]; });
  return made;
}

auto fits(const saved_mapping& saved, const ordered_columns& columns) -> bool {
  return std::equal(saved.columns.begin(), saved.columns.end(), columns.order.begin(), columns.order.end(),
                    [&](const auto& one, auto index) { return one.name == columns.keys[index]; });
}

}  // namespace

auto column_key(std::string_view name) -> std::string {
  auto key = normalized_header(name);
  return key.empty() ? std::string(formats::trimmed_cell(name)) : key;
}

auto save_mapping(std::span<const std::string_view> names, std::span<const std::optional<lead_field>> fields)
    -> saved_mapping {
  const auto columns = in_order(names);
  saved_mapping made;
  for (const auto index : columns.order)
    made.columns.push_back({columns.keys[index], index < fields.size() ? fields[index] : std::nullopt});
  return made;
}

auto find_mapping(std::span<const saved_mapping> saved, std::span<const std::string_view> names)
    -> const saved_mapping* {
  const auto columns = in_order(names);
  const auto found =
      std::find_if(saved.rbegin(), saved.rend(), [&](const auto& one) { return fits(one, columns); });
  return found == saved.rend() ? nullptr : &*found;
}

auto fields_of(const saved_mapping& saved, std::span<const std::string_view> names)
    -> std::vector<std::optional<lead_field>> {
  const auto columns = in_order(names);
  std::vector<std::optional<lead_field>> fields(names.size());
  if (!fits(saved, columns)) return fields;
  for (std::size_t i = 0; i < columns.order.size(); ++i) fields[columns.order[i]] = saved.columns[i].field;
  return fields;
}

}  // namespace waybill::leads
