#include "formats/csv/table.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <random>

#include "formats/csv/decoder.hpp"
#include "tests/formats/csv/support.hpp"

using namespace waybill::formats;
using namespace waybill::formats::csv;
using namespace waybill::formats::csv::testing;
using namespace std::string_literals;

namespace {

using cells = std::vector<std::string>;

auto table_of(std::string_view text, const wishes& asked = {}) -> read_table {
  return std::get<read_table>(read_all(text, asked));
}

auto utf_16(std::string_view ascii, bool big_endian) -> std::string {
  std::string out;
  for (const char c : ascii) {
    if (big_endian) out += '\0';
    out += c;
    if (!big_endian) out += '\0';
  }
  return out;
}

}  // namespace

TEST_CASE(
    "given rows of any width, when they are read, then missing and extra cells are told, but no empty extra "
    "one") {
  const auto read = table_of("a,b\n1\n2,3,4\n5,6,\n7,8\n");
  CHECK(read.rows[0].notes == short_row);
  CHECK(read.rows[1].notes == long_row);
  CHECK(read.rows[1].cells == cells{"2", "3", "4"});
  CHECK(read.rows[2].notes == 0);
  CHECK(read.rows[3].notes == 0);
}

TEST_CASE(
    "given blank lines and rows, when they are read, then they keep their number and are counted as is "
    "asked") {
  const auto text = "a,b\n\n1,2\n,\n\n \n3,4\n";
  const auto lines = table_of(text);
  CHECK(lines.found.skipped_blank == 2);
  CHECK(lines.found.records == 4);
  CHECK(lines.rows.at(3).row == 7);
  CHECK(lines.rows.at(3).record == 4);
  checker check({}, blank_rows::skip_cells);
  check.feed(text);
  const auto checked = std::get<checked_table>(check.finish());
  CHECK(checked.found.skipped_blank == 4);
  CHECK(checked.found.records == 2);
  const auto source =
      open_table(std::make_unique<pieces_of>(text, 3), checked.with, {}, 2, blank_rows::skip_cells);
  while (source->next() != nullptr) {
  }
  CHECK(source->skipped_blank() == 4);
  // A cell in quotes is a cell, even an empty one.
  CHECK(table_of("a\n\"\"\n\nx\n").rows.size() == 2);
}

TEST_CASE(
    "given bytes that the encoding does not have, when rows are read, then those rows have a warning, and no "
    "other") {
  const auto utf_8 = table_of("a,é\nééé,\xFF\nx,y\nééé,é\n");
  CHECK(utf_8.rows[0].cells == cells{"ééé", "\uFFFD"});
  CHECK(utf_8.rows[0].notes == undecodable_bytes);
  CHECK(utf_8.rows[1].notes == 0);
  CHECK(utf_8.rows[2].notes == 0);
  const auto western = table_of("a,\xE9\n\x81,\x80\n\xE0,\"\xE8\"\"\"\n");
  CHECK(western.found.encoding_guessed);
  CHECK(western.head.names == cells{"a", "é"});
  CHECK(western.rows[0].cells == cells{"\uFFFD", "€"});
  CHECK(western.rows[0].notes == undecodable_bytes);
  CHECK(western.rows[1].cells == cells{"à", "è\""});
  CHECK(western.rows[1].notes == 0);
  const auto lone = utf_16("a;b\n1;", false) + "\x3D\xD8"s + utf_16("\n2;3\n", false);
  const auto wide = table_of(lone, {.written_in = encoding::utf_16le});
  CHECK(wide.rows[0].cells == cells{"1", "\uFFFD"});
  CHECK(wide.rows[0].notes == undecodable_bytes);
  CHECK(wide.rows[1].cells == cells{"2", "3"});
  const auto cut = table_of(utf_16("a;b\n1;2\n", true) + "\0"s, {.written_in = encoding::utf_16be});
  CHECK(cut.rows.back().notes == (undecodable_bytes | short_row));
  CHECK(cut.rows.back().behind.offset == 17);
}

