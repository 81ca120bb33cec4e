// Workbooks of other projects, and hostile ones: each ends as its expectation says (data/SOURCES.md).
#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "formats/xlsx/sheet_reader.hpp"
#include "tests/formats/xlsx/support.hpp"

namespace waybill::formats::xlsx::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Those that do not end as expected, with the reason. They still have to be read without harm.
const std::map<std::string, std::string> exceptions{};  // none

auto corpus() -> fs::path {
  const char* const set = std::getenv("WAYBILL_CORPORA");
  return set != nullptr ? fs::path(set) / "xlsx" : fs::path("tests/formats/xlsx/data");
}

auto expectation_of(const fs::path& path) -> json {
  std::ifstream file(path.string() + ".expected.json");
  return json::parse(file);
}

/// As JavaScript prints it; how it does is held by the tests of values.
auto spelled_number(const json& number) -> std::string {
  std::string text;
  append_number(number.dump(), text);
  return text;
}

auto spelled_elapsed(double seconds) -> std::string {
  std::string text;
  append_date(std::to_string(seconds / 86'400), number_kind::elapsed, false, text);
  return text;
}

auto holds(const json& expected, const cell& got) -> bool {
  if (expected.is_null()) return got.text.empty();
  if (expected.is_boolean()) return got.text == (expected.get<bool>() ? "true" : "false");
  if (expected.is_number()) return got.text == spelled_number(expected);
  if (expected.is_string()) return got.text == expected.get<std::string>();
  if (expected.contains("date")) return got.text == expected["date"].get<std::string>();
  if (expected.contains("time")) return got.text == expected["time"].get<std::string>();
  if (expected.contains("error"))
    return got.text == expected["error"].get<std::string>() && (got.notes & cell_error) != 0;
  if (expected.contains("duration_seconds"))
    return got.text == spelled_elapsed(expected["duration_seconds"].get<double>());
  // The day that never was. Its time, when it has one, stands behind it.
  return got.text.starts_with("1900-02-29") && (got.notes & no_such_date) != 0;
}

using cells_by_place = std::map<std::pair<std::uint64_t, std::uint32_t>, json>;

auto expected_cells(const json& rows) -> cells_by_place {
  cells_by_place all;
  for (std::size_t r = 0; r < rows.size(); ++r)
    for (std::size_t c = 0; c < rows[r].size(); ++c)
      if (const auto& one = rows[r][c]; !one.is_null() && one != "")
        all[{r + 1, static_cast<std::uint32_t>(c)}] = one;
  return all;
}

void compare(sheet_reader& reader, cells_by_place expected) {
  while (const auto* const row = reader.next()) {
    CHECK(row->fault == row_fault::none);
    for (const auto& one : row->cells) {
      if (one.text.empty()) continue;
      INFO("row " << row->row << ", column " << one.column << ": '" << one.text << "'");
      const auto found = expected.find({row->row, one.column});
      const bool is_expected = found != expected.end();
      CHECK(is_expected);
      if (!is_expected) continue;
      INFO("expected: " << found->second.dump());
      CHECK(holds(found->second, one));
      expected.erase(found);
    }
  }
  CHECK(name_of(reader.why().code) == "none");
  for (const auto& [place, value] : expected)
    FAIL_CHECK("missing: row " << place.first << ", column " << place.second << ": " << value.dump());
}

void compare_summary(sheet_reader& reader, const json& expected) {
  std::size_t cells = 0;
  std::uint64_t last_row = 0;
  std::uint32_t last_column = 0;
  while (const auto* const row = reader.next()) {
    last_row = row->row;
    for (const auto& one : row->cells) {
      ++cells;
      last_column = std::max(last_column, one.column + 1);
    }
  }
  CHECK(cells == expected["cells_count"].get<std::size_t>());
  CHECK(last_row == expected["last_row"].get<std::uint64_t>());
  CHECK(last_column == expected["last_column"].get<std::uint32_t>());
}

void compare(const std::shared_ptr<workbook>& book, const json& expected) {
  static constexpr const char* states[] = {"visible", "hidden", "veryHidden"};
  REQUIRE(book->sheets().size() == expected["sheets"].size());
  CHECK(book->is_1904() == expected["date1904"].get<bool>());
  for (std::size_t i = 0; i < book->sheets().size(); ++i) {
    const auto& sheet = book->sheets()[i];
    const auto& wanted = expected["sheets"][i];
    INFO("sheet " << sheet.name);
    CHECK(sheet.name == wanted["name"].get<std::string>());
    CHECK(states[static_cast<std::size_t>(sheet.state)] == wanted["state"].get<std::string>());
    CHECK(sheet.part.has_value() == !wanted.contains("kind"));
    if (!sheet.part) continue;
    sheet_reader reader(book, i);
    if (wanted.contains("rows"))
      compare(reader, expected_cells(wanted["rows"]));
    else
      compare_summary(reader, wanted);
  }
}

/// Reads all there is. The first fault.
auto fault_of(const fs::path& path) -> fault {
  fault why;
  const auto book = workbook::open(path.string(), fs::temp_directory_path().string(), why);
  if (book == nullptr) return why;
  const auto sheet = book->first_sheet(why);
  if (why) return why;
  sheet_reader reader(book, sheet.value());
  while (reader.next() != nullptr) {
  }
  return reader.why();
}

/// What is no workbook at all is told by its first bytes, elsewhere.
auto expected_code(const json& expected) -> std::string {
  if (expected.contains("read_as") || expected["error"] == "unknown_format") return "other_format";
  return expected["error"].get<std::string>();
}

}  // namespace

TEST_CASE("given workbooks of many programs when they are read then each ends as expected") {
  std::size_t seen = 0;
  for (const auto& entry : fs::recursive_directory_iterator(corpus())) {
    const auto& path = entry.path();
    if (path.extension() != ".xlsx" || exceptions.contains(path.stem().string())) continue;
    INFO(path.string());
    ++seen;
    const auto expected = expectation_of(path);
    if (!expected.contains("sheets")) {
      const auto why = fault_of(path);
      CHECK(name_of(why.code) == expected_code(expected));
      CHECK_FALSE(why.message.empty());
      continue;
    }
    fault why;
    const auto book = workbook::open(path.string(), fs::temp_directory_path().string(), why);
    INFO(name_of(why.code) << " " << why.entry << ": " << why.message);
    REQUIRE(book != nullptr);
    compare(book, expected);
  }
  CHECK(seen > 100);
}

TEST_CASE("given a workbook with a damaged entry when it is read then the entry is told") {
  const auto why = fault_of(corpus() / "hostile/bad_deflate_or_crc.xlsx");
  CHECK(why.code == fault_code::zip_damaged);
  CHECK(why.entry.ends_with(".xml"));
}

TEST_CASE(
    "given hidden and empty sheets in front when a sheet is chosen then it is the first to be seen with a "
    "cell") {
  const auto chosen = [](const char* name) {
    fault why;
    const auto book = workbook::open((corpus() / name).string(), fs::temp_directory_path().string(), why);
    return book->sheets()[book->first_sheet(why).value()].name;
  };
  CHECK(chosen("ours/hidden_first_sheet.xlsx") == "Clients & prospects");
  CHECK(chosen("ours/no_sheet_data.xlsx") == "Données");
}

}  // namespace waybill::formats::xlsx::testing
