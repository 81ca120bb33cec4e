// Single options as clients write them. Internal to this kind. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "domains/leads/options.hpp"

namespace waybill::leads {

/// What is said goes before what `into` has. Errors: bad_value, unknown_field.
auto take_options(const nlohmann::json& given, import_options& into) -> result<done>;
/// A part of the dialect: null is found again. Nothing: it is another option.
auto take_dialect(std::string_view name, const nlohmann::json& value, import_options& into)
    -> std::optional<result<done>>;
/// Of the parts of the dialect together.
auto dialect_fits(const import_options& all) -> result<done>;

}  // namespace waybill::leads
