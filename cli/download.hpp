// An answer of the server as a file.
#pragma once

#include <string>

#include "cli/verbs.hpp"
#include "events/result.hpp"

namespace waybill::cli {

/// Writes what GET `path` answers to a file, as a whole or not at all; "" or "-": to standard output. Answers
/// the exit status. See docs/command_line.md.
auto download_to(const std::string& file, const target& where, const std::string& path) -> result<int>;

}  // namespace waybill::cli
