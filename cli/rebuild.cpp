#include "actors/rebuild.hpp"

#include <iostream>

#include "actors/journal.hpp"
#include "cli/connection.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

auto run(const rebuild_options& options) -> result<int> {
  const auto loaded = load_settings(options.data, options.config);
  if (!loaded) return loaded.why();
  if (const auto there = require_store((*loaded).values); !there) return there.why();
  journal::open("warn", false);
  const auto report = rebuild((*loaded).values);
  if (!report) return report.why();
  const std::string unread = (*report).had_no_room
                                 ? "not read, for there was no room on the disk to open them"
                                 : "could not be read";
  const std::string verdict = (*report).equal() ? "They are the same, byte for byte.\n"
                              : (*report).had_no_room
                                  ? "They are what the log says now; whether they were is not known.\n"
                                  : "They were not what the log says; now they are.\n";
  std::cout << "The projections were dropped and folded again from " << counted((*report).events, "event")
            << ".\n  rows after:  SHA-256 " << to_hex((*report).after)
            << "\n  rows before: " << ((*report).before ? "SHA-256 " + to_hex(*(*report).before) : unread)
            << "\n"
            << verdict << std::flush;
  return (*report).equal() ? exit_good : exit_some_failed;
}

}  // namespace waybill::cli
