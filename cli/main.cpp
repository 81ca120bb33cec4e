#include <pthread.h>

#include <cstdlib>
#include <exception>
#include <iostream>
#include <string>

#include "cli/arguments.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/verbs.hpp"

/// Read by jemalloc when it starts. One arena for all of dozens of threads, which have caches of their own
/// for what is small: what is freed in one arena is not used by another. What nobody used for a tenth of a
/// second goes back to the system with the next thing that is allocated.
extern "C" const char* const malloc_conf = "narenas:1,dirty_decay_ms:100,muzzy_decay_ms:0,retain:false";

namespace {

void keep_stacks_small() {
  // Nothing here recurses by its input. The usual 8 MiB a thread are address space only, but where that is
  // limited the server could not start.
  constexpr std::size_t stack_bytes = 1 << 20;
  pthread_attr_t small;
  if (::pthread_attr_init(&small) != 0) return;
  ::pthread_attr_setstacksize(&small, stack_bytes);
  ::pthread_setattr_default_np(&small);
  ::pthread_attr_destroy(&small);
}

/// A thread that the system does not give, or an exception in one of a library's, ends the process where
/// nobody can catch it: not without a word.
[[noreturn]] void say_why_and_end() {
  std::string why = "the system gave it no thread, or too little memory (see ulimit -u and -v)";
  try {
    if (std::current_exception()) std::rethrow_exception(std::current_exception());
  } catch (const std::exception& fault) {
    why = fault.what();
  } catch (...) {
    why = "something unknown was thrown";
  }
  std::cerr << "waybill: stopped by a fault of its own: " << why << "\n";
  std::abort();
}

}  // namespace

auto main(int argc, char** argv) -> int {
  waybill::cli::output::prepare();
  waybill::cli::take_ending_signals();
  keep_stacks_small();
  std::set_terminate(say_why_and_end);
  waybill::cli::output::watch();
  try {
    return waybill::cli::run_command_line(argc, argv);
  } catch (const std::exception& fault) {
    std::cerr << "waybill: stopped by a fault of its own: " << fault.what() << "\n";
    return waybill::cli::exit_failed;
  }
}
