// Tables as they are read: headers, widths, numbers of rows.
#include "tests/domains/rows/reading.hpp"

using namespace waybill;
using namespace waybill::rows;
using namespace waybill::rows::test;

TEST_CASE("given rows that are shorter or longer than the header, when they are read, then each is told") {
  table in;
  const auto told = in.import("a,b\n1\n1,2,3\n1,2,,\n1,2\n");
  CHECK(outcomes_of(told) == words{"created", "created", "created", "created"});
  CHECK(told[0].warnings == words{"short_row"});
  CHECK(told[1].warnings == words{"long_row"});
  CHECK(told[2].warnings.empty());
  CHECK(in.rows()[1] == json{{"a", "1"}, {"b", "2"}, {"column_3", "3"}});
  table strict;
  CHECK(outcomes_of(strict.import("a,b\n1\n1,2,3\n1,2,,\n1,2\n", R"({"ragged":"fail_row"})")) ==
        words{"failed short_row", "failed long_row", "created", "created"});
}

TEST_CASE("given blank rows and breaks in cells, when rows are numbered, then as a spreadsheet does") {
  table in;
  const auto told = in.import("\na,b\n\n1,\"x\ny\"\n,\n\n2,z\n3,z\n4,z\n", "{}", 2);
  std::vector<std::uint64_t> rows;
  for (const auto& one : told) rows.push_back(one.row);
  CHECK(rows == std::vector<std::uint64_t>{4, 5, 7, 8, 9});
  CHECK(json::parse(in.findings)["skipped_blank"] == 2);
}

TEST_CASE("given headers that are empty or stand twice, when they are read, then each column has a name") {
  table in;
  in.import("a,,a, a_2 ,a\n1,2,3,4,5\n");
  CHECK(in.rows()[0] == json{{"a", "1"}, {"column_2", "2"}, {"a_3", "3"}, {"a_2", "4"}, {"a_4", "5"}});
}

TEST_CASE("given a number of header rows, when a table is read, then the last of them has the names") {
  table in;
  in.import("Report\na,b\n1,2\n", R"({"header_rows":2})");
  CHECK(in.rows()[0] == json{{"a", "1"}, {"b", "2"}});
  table none;
  none.import("1,2\n3,4\n", R"({"header_rows":0})");
  CHECK(none.rows().size() == 2);
  CHECK(none.rows()[0] == json{{"column_1", "1"}, {"column_2", "2"}});
}

TEST_CASE("given titles above the names, or no names at all, when a table is read, then its head is found") {
  table titled;
  titled.import("Our people\n\nname,age\nAda,36\nBob,41\n");
  CHECK(titled.rows().at(0) == json{{"name", "Ada"}, {"age", "36"}});
  table bare;
  bare.import("Ada,36\nBob,41\n");
  CHECK(bare.rows().at(0) == json{{"column_1", "Ada"}, {"column_2", "36"}});
}

