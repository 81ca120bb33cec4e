// Accounts that nobody may use: on a data directory, as the others of `user`.
#pragma once

#include <string>

#include "cli/verbs.hpp"

namespace waybill::cli {

/// `user disable`, `user enable`.
struct disabling_options {
  target where;
  std::string name;
  bool disables = true;
};
auto run(const disabling_options& options) -> result<int>;

/// A line for who changes an account that is disabled. `name`: as it may be shown.
auto not_let_in(const std::string& name) -> std::string;

}  // namespace waybill::cli
