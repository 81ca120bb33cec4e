#include "formats/csv/reader.hpp"

#include <catch2/catch.hpp>
#include <random>

#include "tests/formats/csv/support.hpp"

using namespace waybill::formats;
using namespace waybill::formats::csv;
using namespace std::string_literals;

namespace {

using cells = std::vector<std::string>;

auto found(std::string_view first) -> dialect { return find_dialect(first).with; }

struct read_row {
  cells texts;
  std::uint64_t line = 0, end_offset = 0;
  std::uint32_t notes = 0;
  row_fault fault = row_fault::none;
  friend auto operator==(const read_row&, const read_row&) -> bool = default;
};

void take_all(row_reader& reader, std::vector<read_row>& into) {
  while (const auto* const one = reader.next())
    into.push_back(
        {cells(one->cells.begin(), one->cells.end()), one->line, one->end_offset, one->notes, one->fault});
}

auto read(std::string_view text, std::size_t piece, char delimiter = ',', const reader_limits& limits = {})
    -> std::vector<read_row> {
  row_reader reader({.delimiter = delimiter}, 0, 1, limits);
  std::vector<read_row> all;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    reader.feed(text.substr(at, piece));
    take_all(reader, all);
  }
  reader.finish();
  take_all(reader, all);
  return all;
}

/// Read in pieces of any size it is the same.
auto rows_of(std::string_view text, char delimiter = ',', const reader_limits& limits = {})
    -> std::vector<read_row> {
  const auto whole = read(text, text.size() + 1, delimiter, limits);
  for (const std::size_t piece : {1, 2, 3, 7, 16, 17}) CHECK(read(text, piece, delimiter, limits) == whole);
  return whole;
}

auto texts_of(std::string_view text) -> std::vector<cells> {
  std::vector<cells> all;
  for (const auto& one : rows_of(text)) all.push_back(one.texts);
  return all;
}

}  // namespace

TEST_CASE("given plain rows, when they are read, then each has its cells, its line and its end") {
  const auto all = rows_of("a,b\n1,\n,2\n");
  REQUIRE(all.size() == 3);
  CHECK(all[0] == read_row{{"a", "b"}, 1, 4});
  CHECK(all[1] == read_row{{"1", ""}, 2, 7});
  CHECK(all[2] == read_row{{"", "2"}, 3, 10});
  CHECK(rows_of("").empty());
  CHECK(texts_of("a") == std::vector<cells>{{"a"}});
  CHECK(texts_of("a,") == std::vector<cells>{{"a", ""}});
}

TEST_CASE(
    "given any line ends, mixed, when rows are read, then each ends one row, and an empty line is an empty "
    "row") {
  CHECK(texts_of("a\r\nb\rc\nd\r\r\n\ne") ==
        std::vector<cells>{{"a"}, {"b"}, {"c"}, {"d"}, {""}, {""}, {"e"}});
}

TEST_CASE("given quotes, when cells are read, then delimiters, quotes and line breaks inside are data") {
  const auto all = rows_of("\"a,b\",\"c\"\"d\",\"e\r\nf\ng\",\"\"\nnext,\"\"\"\"\n");
  REQUIRE(all.size() == 2);
  CHECK(all[0].texts == cells{"a,b", "c\"d", "e\r\nf\ng", ""});
  CHECK(all[1].texts == cells{"next", "\""});
  CHECK(all[1].line == 4);
  CHECK(all[0].notes == 0);
}

TEST_CASE(
    "given quotes that stand elsewhere, when cells are read, then they are ordinary, and text behind a "
    "closing one belongs to the cell") {
  CHECK(texts_of("a\"b,\" c\"\n") == std::vector<cells>{{"a\"b", " c"}});
  CHECK(texts_of(" \"a\",b\n") == std::vector<cells>{{" \"a\"", "b"}});
  const auto all = rows_of("\"a\"b\"c\",d\n");
  CHECK(all[0].texts == cells{"ab\"c\"", "d"});
  CHECK(all[0].notes == quote_inside);
}

TEST_CASE(
    "given a quote that never closes, when rows are read, then it is an ordinary character and swallows "
    "nothing") {
  const auto all = rows_of("a,\"b\nc,\"\"\ne,f\n");
  REQUIRE(all.size() == 3);
  CHECK(all[0] == read_row{{"a", "\"b"}, 1, 5, unterminated_quote});
  CHECK(all[1].texts == cells{"c", ""});
  CHECK(all[1].notes == 0);
  CHECK(all[2].texts == cells{"e", "f"});
}

