// Standard output that does not lose anything without a word. What cannot be written ends the command with
// status 74 and a sentence on standard error; a reader that went away (`| head -1`) ends it as it ends other
// programs: quietly, by SIGPIPE. Main thread only.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace waybill::cli::output {

/// To be called first in main, before anything may open a file. Closed descriptors 0, 1 and 2 are opened on
/// /dev/null, so that no file of ours gets their numbers; and the wrong way round, so that reading or writing
/// them fails as it does when they are closed. From here on SIGPIPE and SIGXFSZ are errors of write(2), and
/// new files are for their owner alone.
void prepare();

/// From here on std::cout notices what it could not write.
void watch();

/// Writes what waits. False: something was lost, now or before. Then nothing more is written.
auto flush() -> bool;
[[nodiscard]] inline auto lost() -> bool { return !flush(); }
/// Whether something was lost so far; writes nothing.
[[nodiscard]] auto has_lost() -> bool;

enum class importance : std::uint8_t {
  useful,        ///< a reader that went away did not want to know it
  irreplaceable  ///< it stood nowhere else: it is said, even so
};
/// What else has to be said when output is lost: "The token ... was made, but its text is lost."
void say_when_lost(std::string sentence, importance how = importance::irreplaceable);

/// Something else than standard output could not be written: `subject` ("The file x") and errno.
void note_loss(std::string_view subject, int number);

/// From here on what nobody takes for so long is lost (errno EAGAIN), whatever standard output is.
void wait_at_most(std::chrono::milliseconds time);

/// Losing output is no failure of this command: of a server, which goes on without.
void forgive();

/// Writes what waits; the exit status: `status`, or 74 when something was lost (which it says). Does not
/// return when a reader went away.
auto finish(int status) -> int;

}  // namespace waybill::cli::output
