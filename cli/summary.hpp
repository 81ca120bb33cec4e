// What became of an import, in words for a person.
#pragma once

#include <string>

#include "cli/client.hpp"
#include "cli/text.hpp"
#include "events/result.hpp"

namespace waybill::cli {

/// `imp_...: completed` and its counts, the time it took and its fault, a line each.
auto summary_of(const json& import) -> std::string;

/// What is to be known of its file, of which no record tells: a line with the codes that the guide explains;
/// "": nothing. `flags` lead to the same target.
auto warnings_of(const json& import, const std::string& flags) -> std::string;

/// One line of the API's records of an import of that kind: `record 5: url_missing: The item has no URL.
/// (Nameless)`.
auto record_line(const json& record, std::string_view kind) -> std::string;

/// The first ten failed records and how to see the others; "" when none failed. `flags` lead to the same
/// target.
auto failures_of(client& api, const json& import, const std::string& flags) -> result<std::string>;

}  // namespace waybill::cli
