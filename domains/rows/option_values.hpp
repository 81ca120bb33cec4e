// Values of options as clients write them; those that say how a table is written are the same for every kind
// that reads tables. Errors: bad_value. Pure; any thread.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string_view>

#include "domains/rows/options.hpp"
#include "events/result.hpp"

namespace waybill::rows {

/// "'name' must be ..."
auto bad(std::string_view name, std::string_view rule) -> error;
auto take_truth(std::string_view name, const nlohmann::json& value, bool& into) -> result<done>;
auto take_number(std::string_view name, const nlohmann::json& value, std::int64_t least, std::int64_t most,
                 std::optional<std::size_t>& into) -> result<done>;
/// `into`: which of them it is.
auto take_choice(std::string_view name, const nlohmann::json& value,
                 std::span<const std::string_view> choices, std::size_t& into) -> result<done>;

/// `header_rows`, `delimiter`, `quote`, `escape`, `encoding`, `sheet`; nothing: it is another option.
auto take_dialect_part(std::string_view name, const nlohmann::json& value, import_options& into)
    -> std::optional<result<done>>;
/// Those of them that are given.
void put_dialect(const import_options& from, nlohmann::json& into);

}  // namespace waybill::rows