TEST_CASE("given a delimiter or a quote, when a table is read, then by them") {
  table in;
  in.import("a;b,c\n1;2,'3;4'\n", R"({"delimiter":",","quote":"'"})");
  CHECK(in.rows()[0] == json{{"a;b", "1;2"}, {"c", "3;4"}});
}

TEST_CASE("given files without rows, when they are imported, then that is an import of none") {
  for (const std::string text : {"a,b", "a,b\n", "a,b\n\n\n"}) {
    table in;
    CHECK(in.import(text).empty());
  }
}

TEST_CASE("given a file that is no UTF-8, when it is read, then it is taken for Windows-1252") {
  table in;
  const auto told = in.import("a,b\nx,\xE9t\xE9\n");
  CHECK(told.at(0).warnings.empty());
  CHECK(told[0].cells == words{"x", "\u00E9t\u00E9"});
}

TEST_CASE(
    "given single bytes that are no UTF-8, when a row is read, then they are replaced and the row says so") {
  table in;
  std::string text = "a,b\nx,t\xE9\n";
  for (int i = 0; i < 20; ++i) text += "y,\u00E9t\u00E9\n";
  const auto told = in.import(text);
  CHECK(told.at(0).warnings == words{"undecodable_bytes"});
  CHECK(told[0].cells == words{"x", "t\uFFFD"});
  CHECK(told[1].warnings.empty());
}

TEST_CASE("given files that are no tables, when they are handed in, then the answer says what they are") {
  const auto why = [](const std::string& bytes) { return kind().recognise("auto", bytes).why().message; };
  CHECK(why("<html><body></body></html>") == "The file is an HTML page, which is no table.");
  CHECK(why("[{\"a\":1}]") == "The file is a JSON document, which is no table.");
  CHECK(why("%PDF-1.7 ...") == "The file is a PDF, which is no table.");
  CHECK(kind().recognise("auto", "a,b\n1,2\n").ok());
  CHECK(kind().recognise("csv", "just one column\nof text\n").ok());
  CHECK(kind().recognise("xml", "a,b\n").why().message == "The format 'xml' is not known; try 'auto'.");
}

TEST_CASE("given names of columns in angle brackets, when a table begins with them, then it is a table") {
  for (const std::string_view text :
       {"<DATE>\t<TIME>\t<OPEN>\n2020.01.01\t00:00\t1.5\n", "<a>,<b>\r\n1,2\r\n"})
    CHECK(kind().recognise("auto", text).ok());
  for (const std::string_view text :
       {"<html>\n<body>a, b</body>\n", "<a>,<b>\n<c>,<d>\n", "<p>one,\ntwo, three\n"})
    CHECK_FALSE(kind().recognise("auto", text).ok());
}

TEST_CASE("given a row with a cell that is too long, when it fails, then its other cells are told") {
  table here;
  const auto told = here.import("k,v,w\n1," + std::string(1'100'000, 'x') + ",\"a \"\"b\"\"\"\n2,y,z\n");
  REQUIRE(told.size() == 2);
  CHECK(told[0].code == "cell_too_long");
  CHECK(told[0].cells == words{"1", "", "a \"b\""});
  CHECK(told[0].fields == words{"v"});
  CHECK(told[1].cells == words{"2", "y", "z"});
}

TEST_CASE("given a header with too many columns, when a table is read, then its file has a warning") {
  table here;
  std::string wide = "c0";
  for (int i = 1; i <= 16'384; ++i) wide += ",c" + std::to_string(i);
  here.import(wide + "\n1,2\n", R"({"header_rows":1})");
  CHECK(json::parse(here.findings).at("warnings") == json{"header_unread"});
  here.import("a,b\n1,2\n");
  CHECK(json::parse(here.findings).at("warnings").empty());
}

TEST_CASE(
    "given failed rows of a table with no or several header rows, when they come back, then as they were") {
  table here;
  const auto columns = [&] { return json::parse(here.findings).at("columns"); };
  const std::string unnamed = "column_1,column_2,import_error\n1,a,why\n2,b,why\n";
  for (const auto* options : {"{}", R"({"header_rows":0})", R"({"header_rows":1})"}) {
    INFO(options);
    CHECK(here.import(unnamed, options).front().cells == words{"1", "a"});
    CHECK(here.total == 2);
    CHECK(columns() == json{"column_1", "column_2"});
  }
  const std::string grouped = "Group,,\nk,v,import_error\n1,a,why\n";
  for (const auto* options : {"{}", R"({"header_rows":2})"}) {
    INFO(options);
    CHECK(here.import(grouped, options).front().cells == words{"1", "a"});
    CHECK(here.total == 1);
    CHECK(columns() == json{"k", "v"});
  }
  // Somebody else's.
  here.import("id,what\n1,import_error\n2,x\n");
  CHECK(columns() == json{"id", "what"});
  here.import("1,2,import_error\n", R"({"header_rows":0})");
  CHECK(here.total == 1);
}