TEST_CASE(
    "given a quote that does not close within the limit of a row, when rows are read, then it is ordinary "
    "too") {
  std::string text = "\"a\n";
  for (int i = 0; i < 100; ++i) text += "bbbb,cccc\n";
  text += "\"d\"\n";
  const auto all = rows_of(text, ',', {.row_bytes = 200});
  REQUIRE(all.size() == 102);
  CHECK(all[0].texts == cells{"\"a"});
  CHECK(all[0].notes == unterminated_quote);
  CHECK(all[101].texts == cells{"d"});
}

TEST_CASE("given NUL and any other bytes, when cells are read, then they are data") {
  CHECK(texts_of("a\0b,\xFF\n\xEF\xBB\xBF\n"s) == std::vector<cells>{{"a\0b"s, "\uFFFD"}, {"\xEF\xBB\xBF"}});
}

TEST_CASE("given rows beyond the limits, when they are read, then each fails alone") {
  const reader_limits limits{.cell_bytes = 10, .row_bytes = 40, .columns = 4};
  const auto all = rows_of(
      "a,b\n12345678901\n1,2,3,4,5\n" + std::string(300, 'x') + "\n\"" + std::string(12, 'y') + "\",z\nc,d\n",
      ',', limits);
  REQUIRE(all.size() == 6);
  CHECK(all[1].fault == row_fault::cell_too_long);
  CHECK(all[2].fault == row_fault::too_many_columns);
  CHECK(all[3].fault == row_fault::row_too_long);
  CHECK(all[4].fault == row_fault::cell_too_long);
  CHECK(all[5] == read_row{{"c", "d"}, 6, all[4].end_offset + 4});
}

TEST_CASE("given any rows, when reading begins behind one of them, then the others come as before") {
  const std::string text = "a,\"b\r\nc\"\r\n\r\n\"d\"\"\",e\rf,g";
  const auto all = rows_of(text);
  for (std::size_t i = 0; i < all.size(); ++i) {
    row_reader reader({}, all[i].end_offset, all[i].line + 1);
    reader.feed(std::string_view(text).substr(static_cast<std::size_t>(all[i].end_offset)));
    reader.finish();
    std::vector<read_row> rest;
    take_all(reader, rest);
    REQUIRE(rest.size() == all.size() - i - 1);
    for (std::size_t k = 0; k < rest.size(); ++k) CHECK(rest[k].texts == all[i + 1 + k].texts);
  }
}

TEST_CASE("given any table, when it is written with quotes and read, then it is the same") {
  const auto seed = testing::seed_of_test();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const std::string alphabet = "ab,\"\r\n;x";
  for (int round = 0; round < 2'000; ++round) {
    std::vector<cells> table(1 + random() % 4);
    std::string text;
    for (auto& row : table) {
      row.resize(1 + random() % 4);
      for (auto& cell : row) {
        for (auto n = random() % 6; n > 0; --n) cell += alphabet[random() % alphabet.size()];
        text += &cell == row.data() ? "\"" : ",\"";
        for (const char c : cell) text += c == '"' ? "\"\""s : std::string(1, c);
        text += '"';
      }
      text += "\n";
    }
    std::vector<cells> found;
    for (const auto& one : read(text, 1 + random() % 20)) found.push_back(one.texts);
    REQUIRE(found == table);
  }
}

TEST_CASE(
    "given the first rows of a table, when the delimiter is looked for, then it is the one that parts them "
    "evenly") {
  CHECK(found("a,b\n1,2\n").delimiter == ',');
  CHECK(found("a;b\n1,5;2,5\n").delimiter == ';');
  CHECK(found("a\tb\n1, 2\t3\n").delimiter == '\t');
  CHECK(found("a|b\n\"x,y\"|2\n").delimiter == '|');
  CHECK(found("\"a;b\",c\n\"x;y;z\",d\n").delimiter == ',');
  CHECK(found("url\nhttps://a/x\n").delimiter == ',');
  CHECK(found("\xEF\xBB\xBFsep=;\r\na,b;c\r\n").delimiter == ';');
  CHECK(found("\xEF\xBB\xBFsep=;\r\na,b;c\r\n").head_bytes == 10);
  CHECK(found("").delimiter == ',');
}
