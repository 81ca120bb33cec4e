// `waybill_bench [--records N] [--rounds N] [--quick] [--into FILE]`: measures Waybill, what its disk could
// do, and a plain importer on SQLite, in one go and with the same file; prints the tables, and writes them
// between the markers of FILE.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "tests/bench/groups.hpp"
#include "tests/bench/report.hpp"

namespace {

using namespace waybill::bench;

auto measure_all(const plan& wanted) -> report {
  report made;
  const auto add = [&](table one) {
    std::printf("%s", one.text().c_str());
    std::fflush(stdout);
    made.push_back(std::move(one));
  };
  measure_speed(wanted, add);
  measure_sizes(wanted, add);
  measure_log(wanted, add);
  measure_readers(wanted, add);
  return made;
}

}  // namespace

int main(int argc, char** argv) {
  plan wanted;
  std::string into;
  bool quick = false;
  CLI::App app{"Measures Waybill against its disk and against SQLite."};
  app.add_option("--records", wanted.records, "records of the main file")
      ->check(CLI::Range(1'000, 100'000'000));
  app.add_option("--rounds", wanted.rounds, "how often the main figures are measured; the median counts")
      ->check(CLI::Range(1, 99));
  app.add_flag("--quick", quick, "10,000 records, one round: does it still run?");
  app.add_option("--into", into, "the file whose tables are replaced");
  CLI11_PARSE(app, argc, argv);
  if (quick) wanted = {10'000, 1, 1};
  try {
    const auto made = measure_all(wanted);
    if (!into.empty()) write_report(made, wanted, into);
  } catch (const std::exception& fault) {
    std::fprintf(stderr, "waybill_bench: %s\n", fault.what());
    return 1;
  }
  return 0;
}
