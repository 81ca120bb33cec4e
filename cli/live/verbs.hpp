// Verbs of the console that show the present.
#pragma once

#include "cli/verbs.hpp"
#include "console/client.hpp"
#include "events/result.hpp"

namespace waybill::cli {

auto console_actors(console::client& server, const console_options& options) -> result<int>;
/// Draws on the whole terminal until a person leaves it; with --json prints one document. Errors: bad_value
/// (there is no terminal, and no --json), those of `client::ask`, unavailable (the terminal is gone).
auto console_top(console::client& server, const console_options& options) -> result<int>;

}  // namespace waybill::cli