TEST_CASE(
    "given an encoding that a person named, when a table is read, then it counts, and a byte order mark is "
    "no text") {
  const auto as = [](encoding one) { return wishes{.written_in = one}; };
  CHECK(table_of("a,b\n1,\xA4\n", as(encoding::iso_8859_15)).rows[0].cells[1] == "€");
  CHECK(table_of("a,b\n1,\x8E\n", as(encoding::macintosh)).rows[0].cells[1] == "é");
  CHECK(table_of("a,b\n1,é\n", as(encoding::windows_1252)).rows[0].cells[1] == "Ã©");
  CHECK_FALSE(table_of("a,b\n1,\xA4\n", as(encoding::windows_1252)).found.encoding_guessed);
  CHECK(table_of("\xEF\xBB\xBF"
                 "a,b\n1,2\n",
                 as(encoding::windows_1252))
            .head.names[0] == "a");
}

TEST_CASE(
    "given an encoding that only the end of the file tells, when it is checked, then all of it is read so") {
  std::string text = "id,nom\n";
  while (text.size() < 200'000) text += "1,Anna\n";
  const auto late = table_of(text + "2,No\xEBl\n");
  CHECK(late.with.written_in == encoding::windows_1252);
  CHECK(late.rows.back().cells[1] == "Noël");
  CHECK(late.found.records == late.rows.size());
  CHECK(table_of(text + "2,Noël\n").with.written_in == encoding::utf_8);
}

TEST_CASE(
    "given a quote that never closes, when rows are read, then only its row is touched and told with the "
    "line of the quote") {
  const auto read = table_of("a,b,c\n\"x\ny\",\"z\n1,2,3\n4,5,6\n");
  REQUIRE(read.rows.size() == 3);
  CHECK(read.rows[0].cells == cells{"x\ny", "\"z"});
  CHECK(read.rows[0].notes == (unterminated_quote | short_row));
  CHECK(read.rows[0].opened_line == 3);
  CHECK(read.rows[0].row == 2);
  CHECK(read.rows[1].row == 3);
  CHECK(read.rows[1].line == 4);
  CHECK(read.rows[1].notes == 0);
}

TEST_CASE(
    "given an escape that was asked for, when cells are read, then it takes the meaning off what follows") {
  const wishes asked{.escape = '\\'};
  const auto read = table_of("id,note\n1,\"a \\\"b\\\" c\"\n2,x\\,y\n3,\\\\\n4,a\\\nb\n", asked);
  CHECK(read.rows[0].cells == cells{"1", "a \"b\" c"});
  CHECK(read.rows[1].cells == cells{"2", "x,y"});
  CHECK(read.rows[2].cells == cells{"3", "\\"});
  CHECK(read.rows[3].cells == cells{"4", "a\nb"});
  CHECK(read.rows[0].notes == 0);
}

TEST_CASE("given no quote at all, when that was asked for, then quotes are characters") {
  const auto read = table_of("a,b\n\"1,2\"\n", {.quote = none});
  CHECK(read.rows[0].cells == cells{"\"1", "2\""});
}

TEST_CASE("given rows beyond the limits, when a table is read, then each fails alone with its code") {
  const std::string big(1 << 20, 'x');
  const auto read =
      table_of("a,b\n" + big + "y,1\n" + big + ",2\n" + "\"" + big + "\n\",3\n" + std::string(16'384, ',') +
               "\n" + std::string(16'383, ',') + "\n" + std::string(9 << 20, 'z') + ",4\nlast,5\n");
  REQUIRE(read.rows.size() == 7);
  CHECK(read.rows[0].fault == row_fault::cell_too_long);
  CHECK(read.rows[1].fault == row_fault::none);
  CHECK(read.rows[2].fault == row_fault::cell_too_long);
  CHECK(read.rows[3].fault == row_fault::too_many_columns);
  CHECK(read.rows[4].fault == row_fault::none);
  CHECK(read.rows[5].fault == row_fault::row_too_long);
  CHECK(read.rows[6].cells == cells{"last", "5"});
  CHECK(read.rows[6].line == 9);
  CHECK(read.found.records == 7);
  CHECK(name_of(read.rows[0].fault) == "cell_too_long");
  // The limit is of UTF-8, as cells are everywhere.
  const auto western = table_of("a,b\n1," + std::string(600'000, '\xE9') + "\n");
  CHECK(western.rows[0].fault == row_fault::cell_too_long);
}

TEST_CASE(
    "given a row beyond the limit with a quoted line break at its end, when it is passed over, then it ends "
    "where it ends") {
  const table_limits limits{.cell_bytes = 100, .row_bytes = 100};
  const auto text = "a,b\n" + std::string(150, 'x') + ",\"y\nz\"\"\n\",w\nc,d\n";
  for (const std::size_t piece : {1, 3, 64, 1000}) {
    const auto rows = read_from(text, {}, {}, 2, piece, limits);
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].fault == row_fault::row_too_long);
    CHECK(rows[2].cells == cells{"c", "d"});
    CHECK(rows[2].line == 5);
  }
}

TEST_CASE("given what is no table, when it is checked, then it is refused and told what it is") {
  const auto refused = [](std::string_view bytes) {
    const auto answer = read_all(bytes);
    const auto* const fault = std::get_if<table_fault>(&answer);
    if (fault == nullptr) return "a table"s;
    return fault->why == table_fault::reason::empty_file ? "empty"s : fault->what;
  };
  CHECK(refused("<html><body>id</body></html>") == "an HTML page");
  CHECK(refused("\xEF\xBB\xBF  <!DOCTYPE html><table>") == "an HTML page");
  CHECK(refused("<?xml version=\"1.0\"?><a>1</a>") == "an XML document");
  CHECK(refused("[{\"id\":1}]") == "a JSON document");
  CHECK(refused("{\"id\":1}\n{\"id\":2}\n") == "a JSON document");
  CHECK(refused("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj") == "a PDF");
  CHECK(refused("\x1F\x8B\x08\0\0\0\0\0\0\xFF"s) == "a gzip archive");
  CHECK(refused("\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR"s) == "an image (PNG)");
  CHECK(refused("PK\x03\x04\x14\0\0\0\x08\0"s) == "a ZIP archive");
  CHECK(refused("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(600, '\0')) ==
        "an old Office file (.xls, .doc, .ppt)");
  CHECK(refused("{\\rtf1\\ansi}") == "an RTF document");
  CHECK(refused(std::string("\x01\x02\x03\x04\x05\x06\x07\x08\x0E\x0F\x10", 11)) ==
        "a binary file of an unknown kind");
  CHECK(refused(utf_16("<html><body>", false)) == "an HTML page");
  CHECK(refused("\xFF\xFE\0\0a\0\0\0,\0\0\0"s) == "text in UTF-32 (little-endian)");
  CHECK(refused("") == "empty");
  CHECK(refused("\xEF\xBB\xBF") == "empty");
  CHECK(refused("\r\n\n\r") == "empty");
  CHECK(refused("sep=;\r\n") == "empty");
  CHECK(refused("https://example.org/a\nhttps://example.org/b\n") == "a table");
  CHECK(refused("# Title\n\n- one\n- two\n") == "a table");
  CHECK(refused("a") == "a table");
}

TEST_CASE(
    "given any table in any encoding, when reading begins behind any row, then the others come as before") {
  const auto seed = seed_of_test();
  INFO("seed " << seed);
  std::mt19937_64 random(seed);
  const std::vector<std::string> parts{"a",    "b",  ",",  ",", "\"", "\"", "\n",
                                       "\r\n", "\r", "\n", " ", "x",  "\\"};
  for (int round = 0; round < 3'000; ++round) {
    std::string text;
    for (auto n = random() % 60; n > 0; --n) text += parts[random() % parts.size()];
    dialect with;
    with.header_rows = 0;
    with.written_in = std::array{encoding::utf_8, encoding::windows_1252, encoding::utf_16le,
                                 encoding::utf_16be}[random() % 4];
    if (is_utf_16(with.written_in)) text = utf_16(text, with.written_in == encoding::utf_16be);
    if (!is_utf_16(with.written_in) && !text.empty() && random() % 2 == 0)
      text[random() % text.size()] = '\xE9';
    if (random() % 3 == 0) with.escape = '\\';
    const table_limits limits{.cell_bytes = 12, .row_bytes = 20, .columns = 5};
    CAPTURE(text, name_of(with.written_in), with.escape);
    const auto all = read_from(text, with, {}, 2, 1 + random() % 70, limits);
    REQUIRE(all == read_from(text, with, {}, 2, 1 + random() % 5, limits));
    if (all.empty()) continue;
    CHECK(all.back().behind.offset <= text.size());
    const auto at = random() % all.size();
    const auto rest = read_from(text, with, all[at].behind, 2, 1 + random() % 70, limits);
    REQUIRE(rest == std::vector<read_row>(all.begin() + static_cast<std::ptrdiff_t>(at) + 1, all.end()));
  }
}
