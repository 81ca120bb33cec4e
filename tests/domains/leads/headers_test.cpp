// Headers of files as other programs write them: given to the fields that are expected, or unsure, and never
// wrong with confidence. Those of the source tree always, those of WAYBILL_CORPORA where they are.
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>

#include "formats/byte_source.hpp"
#include "formats/csv/table.hpp"
#include "tests/domains/leads/support.hpp"

namespace waybill::leads::test {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::ordered_json;

/// A header and the fields it may be given, the best first; null: none.
struct expected_column {
  std::string name;
  std::vector<json> fields;
};

struct expected_file {
  std::string name;
  std::vector<expected_column> columns;
};

struct verdict {
  std::size_t columns = 0;
  std::size_t right = 0;
  std::size_t wrong_with_confidence = 0;
};

auto names_in(const fs::path& path, const std::string& delimiter) -> words {
  formats::csv::wishes asked;
  asked.delimiter = delimiter.at(0);
  asked.header_rows = 1;
  formats::csv::checker check(asked);
  check.feed(content(path.string()));
  return std::get<formats::csv::checked_table>(check.finish()).found.head.names;
}

/// A table with nothing but a header, and what is expected beside it.
auto read_file(const fs::path& expectation) -> expected_file {
  const auto told = json::parse(content(expectation.string()));
  const auto name = expectation.filename().string();
  expected_file file{name.substr(0, name.find('.')), {}};
  auto path = expectation.parent_path() / (file.name + ".csv");
  if (!fs::exists(path)) path.replace_extension(".tsv");
  for (const auto& header : names_in(path, told["delimiter"])) {
    REQUIRE(told["mapping"].contains(header));
    expected_column column{header, {told["mapping"][header]}};
    if (told.contains("any_of") && told["any_of"].contains(header))
      for (const auto& other : told["any_of"][header]) column.fields.push_back(other);
    file.columns.push_back(std::move(column));
  }
  return file;
}

auto read_folder(const fs::path& folder) -> std::vector<expected_file> {
  std::vector<expected_file> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.path().string().ends_with(".expected.json")) files.push_back(read_file(entry.path()));
  return files;
}

/// One object: name of a file -> list of [header, field, other field, ...].
auto read_list(const std::string& path) -> std::vector<expected_file> {
  std::vector<expected_file> files;
  const auto list = json::parse(content(path));
  for (const auto& [name, columns] : list.items()) {
    auto& file = files.emplace_back(expected_file{name, {}});
    for (const auto& column : columns)
      file.columns.push_back({column[0], std::vector<json>(column.begin() + 1, column.end())});
  }
  return files;
}

void judge(const expected_file& file, verdict& all) {
  words names;
  for (const auto& column : file.columns) names.push_back(column.name);
  const auto mapping = map(names);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& got = mapping.columns[i];
    const json field = got.field ? json(std::string(name_of(*got.field))) : json(nullptr);
    const auto& right = file.columns[i].fields;
    ++all.columns;
    if (std::find(right.begin(), right.end(), field) != right.end()) {
      ++all.right;
      continue;
    }
    if (got.confidence > 0.9) ++all.wrong_with_confidence;
    std::cout << "a column is not given as expected: " << file.name << ", " << names[i] << ": " << told(got)
              << " " << got.confidence << ", expected " << right[0] << "\n";
  }
}

auto judge(const std::vector<expected_file>& files) -> verdict {
  verdict all;
  for (const auto& file : files) judge(file, all);
  return all;
}

void check(const verdict& all) {
  INFO(all.right << " of " << all.columns << " columns are right");
  CHECK(all.columns > 400);
  CHECK(static_cast<double>(all.right) >= 0.97 * static_cast<double>(all.columns));
  CHECK(all.wrong_with_confidence == 0);
}

}  // namespace

TEST_CASE(
    "given headers of known programs, when columns are mapped, then nearly all are right and none is wrongly "
    "sure") {
  check(judge(read_folder("tests/domains/leads/data/headers")));
}

TEST_CASE("given headers of other programs and people, when columns are mapped, then so it is too") {
  check(judge(read_list("tests/domains/leads/data/own_headers.json")));
}

/// The columns of a table with the cells of its first rows, as a review shows them.
auto first_rows(const fs::path& path, std::size_t rows) -> std::vector<column> {
  const auto bytes = content(path.string());
  formats::csv::checker check;
  check.feed(bytes);
  const auto checked = std::get<formats::csv::checked_table>(check.finish());
  std::vector<column> columns;
  for (const auto& name : checked.found.head.names) columns.push_back({name});
  const auto& at = checked.found.head.rows_at;
  const auto table = formats::csv::open_table(formats::open_file(path.string(), at.offset), checked.with, at,
                                              columns.size());
  for (; rows > 0; --rows) {
    const auto* const row = table->next();
    REQUIRE(row != nullptr);
    for (std::size_t i = 0; i < columns.size(); ++i)
      columns[i].samples.emplace_back(i < row->cells.size() ? row->cells[i] : std::string_view());
  }
  return columns;
}

TEST_CASE("given the headers of the corpora, when columns are mapped, then so it is too") {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  const auto folder = fs::path(set == nullptr ? "" : set) / "leads" / "headers";
  if (set == nullptr || !fs::exists(folder)) {
    std::cout << "skipped: WAYBILL_CORPORA names no folder with leads/headers\n";
    return;
  }
  check(judge(read_folder(folder)));
}

TEST_CASE(
    "given whole lead files of the corpora, when their columns are mapped with samples, then all are right") {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  const auto folder = fs::path(set == nullptr ? "" : set) / "leads";
  if (set == nullptr || !fs::exists(folder / "mapping_fr.json")) {
    std::cout << "skipped: WAYBILL_CORPORA names no folder with leads/mapping_fr.json\n";
    return;
  }
  const auto expected = json::parse(content((folder / "mapping_fr.json").string()));
  for (const auto* const file : {"leads_1500_utf8_comma.csv", "leads_1500_cp1252_semicolon.csv"})
    for (const std::size_t rows : {1, 5, 50}) {
      const auto columns = first_rows(folder / file, rows);
      const auto mapping = map(columns);
      CHECK(mapping.identifies);
      for (std::size_t i = 0; i < columns.size(); ++i) {
        INFO(file << ", " << rows << " rows, " << columns[i].name << ": " << mapping.columns[i].confidence);
        CHECK(told(mapping.columns[i]) == expected[columns[i].name].get<std::string>());
      }
    }
}

}  // namespace waybill::leads::test
