// The rows of the crash table: a fault, how it is injected, and what a round of it found.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "tests/crash/life.hpp"

namespace waybill::crash {

using dice = std::mt19937_64;

/// What every round needs: an undisturbed life to compare with, and how often it passed each point.
struct yardstick {
  model_home home;
  ending expected;
  std::map<std::string, std::map<std::string, std::uint64_t>> passings;  ///< of a verb's points
  std::map<std::string, std::chrono::microseconds> lasts;                ///< of a phase
  yardstick();
};

/// One round. Throws `lost`; answers how many faults struck, by their names.
using round_of = std::function<std::map<std::string, std::uint64_t>(const yardstick&, std::uint64_t seed)>;

struct row {
  std::string name;   ///< for `--row`
  std::string fault;  ///< what goes wrong, for a person
  unsigned short_rounds;
  round_of round;
};

auto all_rows() -> std::vector<row>;

/// Rows about damaged files (damage.cpp).
auto damage_rows() -> std::vector<row>;

/// Rows about forged logs (forgery.cpp).
auto forgery_rows() -> std::vector<row>;

/// The engine against a model of it (model.cpp).
auto model_row() -> row;
/// Read models of another layout (outdated.cpp).
auto outdated_row() -> row;
void make_outdated(const st::fs::path& projections);
/// Kills while a stored file is checked (parsing.cpp).
auto parsing_row() -> row;
/// Kills while late ancestors come (orphans.cpp).
auto orphans_row() -> row;
/// Kills and power cuts while tables come row by row (tables.cpp).
auto tables_rows() -> std::vector<row>;
/// Kills and power cuts while bookmarks come from other programs' files (link_files.cpp).
auto link_files_rows() -> std::vector<row>;
/// Kills while rows are held against a schema (validated.cpp).
auto validated_row() -> row;
/// Kills and power cuts while rows go to a program, and to a server (handled.cpp).
auto handled_rows() -> std::vector<row>;
/// Kills while backups are made (backups.cpp).
auto backups_row() -> row;
/// An operator's verbs, and kills among them (operated.cpp).
auto operated_rows() -> std::vector<row>;
/// Kills while contacts are reviewed and committed (leads.cpp).
auto leads_row() -> row;
/// Kills while refused chunks wait (retries.cpp).
auto retries_row() -> row;
/// A limit of the address space (memory.cpp).
auto memory_row() -> row;
/// Whether rounds can strike this named point: an undisturbed life passes it, or a way back does.
auto in_reach(const yardstick& by, std::string_view point) -> bool;
/// Kills on the way back from another fault (recovery.cpp).
auto recovery_row() -> row;

/// Files of the binaries under test.
auto plain_binary() -> std::string;
auto faulty_binary() -> std::string;

}  // namespace waybill::crash
