#include <iostream>

#include "backup/version.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

auto version_text() -> std::string { return "waybill " + std::string(waybill_version); }

auto run(const version_options&) -> result<int> {
  std::cout << version_text() << "\n" << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
