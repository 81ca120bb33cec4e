// How a table is written, as the findings of an import keep and tell it. Pure; any thread.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string_view>

#include "formats/csv/dialect.hpp"
#include "formats/table.hpp"

namespace waybill {

/// A list with every part of a dialect, its value, and why it is that.
auto evidence_of(std::span<const formats::table_finding> parts) -> nlohmann::ordered_json;
/// The dialect that stands in the text of such findings. Nothing: none does, as in imports of earlier
/// versions.
auto dialect_in(std::string_view findings) -> std::optional<formats::csv::dialect>;

}  // namespace waybill
