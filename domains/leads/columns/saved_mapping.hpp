// What people decided of a file's columns, found again when a file with the same header comes. Pure; any
// thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/field.hpp"

namespace waybill::leads {

/// The fields of columns, by their names. Of columns whose names come to the same, the first is meant first.
struct saved_mapping {
  struct column {
    std::string name;  ///< as `column_key` gives it
    std::optional<lead_field> field;
    friend auto operator==(const column&, const column&) -> bool = default;
  };
  std::vector<column> columns;  ///< by name
  friend auto operator==(const saved_mapping&, const saved_mapping&) -> bool = default;
};

/// `normalized_header`; of a name in which no letter of a-z and no digit stands the name itself.
auto column_key(std::string_view name) -> std::string;

/// `fields` are those of the columns of these names, in their order.
auto save_mapping(std::span<const std::string_view> names, std::span<const std::optional<lead_field>> fields)
    -> saved_mapping;

/// The last one that was made of columns of exactly these names, in any order; null: there is none.
auto find_mapping(std::span<const saved_mapping> saved, std::span<const std::string_view> names)
    -> const saved_mapping*;

/// The fields of the columns of a file that it was found for.
auto fields_of(const saved_mapping& saved, std::span<const std::string_view> names)
    -> std::vector<std::optional<lead_field>>;

}  // namespace waybill::leads
