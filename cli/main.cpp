#include <csignal>
#include <exception>
#include <iostream>

#include "cli/arguments.hpp"
#include "cli/verbs.hpp"

auto main(int argc, char** argv) -> int {
  // A peer that goes away is an answer of write(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return waybill::cli::run_command_line(argc, argv);
  } catch (const std::exception& fault) {
    std::cerr << "waybill: stopped by a fault of its own: " << fault.what() << "\n";
    return waybill::cli::exit_failed;
  }
}
