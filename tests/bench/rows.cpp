// Rows of tables end to end: kept by a key in order and scattered, held against a schema; beside libcsv and
// SQLite.
#include <algorithm>
#include <fstream>
#include <numeric>
#include <stdexcept>

#include "tests/bench/groups.hpp"
#include "tests/bench/table_runs.hpp"

namespace waybill::bench {
namespace {

/// What a schema usually says of such a table.
constexpr const char* schema = R"json({"fields": [
  {"name": "id", "type": "integer", "constraints": {"required": true, "minimum": 1}},
  {"name": "first_name", "constraints": {"required": true, "maxLength": 100}},
  {"name": "last_name", "constraints": {"required": true, "maxLength": 100}},
  {"name": "email", "format": "email"}, {"name": "phone"}, {"name": "city"},
  {"name": "postal_code", "constraints": {"minLength": 4}},
  {"name": "amount", "type": "number", "constraints": {"minimum": 0}},
  {"name": "created", "type": "date"}, {"name": "note"}]})json";

auto settings_in(const fs::path& folder) -> fs::path {
  std::ofstream(folder / "people.json") << schema;
  std::ofstream(folder / "w.conf") << "[type people]\nschema = people.json\nhandler = validate\n";
  return folder / "w.conf";
}

}  // namespace

void measure_rows(const plan& wanted, const table_taker& take) {
  const system_test::temp_directory scratch;
  const auto scattered = people(scratch / "scattered.csv", wanted.records, true);
  const auto ordered = people(scratch / "ordered.csv", wanted.records, false);
  const auto settings = settings_in(scratch.path());
  table made{"Rows of tables: " + grouped(static_cast<double>(wanted.records)) + " rows of 10 cells, " +
                 megabytes(scattered.bytes) + ", accepted to completed",
             {"what", "rows/s", "CPU us/row", "peak memory"},
             {}};
  const auto measure = [&](const char* what, const input_file& file, const char* options) {
    table_run run;
    for (int round = 0; round < wanted.rounds; ++round)
      import_table(scratch.path(), file, {options, settings}, run);
    made.rows.push_back(table_line(what, file, run));
  };
  const auto beside = [&](const char* what, const input_file& file, int rows, int cache_mib) {
    made.rows.push_back({what, grouped(peer_rate(scratch.path(), file, {rows, cache_mib})), "", ""});
  };
  measure("**`keep`, keys scattered**", scattered, R"({"key":["id"]})");
  beside("libcsv and SQLite, keys scattered, 500 rows a transaction", scattered, 500, 2);
  beside("the same, 10,000 rows a transaction, 64 MiB of cache", scattered, 10'000, 64);
  measure("**`keep`, keys in order**", ordered, R"({"key":["id"]})");
  beside("libcsv and SQLite, keys in order, 500 rows a transaction", ordered, 500, 2);
  measure("**`validate`**", ordered, R"({"type":"people"})");
  measure("`validate`, no result files", ordered, R"({"type":"people","create_result_files":false})");
  take(std::move(made));
}

}  // namespace waybill::bench
