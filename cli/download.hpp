// An answer of the server as a file.
#pragma once

#include <functional>
#include <string>

#include "cli/client.hpp"
#include "cli/verbs.hpp"
#include "events/result.hpp"

namespace waybill::cli {

/// Writes what GET `path` answers to a file, as a whole or not at all; "" or "-": to standard output. Answers
/// the exit status. See docs/command_line.md.
auto download_to(const std::string& file, const target& where, const std::string& path) -> result<int>;

/// The same of a path that has to be asked for first.
using path_finder = std::function<result<std::string>(client&)>;
auto download_to(const std::string& file, const target& where, const path_finder& path_at) -> result<int>;

}  // namespace waybill::cli
