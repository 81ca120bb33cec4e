#include <iostream>

#include "cli/verbs.hpp"

namespace waybill::cli {

auto run(const version_options&) -> result<int> {
  // As CMakeLists.txt has it: a test of the binary compares the two.
  std::cout << "waybill 0.1.0\n" << std::flush;
  return exit_good;
}

}  // namespace waybill::cli
