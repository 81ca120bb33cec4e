// How a verb is written down for the library that reads the words. Internal to the files that list verbs.
#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "cli/kinds/room.hpp"
#include "cli/text.hpp"
#include "cli/verbs.hpp"

namespace waybill::cli {

/// A verb: its options live as long as the job does.
template <class Options>
auto verb(CLI::App& app, job& chosen, const std::string& name, const std::string& about, Options start = {})
    -> std::pair<CLI::App*, std::shared_ptr<Options>> {
  auto options = std::make_shared<Options>(std::move(start));
  auto* command = app.add_subcommand(name, about);
  command->callback([&chosen, options] { chosen = [options] { return run(*options); }; });
  return {command, options};
}

/// Digits alone: the library would take -3 as 2^64 - 3, and 010 as 8.
inline auto number_between(std::uint64_t low, std::uint64_t high) -> CLI::Validator {
  const CLI::Range range{low, high};
  return CLI::Validator{[range](std::string& text) -> std::string {
                          const bool digits = text.find_first_not_of("0123456789") == std::string::npos;
                          if (digits && (text.size() == 1 || !text.starts_with('0'))) return range(text);
                          return "'" + printable(text) + "' is no whole number without a zero in front";
                        },
                        range.get_description()};
}
inline auto whole_number() -> CLI::Validator { return number_between(0, 1'000'000'000'000'000'000); }
inline auto some_rows() -> CLI::Validator { return number_between(1, 1'000'000'000); }

/// The verbs of the console.
void add_console(CLI::App& app, job& chosen);

/// Where a verb does its work.
inline void add_target(CLI::App& command, target& where) {
  command.add_option("--server", where.server, "Running server, http://HOST:PORT (or WAYBILL_SERVER)");
  command.add_option("--token", where.token, "API token for the server (or WAYBILL_TOKEN)");
  command.add_option("--data", where.data, "Work offline, on this data directory");
  command.add_option("--user", where.user, "Offline: as this user (default: admin)");
  command.add_option("--config", where.config, "Offline: file of settings");
}

}  // namespace waybill::cli
