#include <iostream>

#include "cli/verbs.hpp"

namespace waybill::cli {

// As CMakeLists.txt has it: a test of the binary compares the two.
auto version_text() -> std::string { return "waybill 0.1.0"; }

auto run(const version_options&) -> result<int> {
  std::cout << version_text() << "\n" << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
