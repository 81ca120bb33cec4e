// `waybill console actors`.
#include "cli/console/verbs.hpp"
#include "cli/live/actor_lines.hpp"
#include "cli/live/verbs.hpp"

namespace waybill::cli {

auto console_actors(console::client& server, const console_options& options) -> result<int> {
  const auto told = ask_console<console::actors_told>(server, console::actors_asked{options.limit});
  if (!told) return told.why();
  if (options.json) {
    say_document(live::document_of(*told));
  } else {
    for (const auto& line : live::lines_of(*told)) say(line);
  }
  return exit_good;
}

}  // namespace waybill::cli
