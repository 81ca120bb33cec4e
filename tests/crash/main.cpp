// `./dev crash`: the rows of the crash table, one line each.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>

#include "tests/crash/rows.hpp"
#include "tests/crash/table.hpp"

namespace {

using namespace waybill::crash;

struct wishes {
  unsigned rounds = 0;  ///< 0: the short ones
  std::uint64_t seed = std::random_device{}();
  std::string row;   ///< only rows whose names begin so
  std::string into;  ///< the file of the table
};

auto read_wishes(int count, char** words) -> wishes {
  wishes made;
  for (int i = 1; i + 1 < count; i += 2) {
    const std::string name = words[i];
    if (name == "--rounds") made.rounds = static_cast<unsigned>(std::strtoul(words[i + 1], nullptr, 10));
    if (name == "--seed") made.seed = std::strtoull(words[i + 1], nullptr, 10);
    if (name == "--row") made.row = words[i + 1];
    if (name == "--into") made.into = words[i + 1];
  }
  return made;
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

}  // namespace

auto main(int count, char** words) -> int {
  const rlimit no_core{0, 0};  // actors that throw end the process: hundreds of dumps say nothing
  setrlimit(RLIMIT_CORE, &no_core);
  const auto asked = read_wishes(count, words);
  std::cout << "seed " << asked.seed << std::endl;
  const yardstick by;
  bool lost = false;
  std::map<std::string, std::string> lines;
  std::vector<std::string> order;
  const auto rows = all_rows();
  for (const auto& each : rows) order.push_back(each.fault);
  for (const auto& each : rows) {
    if (!each.name.starts_with(asked.row)) continue;
    const auto begin = std::chrono::steady_clock::now();
    const auto sum = run(each, by, asked);
    lost = lost || sum.lost > 0;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    lines[each.fault] = line_of(each.fault, each.name, asked.seed, sum);
    std::cout << lines[each.fault] << " " << took.count() << " s" << std::endl;
    if (!asked.into.empty()) write_lines(asked.into, lines, order);
    if (asked.rounds == 0 || sum.struck.size() < 2) continue;
    for (const auto& [name, times] : sum.struck) std::cout << "    " << name << " " << times << std::endl;
  }
  return lost ? 1 : 0;
}
