// What people decided of a file's columns, kept with the project and found again when a file with the same
// header comes, in whatever order. Internal to this kind. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domains/leads/options.hpp"

namespace waybill::leads {

/// Of columns whose names come to the same, the first is meant first.
auto keep_mapping(std::span<const std::string_view> names, const std::vector<column_choice>& choices)
    -> kept_mapping;

/// The choices of the last one that was kept of columns of exactly these names; nothing: there is none.
auto find_mapping(std::span<const kept_mapping> kept, std::span<const std::string_view> names)
    -> std::optional<std::vector<column_choice>>;

/// Takes the place of another one of the same columns. The oldest go when there are too many.
void add_mapping(kept_mapping one, std::vector<kept_mapping>& to);

/// `[{"columns": [name], "mapping": [choice]}]`, oldest first.
auto mappings_json(const std::vector<kept_mapping>& from) -> nlohmann::json;
/// Of equal columns the last one counts. Errors: bad_value.
auto read_mappings(const nlohmann::json& from) -> result<std::vector<kept_mapping>>;

auto read_mapping(const nlohmann::json& from) -> result<kept_mapping>;

/// Of the kind (`kind_module::columns_to_keep`).
auto columns_to_keep(std::string_view findings) -> result<std::string>;

}  // namespace waybill::leads
