// The words of the command line: what may be said, and which verb it means.
#pragma once

namespace waybill::cli {

/// Reads the arguments, runs the verb, prints what went wrong as one sentence. Answers the exit status: the
/// verb's own, or 2 for words that are not understood and for whatever the verb could not do. Once, from the
/// main thread.
auto run_command_line(int argc, char** argv) -> int;

}  // namespace waybill::cli
