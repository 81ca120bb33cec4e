// Tables that are measured, and one import of each.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "formats/xlsx/writer.hpp"
#include "tests/bench/house.hpp"

namespace waybill::bench {

/// Ten columns, about 97 bytes a row; the key is the first one.
auto people(const fs::path& path, std::uint64_t records, bool is_scattered) -> input_file;
/// Packs what was written. Throws when it cannot be.
void write_workbook(formats::xlsx::writer& from, const fs::path& path);
/// The same as a workbook.
auto people_in_workbook(const fs::path& path, std::uint64_t records) -> input_file;

struct table_run {
  std::vector<double> rates;  ///< rows a second, accepted to completed
  double cpu_s = 0;
  std::uint64_t peak_bytes = 0;
};

struct table_order {
  std::string options;
  fs::path settings{};  ///< the server's file of settings
  /// Is called with the import when it is completed.
  std::function<void(house&, const std::string& import)> then = [](house&, const std::string&) {};
};

/// By a server of its own, below `scratch`. Throws when not every row was taken.
void import_table(const fs::path& scratch, const input_file& file, const table_order& how, table_run& into);

/// How the peer works: libcsv and SQLite.
struct peer_order {
  int rows = 500;  ///< a transaction
  int cache_mib = 2;
  std::string keys = "a";               ///< the columns that are unique, from `a` on
  std::optional<std::uint64_t> kept{};  ///< rows that it has to have then; nothing: all
};
/// Rows a second. Throws when it does not have what it must.
auto peer_rate(const fs::path& scratch, const input_file& file, const peer_order& how) -> double;

/// A line of a table of figures.
auto table_line(const char* what, const input_file& file, const table_run& run) -> std::vector<std::string>;

}  // namespace waybill::bench
