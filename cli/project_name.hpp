// Projects as people name them on a command line.
#pragma once

#include <string>

#include "cli/client.hpp"

namespace waybill::cli {

/// The id of the project that is meant by its id or by its name, letter case aside. Errors: not_found;
/// bad_value (several are called so, letter case aside: their ids are named); those of the server.
auto project_id_of(client& api, const std::string& name_or_id) -> result<std::string>;

/// The path of a project's calls. Errors: those of `project_id_of`.
auto project_path(client& api, const std::string& name_or_id) -> result<std::string>;

}  // namespace waybill::cli
