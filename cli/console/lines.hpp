// The console's verbs as words: what may be said, on the command line and at the prompt.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/verbs.hpp"
#include "events/result.hpp"

namespace waybill::cli {

/// Name ("log tail") and what it does, in the order in which people are told of them.
auto console_verbs() -> std::vector<std::pair<std::string, std::string>>;

/// A line at the prompt: the verb and what it takes. Nothing: help was asked for, and printed. Errors:
/// bad_value (a sentence for a person).
auto read_console_line(std::vector<std::string> words) -> result<std::optional<console_options>>;

}  // namespace waybill::cli
