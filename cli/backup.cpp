// backup, restore: on data directories, without a server.
#include <iostream>

#include "actors/backup_directory.hpp"
#include "actors/journal.hpp"
#include "cli/absolute_path.hpp"
#include "cli/connection.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {
auto run(const backup_options& options) -> result<int> {
  const auto loaded = load_settings(options.data, options.config);
  if (!loaded) return loaded.why();
  const auto& values = (*loaded).values;
  if (const auto there = require_store(values); !there) return there.why();
  journal::open("warn", false);
  const auto made = back_up_directory(values, absolute_path(options.folder), system_clock_source());
  if (!made && made.why().code == errc::locked)
    return error{errc::locked,
                 made.why().message +
                     " A running server makes its backups itself: by 'waybill console backup DIR', on its "
                     "page of administration, or by POST /api/v1/administration/backups.",
                 {}};
  if (!made) return made.why();
  std::cout << "Backup " << (*made).number << " in " << printable(options.folder)
            << " is finished: " << counted((*made).at, "event") << ", " << counted((*made).files, "file")
            << " of " << counted((*made).size_bytes, "byte") << ", " << counted((*made).copied_bytes, "byte")
            << " copied now.\n";
  if ((*made).missing_files > 0)
    std::cout << counted((*made).missing_files, "uploaded file") << " could not be copied.\n";
  std::cout << "  last event: position " << (*made).at << ", seal " << to_hex((*made).seal) << "\n"
            << std::flush;
  return (*made).missing_files > 0 ? exit_some_failed : exit_good;
}

auto run(const restore_options& options) -> result<int> {
  backup::restore_plan plan{absolute_path(options.folder), options.data, std::nullopt, system_clock_source()};
  if (!options.until.empty()) {
    const auto until = backup::parse_until(options.until);
    if (!until) return until.why();
    plan.until = *until;
  }
  // One that no other verb could name.
  if (const auto named = load(std::nullopt, {{"data.directory", options.data}}, {}, {}); !named)
    return named.why();
  journal::open("warn", false);
  const auto made = restore_directory(std::move(plan));
  if (!made) return made.why();
  const auto& done = *made;
  std::cout << "Backup " << done.from.number << " of " << to_rfc3339_ms(done.from.taken_at)
            << " was restored to " << printable(options.data) << ": " << counted(done.at, "event") << ".\n";
  if (done.has_unfinished)
    std::cout << "A later backup was begun in " << printable(options.folder)
              << " and cut off: it is none, and nothing of it is here.\n";
  if (!done.paused.empty())
    std::cout << "Paused, because they were not finished: " << counted(done.paused.size(), "import")
              << ". Resume those that are to go on:\n";
  for (const auto& one : done.paused) std::cout << "  " << printable(one.value) << "\n";
  if (!done.cancelled.empty())
    std::cout << "Cancelled, because they had not ended: " << counted(done.cancelled.size(), "bulk change")
              << ". What each had done stays until it is undone:\n";
  for (const auto& one : done.cancelled) std::cout << "  " << printable(one.value) << "\n";
  if (!done.missing.empty())
    std::cout << "Without their file, which the backup does not have: "
              << counted(done.missing.size(), "import") << ". They cannot go on:\n";
  for (const auto& one : done.missing)
    std::cout << "  " << printable(one.import.value) << "  " << printable(one.name) << "\n";
  std::cout << "Its read models are folded when it is opened: waybill serve --data "
            << printable(options.data) << "\n"
            << std::flush;
  return done.missing.empty() ? exit_good : exit_some_failed;
}

}  // namespace waybill::cli
