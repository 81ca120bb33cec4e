// The result files of imported tables, as a client takes them.
#pragma once

#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <vector>

#include "formats/xlsx/sheet_reader.hpp"
#include "formats/xlsx/writer.hpp"
#include "tests/http/table_steps.hpp"
#include "tests/temporary_directory.hpp"

namespace waybill::http_test {

using table = std::vector<std::vector<std::string>>;

inline const std::string three_people = "name,email,n\nAda,ada@x.org,007\nBad,,=1+1\nBob,bob@x.org,42\n";
inline const std::string by_email = R"({"key":["email"]})";

inline auto results_of(const json& import) -> std::string {
  return "/api/v1/imports/" + import.at("id").get<std::string>() + "/results/";
}

/// The rows of the first sheet.
inline auto rows_in(const std::string& workbook) -> table {
  namespace xlsx = formats::xlsx;
  const tests::temporary_directory folder;
  const auto path = folder.path() + "/book.xlsx";
  std::ofstream(path, std::ios::binary) << workbook;
  xlsx::fault why;
  const auto book = xlsx::workbook::open(path, folder.path(), why);
  REQUIRE(book != nullptr);
  table rows;
  xlsx::sheet_reader from(book, 0);
  while (const auto* const one = from.next()) {
    rows.resize(one->row);
    for (const auto& cell : one->cells) {
      rows.back().resize(cell.column + 1);
      rows.back().back() = cell.text;
    }
  }
  return rows;
}

/// The rows as a workbook.
inline auto workbook_of(const table& rows) -> std::string {
  const tests::temporary_directory folder;
  formats::xlsx::writer to{folder.path()};
  for (const auto& row : rows) REQUIRE(to.add_row(std::vector<std::string_view>(row.begin(), row.end())));
  const auto bytes = to.finish();
  REQUIRE(bytes != nullptr);
  std::string text;
  std::string piece(65'536, '\0');
  for (auto got = bytes->read(piece.data(), piece.size()); got > 0;
       got = bytes->read(piece.data(), piece.size()))
    text.append(piece, 0, static_cast<std::size_t>(got));
  return text;
}

}  // namespace waybill::http_test
