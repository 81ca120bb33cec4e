// Reading a table of separated values, with all checks, beside libcsv doing less; and workbooks, through
// their spool.
#include <csv.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>

#include "formats/csv/table.hpp"
#include "formats/xlsx/spool.hpp"
#include "formats/xlsx/table.hpp"
#include "formats/xlsx/writer.hpp"
#include "tests/bench/groups.hpp"
#include "tests/bench/table_runs.hpp"

namespace waybill::bench {
namespace {

using namespace formats;

/// Ten columns of what people keep, about 97 bytes a row; one name in eight with an accent.
auto people(std::uint64_t records) -> std::string {
  std::string text = "id,first_name,last_name,email,phone,city,postal_code,amount,created,note\n";
  for (std::uint64_t i = 0; i < records; ++i) {
    const auto number = std::to_string(i);
    text.append(number).append(i % 8 == 0 ? ",Zo\u00e9,Martin" : ",Anna,Martin").append(number);
    text.append(",anna").append(number).append("@example.org,+33199001234,Lyon,69003,");
    text.append(std::to_string(i % 10'000)).append(".50,2025-03-04,");
    text.append(i % 16 == 0 ? "\"said \"\"call, please\"\"\"\n" : "some note here\n");
  }
  return text;
}

/// Bytes that are in memory already: the disk is not what is measured.
class held final : public byte_source {
 public:
  explicit held(std::string_view bytes) : left_(bytes) {}
  auto read(char* into, std::size_t size) -> std::int64_t override {
    const auto part = left_.substr(0, size);
    std::memcpy(into, part.data(), part.size());
    left_.remove_prefix(part.size());
    return static_cast<std::int64_t>(part.size());
  }

 private:
  std::string_view left_;
};

auto check(std::string_view text) -> csv::checked_table {
  constexpr std::size_t piece_bytes = 64 << 10;
  csv::checker checker;
  for (std::size_t at = 0; at < text.size(); at += piece_bytes) checker.feed(text.substr(at, piece_bytes));
  auto answer = checker.finish();
  if (auto* const checked = std::get_if<csv::checked_table>(&answer)) return std::move(*checked);
  throw std::runtime_error("the table of the benchmark is none");
}

/// Cells, so that nothing is left out.
auto read(std::string_view text, const csv::checked_table& known) -> std::uint64_t {
  const auto& head = known.found.head;
  const auto source =
      csv::open_table(std::make_unique<held>(text.substr(static_cast<std::size_t>(head.rows_at.offset))),
                      known.with, head.rows_at, head.names.size());
  std::uint64_t cells = 0;
  while (const auto* const one = source->next()) cells += one->cells.size();
  return cells;
}

auto read_by_libcsv(std::string_view text) -> std::uint64_t {
  constexpr std::size_t piece_bytes = 256 << 10;
  csv_parser parser;
  if (csv_init(&parser, CSV_APPEND_NULL) != 0) throw std::runtime_error("libcsv does not start");
  std::uint64_t cells = 0;
  const auto count = [](void*, std::size_t, void* to) { ++*static_cast<std::uint64_t*>(to); };
  for (std::size_t at = 0; at < text.size(); at += piece_bytes) {
    const auto piece = text.substr(at, piece_bytes);
    csv_parse(&parser, piece.data(), piece.size(), count, nullptr, &cells);
  }
  csv_fini(&parser, count, nullptr, &cells);
  csv_free(&parser);
  return cells;
}

struct folder_of_its_own {
  folder_of_its_own() {
    if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("there is no temporary folder");
  }
  ~folder_of_its_own() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  folder_of_its_own(const folder_of_its_own&) = delete;
  auto operator=(const folder_of_its_own&) -> folder_of_its_own& = delete;
  std::string path = std::filesystem::temp_directory_path().string() + "/waybill-bench-XXXXXX";
};

/// The same people as a workbook.
void write_as_workbook(std::string_view text, std::uint64_t records, const std::string& path) {
  const auto known = check(text);
  const auto& head = known.found.head;
  xlsx::writer to("/tmp");
  const std::vector<std::string_view> names(head.names.begin(), head.names.end());
  to.add_header(names);
  const auto rows =
      csv::open_table(std::make_unique<held>(text.substr(static_cast<std::size_t>(head.rows_at.offset))),
                      known.with, head.rows_at, head.names.size());
  for (std::uint64_t left = records; left > 0; --left)
    if (const auto* const one = rows->next()) to.add_row(one->cells);
  write_workbook(to, path);
}

auto spool(const std::string& path) -> std::uint64_t {
  xlsx::fault why;
  auto book = xlsx::workbook::open(path, "/tmp", why);
  if (book == nullptr) throw std::runtime_error(why.message);
  const auto sheet = book->first_sheet(why).value();
  xlsx::sheet_table rows(std::move(book), sheet, std::nullopt);
  const auto to = xlsx::spool_writer::at(path + ".spool");
  if (to == nullptr) throw std::runtime_error("the spool of the benchmark cannot be written");
  while (const auto* const one = rows.next()) to->add(*one);
  if (!to->finish(rows.head(), "bench")) throw std::runtime_error("the spool is not taken");
  return to->rows();
}

auto read_spool(const std::string& path) -> std::uint64_t {
  const auto from = xlsx::spool_reader::at(path + ".spool", "bench");
  std::uint64_t rows = 0;
  while (from->next() != nullptr) ++rows;
  return rows;
}

void measure_workbooks(std::string_view text, const plan& wanted, const table_taker& take) {
  const auto records = std::min<std::uint64_t>(wanted.records, 200'000);
  const folder_of_its_own folder;
  const auto path = folder.path + "/people.xlsx";
  write_as_workbook(text, records, path);
  table made{"Reading XLSX: " + grouped(static_cast<double>(records)) + " rows of 10 cells, one core",
             {"what", "rows/s"},
             {}};
  const auto measure = [&](const char* what, auto work) {
    auto best = 1e9;
    for (int round = 0; round < wanted.rounds + 2; ++round) {
      const stopwatch time;
      if (work() != records) throw std::runtime_error("the workbook has other rows");
      best = std::min(best, time.seconds());
    }
    made.rows.push_back({what, grouped(static_cast<double>(records) / best)});
  };
  measure("the check: unpacked, parsed, spooled", [&] { return spool(path); });
  measure("rows and cells of the spool", [&] { return read_spool(path); });
  take(std::move(made));
}

}  // namespace

void measure_tables(const plan& wanted, const table_taker& take) {
  const auto text = people(wanted.records);
  table made{"Reading CSV: " + grouped(static_cast<double>(wanted.records)) + " rows of 10 cells, " +
                 megabytes(text.size()) + ", one core, in memory",
             {"what", "MB/s", "rows/s"},
             {}};
  const auto measure = [&](const char* what, auto work) {
    auto best = 1e9;
    for (int round = 0; round < wanted.rounds + 2; ++round) {
      const stopwatch time;
      work();
      best = std::min(best, time.seconds());
    }
    made.rows.push_back({what, grouped(static_cast<double>(text.size()) / best / 1e6),
                         grouped(static_cast<double>(wanted.records) / best)});
  };
  const auto known = check(text);
  std::uint64_t ours = 0;
  std::uint64_t theirs = 0;
  measure("the check while a file comes in: dialect, encoding, records", [&] { check(text); });
  measure("rows and cells: limits, UTF-8, warnings", [&] { ours = read(text, known); });
  measure("libcsv, cells counted, nothing checked", [&] { theirs = read_by_libcsv(text); });
  // It counts the header too.
  if (ours + known.found.head.names.size() != theirs) throw std::runtime_error("libcsv sees other cells");
  take(std::move(made));
  measure_workbooks(text, wanted, take);
}

}  // namespace waybill::bench
