// `waybill console` without a verb: a prompt that keeps one connection.
#pragma once

#include "cli/verbs.hpp"
#include "events/result.hpp"

namespace waybill::cli::live {

/// Until a person leaves it. Errors: bad_value (there is no terminal; says which verbs there are), and those
/// of the first connection.
auto run_prompt(const console_options& options) -> result<int>;

}  // namespace waybill::cli::live
