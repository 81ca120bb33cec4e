// Real tables and hostile ones: each ends as the expectation beside it says. Those of this folder always, and
// those of WAYBILL_CORPORA (default ../shared/corpora) where they are.
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "tests/formats/csv/support.hpp"

namespace waybill::formats::csv::testing {
namespace {

namespace fs = std::filesystem;
using json = nlohmann::json;

auto content(const fs::path& path) -> std::string {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

auto as_asked(const json& expected) -> wishes {
  wishes asked;
  if (expected.value("needs_encoding_option", false))
    asked.written_in = encoding_named(expected["encoding"].get<std::string>());
  return asked;
}

void compare_cell(const json& expected, const std::string& cell) {
  if (expected.is_string()) {
    CHECK(cell == expected.get<std::string>());
    return;
  }
  CHECK(cell.size() == expected["utf8_bytes"].get<std::size_t>());
  CHECK(cell.starts_with(expected["starts"].get<std::string>()));
}

void compare_rows(const json& expected, const read_table& read) {
  const auto& rows = expected["rows"];
  REQUIRE(read.rows.size() == rows.size());
  const auto width = read.head.names.size();
  const auto first_row = read.head.rows_at.row;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO("row " << i + 1);
    const auto& one = read.rows[i];
    REQUIRE(one.cells.size() == rows[i].size());
    for (std::size_t cell = 0; cell < one.cells.size(); ++cell) compare_cell(rows[i][cell], one.cells[cell]);
    CHECK(one.record == i + 1);
    if (expected.contains("row_numbers"))
      CHECK(one.row == first_row - 1 + expected["row_numbers"][i].get<std::uint64_t>());
    else
      CHECK(one.row == first_row + i);
    if (expected.contains("lines")) CHECK(one.line == expected["lines"][i].get<std::uint64_t>());
    CHECK(((one.notes & short_row) != 0) == (one.cells.size() < width));
  }
}

void compare_warnings(const json& expected, const read_table& read) {
  for (std::size_t i = 0; i < read.rows.size(); ++i) {
    INFO("row " << i + 1);
    std::vector<std::string> names;
    for (const auto note : {quote_inside, unterminated_quote, undecodable_bytes})
      if ((read.rows[i].notes & note) != 0) names.emplace_back(name_of(note));
    const auto at = std::to_string(i + 1);
    const auto warnings = expected.value("row_warnings", json::object());
    CHECK(names == (warnings.contains(at) ? warnings[at].get<std::vector<std::string>>()
                                          : std::vector<std::string>{}));
  }
  if (!expected.contains("opened_at")) return;
  const auto& opened = expected["opened_at"];
  CHECK(read.rows.at(opened["row"].get<std::size_t>() - 1).opened_line ==
        opened["line"].get<std::uint64_t>());
}

void compare_head(const json& expected, const read_table& read) {
  CHECK(std::string(name_of(read.with.written_in)) == expected["encoding"].get<std::string>());
  CHECK(std::string(1, read.with.delimiter) == expected["delimiter"].get<std::string>());
  CHECK(read.with.header_rows == expected["header_row"].get<unsigned>());
  const auto header = expected["header"].get<std::vector<std::string>>();
  if (read.with.header_rows == 0) return;
  REQUIRE(read.head.header.size() == read.with.header_rows);
  CHECK(read.head.header.back() == header);
  const auto before = expected.value("before_header", json::array());
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(read.head.header[i] == before[i].get<std::vector<std::string>>());
}

/// Names that differ from what stands there only by what nobody sees are left to the test of names.
void compare_names(const json& expected, const read_table& read) {
  if (!expected.contains("header_named")) return;
  auto named = expected["header_named"].get<std::vector<std::string>>();
  for (auto& name : named)
    if (name.starts_with("\u200B")) name.erase(0, std::string("\u200B").size());
  CHECK(read.head.names == named);
}

void compare(const fs::path& path, const json& expected) {
  INFO(path);
  const auto bytes = content(path);
  for (const std::size_t piece : {std::size_t{1} << 20, std::size_t{4096}, std::size_t{7}}) {
    if (bytes.size() > (1U << 16) && piece < 100) continue;
    const auto answer = read_all(bytes, as_asked(expected), piece);
    if (expected.contains("error")) {
      const auto* const fault = std::get_if<table_fault>(&answer);
      REQUIRE(fault != nullptr);
      const bool is_empty = fault->why == table_fault::reason::empty_file;
      CHECK(expected["error"].get<std::string>() == (is_empty ? "empty_file" : "unknown_format"));
      CHECK(fault->what.empty() == is_empty);
      continue;
    }
    const auto* const read = std::get_if<read_table>(&answer);
    REQUIRE(read != nullptr);
    compare_head(expected, *read);
    compare_names(expected, *read);
    compare_rows(expected, *read);
    compare_warnings(expected, *read);
  }
}

auto compare_folder(const fs::path& folder) -> std::size_t {
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

}  // namespace

TEST_CASE("given tables as the world writes them, when they are read, then each ends as is expected of it") {
  CHECK(compare_folder("tests/formats/csv/data") > 100);
}

TEST_CASE("given the corpus of tables, when it is read, then each ends as is expected of it") {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  const auto folder = fs::path(set != nullptr ? set : "../shared/corpora") / "csv";
  if (!fs::is_directory(folder)) {
    std::cout << "skipped: no corpus at " << folder.string() << " (set WAYBILL_CORPORA)\n";
    return;
  }
  CHECK(compare_folder(folder) > 100);
}

}  // namespace waybill::formats::csv::testing
