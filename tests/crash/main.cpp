// `./dev crash`: the rows of the crash table, one line each.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <iostream>
#include <random>
#include <set>

#include "tests/crash/named_points.hpp"
#include "tests/crash/rows.hpp"
#include "tests/crash/table.hpp"

namespace {

using namespace waybill::crash;

struct wishes {
  unsigned rounds = 0;  ///< 0: the short ones
  std::uint64_t seed = std::random_device{}();
  std::string row;   ///< only rows whose names begin so
  std::string into;  ///< the file of the table
  std::string keep;  ///< the folder for what is left of lost rounds
};

/// Rows whose names begin so; none when nobody is named so.
auto rows_named(const std::string& name) -> std::vector<row> {
  auto rows = all_rows();
  std::erase_if(rows, [&](const row& each) { return !each.name.starts_with(name); });
  return rows;
}

auto known_row(const std::string& name) -> std::string {
  if (!rows_named(name).empty()) return {};
  std::string text = "there is no row '" + name + "'; there are:";
  for (const auto& each : all_rows()) text += " " + each.name;
  return text;
}

/// Every round has a seed of its own, so that one can be repeated alone: `--row NAME --rounds 1 --seed SEED`.
auto run(const row& what, const yardstick& by, const wishes& asked) -> tally {
  tally sum;
  const auto few = std::max<std::size_t>(1, waybill::tests::bulk(what.short_rounds));
  const auto rounds = asked.rounds != 0 ? asked.rounds : few;
  for (; sum.rounds < rounds; ++sum.rounds) {
    const auto seed = asked.seed + sum.rounds;
    try {
      for (const auto& [name, times] : what.round(by, seed)) sum.struck[name] += times;
    } catch (const std::exception& why) {
      ++sum.lost;
      std::cout << "LOST: " << what.name << " --seed " << seed << ": " << why.what() << std::endl;
    }
  }
  return sum;
}

using tallies = std::map<std::string, tally>;

/// Named points of the sources against what the two rows of kills at them can strike, and did. Answers
/// whether each is in their reach.
auto tell_of_points(const yardstick& by, const tallies& of) -> bool {
  std::set<std::string> struck;
  for (const auto* name : {"kill.points", "kill.recovery"})
    if (const auto found = of.find(name); found != of.end())
      for (const auto& [point, times] : found->second.struck) struck.insert(point);
  if (struck.empty()) return true;
  std::string missed, beyond;
  for (const auto point : named_points) {
    const bool asked = of.contains(of_the_way_back(point) ? "kill.recovery" : "kill.points");
    if (asked && !struck.contains(std::string(point))) missed += " " + std::string(point);
    if (!in_reach(by, point)) beyond += " " + std::string(point);
  }
  std::cout << "    struck: " << struck.size() << " of " << named_points.size() << " named points"
            << (missed.empty() ? "" : "; not in these rounds:") << missed << std::endl;
  if (!beyond.empty()) std::cout << "NOBODY REACHES:" << beyond << std::endl;
  return beyond.empty();
}

/// All rows that are asked for, one line each. Answers whether nothing was lost.
auto run_all(const wishes& asked) -> bool {
  std::cout << "seed " << asked.seed << std::endl;
  const yardstick by;
  bool lost = false;
  tallies of;
  std::map<std::string, std::string> lines;
  std::vector<std::string> order;
  for (const auto& each : all_rows()) order.push_back(each.fault);
  for (const auto& each : rows_named(asked.row)) {
    const auto begin = std::chrono::steady_clock::now();
    const auto sum = of[each.name] = run(each, by, asked);
    lost = lost || sum.lost > 0;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    lines[each.fault] = line_of(each.fault, each.name, asked.seed, sum);
    std::cout << lines[each.fault] << " " << took.count() << " s" << std::endl;
    if (!asked.into.empty()) write_lines(asked.into, lines, order);
    if (asked.rounds == 0 || sum.struck.size() < 2) continue;
    for (const auto& [name, times] : sum.struck) std::cout << "    " << name << " " << times << std::endl;
  }
  const bool reached = tell_of_points(by, of);
  return !lost && reached;
}

}  // namespace

auto main(int count, char** words) -> int {
  const rlimit no_core{0, 0};  // actors that throw end the process: hundreds of dumps say nothing
  setrlimit(RLIMIT_CORE, &no_core);
  wishes asked;
  CLI::App app{"Kills, power cuts, failing disks, damaged files: the rows of docs/crash-table.md."};
  app.add_option("--rounds", asked.rounds, "of each row; without it, a few");
  app.add_option("--seed", asked.seed, "of the first round; every further one has the next");
  app.add_option("--row", asked.row, "only rows whose names begin so")->check(known_row);
  app.add_option("--keep", asked.keep,
                 "a folder for the data and the journals of rounds that lost something");
  app.add_option("--into", asked.into, "the file whose table is rewritten")->check(CLI::ExistingFile);
  try {
    app.parse(count, words);
  } catch (const CLI::ParseError& why) {
    return app.exit(why) == 0 ? 0 : 2;
  }
  house::keep_lost_in(asked.keep);
  return run_all(asked) ? 0 : 1;
}
