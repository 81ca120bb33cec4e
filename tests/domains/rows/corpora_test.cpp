// Tables as the world writes them, and hostile ones, through the whole of the kind: each ends as the
// expectation beside it says. Those of the tests of formats always, those of WAYBILL_CORPORA where they are.
#include <cstdlib>
#include <iostream>

#include "formats/xlsx/sheet_reader.hpp"
#include "tests/domains/rows/reading.hpp"

namespace waybill::rows::test {
namespace {

namespace fs = std::filesystem;
namespace xlsx = formats::xlsx;

auto content(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void compare_cell(const json& expected, const std::string& cell) {
  if (expected.is_string()) {
    CHECK(cell == expected.get<std::string>());
    return;
  }
  CHECK(cell.size() == expected["utf8_bytes"].get<std::size_t>());
  CHECK(cell.starts_with(expected["starts"].get<std::string>()));
}

void compare_rows(const json& rows, const std::vector<told_row>& told) {
  REQUIRE(told.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO("row " << i + 1);
    CHECK(told[i].what == outcome::created);
    // Empty cells behind the last column are none.
    REQUIRE(told[i].cells.size() <= rows[i].size());
    for (std::size_t c = 0; c < rows[i].size(); ++c)
      compare_cell(rows[i][c], c < told[i].cells.size() ? told[i].cells[c] : "");
  }
}

void compare_findings(const json& expected, const json& findings) {
  const auto& dialect = findings["dialect"];
  CHECK(dialect["encoding"] == expected["encoding"]);
  CHECK(dialect["delimiter"] == expected["delimiter"]);
  CHECK(dialect["header_row"] == expected["header_row"]);
}

void compare_csv(const fs::path& path, const json& expected) {
  INFO(path);
  table in;
  if (expected.contains("error")) {
    CHECK(in.fault(content(path), "{}") == expected["error"].get<std::string>());
    return;
  }
  json options = json::object();
  if (expected.value("needs_encoding_option", false)) options["encoding"] = expected["encoding"];
  compare_rows(expected["rows"], in.import(content(path), options.dump(), 50));
  compare_findings(expected, json::parse(in.findings));
}

/// As its sheet is read; that this is right is held by the tests of the format.
auto rows_of_sheet(const fs::path& path, std::vector<std::uint64_t>& numbers) -> std::vector<words> {
  xlsx::fault why;
  const auto book = xlsx::workbook::open(path.string(), fs::temp_directory_path().string(), why);
  REQUIRE(book != nullptr);
  xlsx::sheet_reader reader(book, book->first_sheet(why).value());
  std::vector<words> rows;
  while (const auto* const row = reader.next()) {
    auto& one = rows.emplace_back();
    for (const auto& cell : row->cells) {
      if (cell.text.empty()) continue;
      one.resize(cell.column + 1);
      one[cell.column] = cell.text;
    }
    numbers.push_back(row->row);
  }
  return rows;
}

void compare_workbook(const fs::path& path, const json& expected) {
  INFO(path);
  table in;
  if (expected.contains("error")) {
    CHECK(in.fault(content(path), "{}") == expected["error"].get<std::string>());
    return;
  }
  if (expected.contains("read_as")) {
    compare_rows(expected["rows"], in.import(content(path)));
    return;
  }
  std::vector<std::uint64_t> numbers;
  const auto rows = rows_of_sheet(path, numbers);
  if (rows.empty()) {
    CHECK(in.fault(content(path), "{}") == "empty_file");
    return;
  }
  const auto told = in.import(content(path), R"({"header_rows":0})", 100);
  REQUIRE(told.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(told[i].cells == rows[i]);
    CHECK(told[i].row == numbers[i]);
  }
  const auto sheets = json::parse(in.findings)["sheets"];
  CHECK(sheets.size() == expected["sheets"].size());
  // With the header that is found, too.
  const auto headed = in.import(content(path), "{}", 100);
  CHECK(headed.size() <= rows.size());
}

template <class Compare>
auto compare_folder(const fs::path& folder, Compare compare) -> std::size_t {
  constexpr std::string_view ending = ".expected.json";
  std::size_t count = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    auto name = entry.path().string();
    if (!name.ends_with(ending)) continue;
    name.resize(name.size() - ending.size());
    compare(name, json::parse(content(entry.path())));
    ++count;
  }
  return count;
}

template <class Compare>
void compare_corpus(const std::string& format, Compare compare) {
  CHECK(compare_folder("tests/formats/" + format + "/data", compare) > 100);
  const char* const set = std::getenv("WAYBILL_CORPORA");
  if (set == nullptr) return;
  CHECK(compare_folder(fs::path(set) / format, compare) > 100);
}

}  // namespace

TEST_CASE("given tables as the world writes them, when they are imported, then each ends as is expected") {
  compare_corpus("csv", compare_csv);
}

TEST_CASE("given workbooks of many programs, when they are imported, then each ends as is expected") {
  compare_corpus("xlsx", compare_workbook);
}

}  // namespace waybill::rows::test
