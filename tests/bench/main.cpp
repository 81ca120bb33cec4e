// `waybill_bench [--records N] [--rounds N] [--quick] [--group NAME] [--into FILE]`: measures Waybill, what
// its disk could do, and a plain importer on SQLite, in one go and with the same file; prints the tables, and
// writes them between the markers of FILE.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "tests/bench/groups.hpp"
#include "tests/bench/report.hpp"

namespace {

using namespace waybill::bench;

struct group {
  const char* name;
  void (*measure)(const plan&, const table_taker&);
};
constexpr group groups[] = {
    {"speed", measure_speed},   {"sizes", measure_sizes},     {"log", measure_log},
    {"steps", measure_steps},   {"readers", measure_readers}, {"nodes", measure_nodes},
    {"tables", measure_tables}, {"rows", measure_rows},       {"handled", measure_handled},
    {"leads", measure_leads},   {"links", measure_links},     {"hostile", measure_hostile},
    {"search", measure_search}};
/// Only when they are named: what they measure stands in another group, too.
constexpr group parts[] = {{"again", measure_again}};

/// All groups, or the one that is named.
auto measure(const plan& wanted, const std::string& only) -> report {
  report made;
  const auto add = [&](table one) {
    std::printf("%s", one.text().c_str());
    std::fflush(stdout);
    made.push_back(std::move(one));
  };
  for (const auto& each : groups)
    if (only.empty() || only == each.name) each.measure(wanted, add);
  for (const auto& each : parts)
    if (only == each.name) each.measure(wanted, add);
  return made;
}

}  // namespace

int main(int argc, char** argv) {
  plan wanted;
  std::string into;
  std::string only;
  bool quick = false;
  CLI::App app{"Measures Waybill against its disk and against SQLite."};
  app.add_option("--records", wanted.records, "records of the main file")
      ->check(CLI::Range(1'000, 100'000'000));
  app.add_option("--rounds", wanted.rounds, "how often the main figures are measured; the median counts")
      ->check(CLI::Range(1, 99));
  app.add_flag("--quick", quick, "10,000 records, one round: does it still run?");
  auto* const one_group =
      app.add_option("--group", only, "measure this group alone")
          ->check(CLI::IsMember({"speed", "sizes", "log", "steps", "readers", "nodes", "tables", "rows",
                                 "handled", "leads", "links", "hostile", "search", "again"}));
  app.add_option("--into", into, "the file whose tables are replaced")->excludes(one_group);
  CLI11_PARSE(app, argc, argv);
  if (quick) wanted = {10'000, 1, 1};
  try {
    const auto made = measure(wanted, only);
    if (!into.empty()) write_report(made, wanted, into);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "waybill_bench: %s\n", fault.what());
    return 1;
  }
  return 0;
}
