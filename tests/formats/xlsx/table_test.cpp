// Sheets as tables: their head is found, rows below it keep their numbers; a look at them is bounded.
#include "formats/xlsx/table.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>

#include "tests/formats/xlsx/support.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::formats::xlsx::testing {
namespace {

auto row_of(std::uint64_t number, const std::vector<std::string>& cells) -> std::string {
  std::string text = "<row r=\"" + std::to_string(number) + "\">";
  for (std::size_t i = 0; i < cells.size(); ++i)
    if (!cells[i].empty())
      text += "<c r=\"" + std::string(1, static_cast<char>('A' + i)) + std::to_string(number) +
              R"(" t="inlineStr"><is><t>)" + cells[i] + "</t></is></c>";
  return text + "</row>";
}

auto sheet_of(const std::string& rows) -> std::string {
  return "<worksheet><sheetData>" + rows + "</sheetData></worksheet>";
}

class book {
 public:
  explicit book(const entries& parts) { std::ofstream(path(), std::ios::binary) << zip_of(parts); }
  [[nodiscard]] auto path() const -> std::string { return directory_.path() + "/book.xlsx"; }
  auto table(std::optional<unsigned> header_rows = {}) -> sheet_table {
    fault why;
    auto of = workbook::open(path(), directory_.path(), why);
    REQUIRE(of != nullptr);
    return {std::move(of), 0, header_rows};
  }
  auto looked_at() -> std::shared_ptr<workbook> {
    fault why;
    auto of = workbook::open_to_look(path(), directory_.path(), why);
    REQUIRE(of != nullptr);
    return of;
  }

 private:
  tests::temporary_directory directory_;
};

}  // namespace

TEST_CASE("given a sheet with titles and gaps, when it is read as a table, then its head is found") {
  book one{parts_of(sheet_of(row_of(2, {"", "Report"}) + row_of(4, {"", "id", "name"}) +
                             row_of(5, {"", "1", "Ada"}) + row_of(9, {"", "2", "", "more"})))};
  auto table = one.table();
  CHECK(table.head().names == std::vector<std::string>{"column_1", "id", "name"});
  CHECK(table.head().header.size() == 2);
  CHECK(table.head().rows_at.row == 5);
  CHECK(table.head().findings.at(0).value == "2");
  CHECK(table.next()->row == 5);
  CHECK(table.next()->row == 9);
  CHECK(table.next() == nullptr);
  CHECK(table.skipped_blank() == 3);
}

TEST_CASE("given a number of header rows, when a sheet is read as a table, then so many stand above") {
  book one{parts_of(sheet_of(row_of(1, {"1", "2"}) + row_of(2, {"3", "4", "5"})))};
  auto none = one.table(0U);
  CHECK(none.head().names == std::vector<std::string>{"column_1", "column_2"});
  CHECK(none.next()->row == 1);
  auto all = one.table(2U);
  CHECK(all.head().names == std::vector<std::string>{"3", "4", "5"});
  CHECK(all.next() == nullptr);
  CHECK(one.table(3U).head().names.empty());
}

TEST_CASE("given more shared texts than a look takes, when a sheet is looked at, then the last are missing") {
  std::string strings = "<sst>";
  const auto text = "<si><t>" + std::string(1 << 20, 'x') + "</t></si>";
  for (int i = 0; i < 40; ++i) strings += text;
  book one{parts_of(sheet_of(R"(<row r="1"><c t="s"><v>0</v></c><c t="s"><v>39</v></c></row>)"),
                    strings + "</sst>")};
  const auto of = one.looked_at();
  sheet_reader reader(of, 0);
  const auto* const row = reader.next();
  REQUIRE(row != nullptr);
  REQUIRE(row->cells.size() == 2);
  CHECK(row->cells[0].text.size() == 1 << 20);
  CHECK(row->cells[1].text.empty());
  // It is not wrong, it was not seen.
  CHECK(row->cells[1].notes == 0);
  CHECK(of->was_cut());
}

}  // namespace waybill::formats::xlsx::testing
